//! The parts of the page that are written once.

use std::fmt::Write;

use super::super::Provenance;
use super::super::tally::{Class, Counts, Tally};
use super::{cause, charts};
use crate::message::{Language, Messages};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Nothing may be fetched, from anywhere (Content Security Policy Level 3).
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The words that the script of the page uses by their names.
pub(super) const WORDS: &[&str] = &[
    "column-path",
    "column-personal",
    "column-organisation",
    "column-unit",
    "column-time",
    "column-level",
    "column-conclusion",
    "column-cause",
    "column-sha256",
    "column-size",
    "column-policy",
    "column-at",
    "label-unit",
    "label-issuer",
    "label-validity",
    "label-time",
    "label-content",
    "label-changes",
    "label-trust",
    "label-reason",
    "label-todo",
    "label-finding",
    "label-checks",
    "label-warning",
    "label-requirement",
    "report-shown",
    "report-none",
    "report-proven",
    "report-claimed",
    "report-back",
    "report-print",
    "report-json",
    "report-slip",
    "report-message",
    "column-duplicate",
    "column-form",
    "column-number",
    "column-date",
    "column-order",
    "column-former-units",
    "form-original",
    "form-copy",
    "form-attachment",
    "order-kept",
    "order-reversed",
    "presence-absent",
    "yes",
    "report-path",
    "report-revocation",
    "report-timestamps",
    "report-object",
    "report-page-number",
    "report-allowed-by",
    "report-nobody",
    "report-trusted",
    "report-old-browser",
    "report-print-limit",
    "revocation-good",
    "revocation-revoked",
    "revocation-unknown",
    "validity-range",
    "conclusion-passed",
    "conclusion-failed",
    "conclusion-indeterminate",
    "conclusion-unsigned",
    "conclusion-unreadable",
];

/// Up to where the details of the documents begin.
pub(super) fn head(messages: &Messages) -> String {
    let language = match messages.language() {
        Language::Vietnamese => "vi",
        Language::English => "en",
    };
    let title = escape(&messages.text("report-title"));
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
    )
}

/// The overview and the frame of the table.
pub(super) fn body(messages: &Messages, provenance: &Provenance, tally: &Tally) -> String {
    let text = |id: &str| escape(&messages.text(id));
    let mut body = format!("<main id=\"overview\">\n<h1>{}</h1>\n", text("report-title"));
    body.push_str(&provenance_table(messages, provenance));
    body.push_str(&tiles(messages, tally));
    let causes: Vec<_> = tally.causes_by_count().iter().map(|(code, count)| (cause(messages, code), *count)).collect();
    for (title, chart, empty) in [
        ("report-by-cause", charts::numbers(&causes), causes.is_empty()),
        ("report-by-unit", charts::units(messages, tally), tally.units.is_empty()),
        ("report-by-month", charts::months(messages, tally), tally.months.is_empty()),
    ] {
        if !empty {
            let _ = writeln!(body, "<section class=\"chart\"><h2>{}</h2>{chart}</section>", text(title));
        }
    }
    body.push_str(&quarters(messages, tally));
    let _ = write!(
        body,
        "<section id=\"documents\"><h2>{}</h2>\n<div id=\"filters\"><input type=\"search\" id=\"search\" placeholder=\"{1}\" aria-label=\"{1}\">\
         <select id=\"class\" aria-label=\"{2}\"><option value=\"\">{2}: {5}</option></select>\
         <select id=\"cause\" aria-label=\"{3}\"><option value=\"\">{3}: {5}</option></select>\
         <select id=\"unit\" aria-label=\"{4}\"><option value=\"\">{4}: {5}</option></select>\
         <output id=\"shown\"></output></div>\n<div id=\"scroll\" tabindex=\"0\"><table><thead><tr id=\"columns\"></tr></thead><tbody id=\"lines\"></tbody></table></div></section>\n</main>\n<article id=\"document\" hidden></article>\n",
        text("sheet-documents"),
        text("report-search"),
        text("column-conclusion"),
        text("column-cause"),
        text("column-unit"),
        text("report-any"),
    );
    body
}

/// After the data.
pub(super) fn foot() -> String {
    format!("<script>\n{SCRIPT}</script>\n</body>\n</html>\n")
}

fn provenance_table(messages: &Messages, provenance: &Provenance) -> String {
    let mut rows = vec![
        ("column-program", provenance.program.clone()),
        ("column-policy", provenance.policy()),
        ("column-at", provenance.moments()),
    ];
    let trust = provenance.trust.iter().map(|(name, sha256)| ("column-trust", format!("{name} (SHA-256 {sha256})")));
    rows.extend(trust);
    if provenance.trust.is_empty() {
        rows.push(("column-trust", messages.text("report-no-trust")));
    }
    let rows =
        rows.iter().map(|(id, value)| format!("<dt>{}</dt><dd>{}</dd>", escape(&messages.text(id)), escape(value)));
    format!("<dl class=\"facts\">{}</dl>\n", rows.collect::<String>())
}

fn tiles(messages: &Messages, tally: &Tally) -> String {
    let all = tally.all.all();
    let mut tiles = format!(
        "<div id=\"tiles\"><div class=\"tile\"><b>{all}</b><span>{}</span></div>",
        escape(&messages.text("class-all"))
    );
    for class in Class::ALL {
        let count = tally.all.get(class);
        let share = count.saturating_mul(1000).checked_div(all).unwrap_or_default();
        let _ = write!(
            tiles,
            "<button class=\"tile class-{0}\" data-class=\"{0}\"><b>{count}</b><span>{1}</span><i>{2}</i></button>",
            class.position(),
            escape(&messages.text(class.id())),
            charts::permille(messages.language(), share),
        );
    }
    tiles.push_str("</div>\n");
    tiles
}

/// The rate of fully signed documents by unit and quarter.
fn quarters(messages: &Messages, tally: &Tally) -> String {
    let text = |id: &str| escape(&messages.text(id));
    let mut names: Vec<&str> = tally.quarters.keys().map(|(_, quarter)| quarter.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut table = format!(
        "<section class=\"quarters\"><h2>{}</h2><table><thead><tr><th>{}</th>",
        text("report-by-quarter"),
        text("column-unit")
    );
    let _ = write!(table, "<th>{}</th>", text("report-whole"));
    for name in &names {
        let name = if name.is_empty() { messages.text("time-unknown") } else { (*name).to_owned() };
        let _ = write!(table, "<th>{}</th>", escape(&name));
    }
    table.push_str("</tr></thead><tbody>");
    let rate = |counts: &Counts| {
        let rate = charts::permille(messages.language(), counts.complete_permille());
        format!("{rate}<small>{}/{}</small>", counts.get(Class::Complete), counts.all())
    };
    for (unit, whole) in tally.units_by_count() {
        let shown = if unit.is_empty() { messages.text("unit-unknown") } else { unit.to_owned() };
        // Documents without a date are in this one.
        let _ = write!(table, "<tr><th>{}</th><td>{}</td>", escape(&shown), rate(&whole));
        for name in &names {
            let cell = tally.quarters.get(&(unit.to_owned(), (*name).to_owned()));
            let _ = write!(table, "<td>{}</td>", cell.map(rate).unwrap_or_default());
        }
        table.push_str("</tr>");
    }
    table.push_str("</tbody></table></section>\n");
    table
}

/// Text within HTML and its attributes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in crate::message::Safe(text).to_string().chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_text_is_text() {
        assert_eq!(
            escape("<img src=x onerror='a(\"&\")'>"),
            "&lt;img src=x onerror=&#39;a(&quot;&amp;&quot;)&#39;&gt;"
        );
    }
}
