//! Charts as inline SVG. Colours differ in lightness too, and every bar says its number.

use std::fmt::Write;

use super::super::tally::{Class, Counts, Tally};
use super::page::escape;
use crate::message::{Language, Messages};

/// The bars of a chart, at most: a chart with more tells nothing.
const BARS: usize = 24;
const WIDTH: usize = 640;
const LABEL: usize = 220;
const HEIGHT: usize = 26;

/// By unit: how many of each class, the units with the most documents first.
pub(super) fn units(messages: &Messages, tally: &Tally) -> String {
    let units = tally.units_by_count();
    let bars = units.iter().take(BARS).map(|(unit, counts)| {
        let unit = if unit.is_empty() { messages.text("unit-unknown") } else { (*unit).to_owned() };
        (unit, *counts)
    });
    let bars: Vec<_> = bars.collect();
    stacked(messages, &bars)
}

/// By month, the last ones.
pub(super) fn months(messages: &Messages, tally: &Tally) -> String {
    let skipped = tally.months.len().saturating_sub(BARS);
    let bars: Vec<_> = tally.months.iter().skip(skipped).map(|(month, counts)| (month.clone(), *counts)).collect();
    stacked(messages, &bars)
}

/// Rows of one bar each, its parts by class.
fn stacked(messages: &Messages, bars: &[(String, Counts)]) -> String {
    let most = bars.iter().map(|(_, counts)| counts.all()).max().unwrap_or_default().max(1);
    let height = bars.len().saturating_mul(HEIGHT);
    let mut svg = format!("<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">");
    for (number, (label, counts)) in bars.iter().enumerate() {
        let top = number.saturating_mul(HEIGHT);
        let middle = top.saturating_add(17);
        let _ = write!(svg, "<text x=\"0\" y=\"{middle}\">{}</text>", escape(&short(label)));
        let mut left = LABEL;
        for class in Class::ALL {
            let count = counts.get(class);
            let width = count
                .saturating_mul(WIDTH.saturating_sub(LABEL).saturating_sub(110))
                .checked_div(most)
                .unwrap_or_default();
            if count == 0 {
                continue;
            }
            let bar_top = top.saturating_add(4);
            let _ = write!(
                svg,
                "<rect class=\"class-{}\" x=\"{left}\" y=\"{bar_top}\" width=\"{}\" height=\"18\"><title>{}: {count}</title></rect>",
                class.position(),
                width.max(1),
                escape(&messages.text(class.id())),
            );
            left = left.saturating_add(width.max(1));
        }
        let (rate, x) = (permille(messages.language(), counts.complete_permille()), left.saturating_add(6));
        let _ = write!(svg, "<text class=\"number\" x=\"{x}\" y=\"{middle}\">{} · {rate}</text>", counts.all());
    }
    svg.push_str("</svg>");
    svg
}

/// Bars of one number each.
pub(super) fn numbers(bars: &[(String, usize)]) -> String {
    let most = bars.iter().map(|(_, count)| *count).max().unwrap_or_default().max(1);
    let height = bars.len().min(BARS).saturating_mul(HEIGHT.saturating_mul(2));
    let mut svg = format!("<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">");
    for (number, (label, count)) in bars.iter().take(BARS).enumerate() {
        let top = number.saturating_mul(HEIGHT.saturating_mul(2));
        let (text, bar, middle) = (top.saturating_add(16), top.saturating_add(24), top.saturating_add(38));
        let width = count.saturating_mul(WIDTH.saturating_sub(80)).checked_div(most).unwrap_or_default().max(1);
        let x = width.saturating_add(6);
        let label = label.chars().take(96).collect::<String>();
        let _ = write!(
            svg,
            "<text x=\"0\" y=\"{text}\">{}</text><rect class=\"plain\" x=\"0\" y=\"{bar}\" width=\"{width}\" height=\"18\"/><text class=\"number\" x=\"{x}\" y=\"{middle}\">{count}</text>",
            escape(&label),
        );
    }
    svg.push_str("</svg>");
    svg
}

/// `97,3 %` of 973; in English `97.3%`.
pub(super) fn permille(language: Language, permille: usize) -> String {
    let (whole, tenth) = (permille.checked_div(10).unwrap_or_default(), permille.checked_rem(10).unwrap_or_default());
    match language {
        Language::English => format!("{whole}.{tenth}%"),
        Language::Vietnamese => format!("{whole},{tenth} %"),
    }
}

fn short(label: &str) -> String {
    if label.chars().count() <= 32 { label.to_owned() } else { label.chars().take(31).chain(['…']).collect() }
}
