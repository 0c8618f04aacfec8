"use strict";
// A column each: of what recurs (folders, texts) the places in a list.
const data = JSON.parse(document.getElementById("rows").textContent);
const words = JSON.parse(document.getElementById("words").textContent);
const count = data.names.length;
const HEIGHT = 33, PRINTED = 5000;
const columns = [
  ["column-path", "path", "30%"], ["column-conclusion", "class", "15%"], ["column-cause", "cause", "13%"],
  ["column-personal", "personal", "11%"], ["column-organisation", "organisation", "11%"], ["column-unit", "unit", "11%"],
  ["column-time", "time", "9rem"],
];
const by = (id) => document.getElementById(id);
const word = (id) => words[id] || id;
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]+/g, "").replace(/[đĐ]/g, "d");
const fold = (text) => (/[^\x00-\x7f]/.test(text) ? plain(text) : text).toLowerCase();
const fill = (text, values) => text.replace(/\{\$(\w+)\}/g, (_, name) => values[name] ?? "");
const path = (index) => data.folders[data.folder[index]] + data.names[index];
const text = (column, index) => data.texts[data[column][index]];

// What a search looks through: the paths, one after the other, with the place where each begins, and what recurs. It is
// made while nobody waits, or by the first search. The names come without case and diacritics.
let texts, haystack, starts;
function gather() {
  if (haystack !== undefined) return;
  const folders = data.folders.map(fold);
  texts = data.texts.map(fold);
  starts = new Uint32Array(count + 1);
  haystack = data.folded.map((name, index) => {
    const whole = folders[data.folder[index]] + name;
    starts[index + 1] = starts[index] + whole.length + 1;
    return whole;
  }).join("\0");
}
/** Which rows hold a text that was folded: in their paths, or in what recurs. */
function found(search) {
  gather();
  const hits = new Uint8Array(count), hit = Uint8Array.from(texts, (one) => (one.includes(search) ? 1 : 0));
  if (hit.includes(1)) {
    for (const column of ["personal", "organisation", "unit", "cause"]) {
      const places = data[column];
      for (let index = 0; index < count; index++) hits[index] |= hit[places[index]];
    }
  }
  let index = 0;
  for (let at = haystack.indexOf(search); at >= 0; at = haystack.indexOf(search, starts[index])) {
    let above = count;
    while (above - index > 1) {
      const middle = (index + above) >> 1;
      if (starts[middle] <= at) index = middle; else above = middle;
    }
    hits[index] = 1;
    if (++index >= count) break;
  }
  return hits;
}
const state = { search: "", class: "", cause: "", unit: "", column: -1, down: false };
let shown = Array.from({ length: count }, (_, index) => index);

/** An element with text or children; texts are never markup. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "on") for (const [event, handler] of Object.entries(value)) made.addEventListener(event, handler);
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

function filter() {
  const search = fold(state.search), hits = search === "" ? null : found(search);
  const wanted = state.class === "" ? -1 : Number(state.class);
  const place = (value) => (value === "" ? -1 : data.texts.indexOf(value));
  const cause = place(state.cause), unit = place(state.unit);
  shown = [];
  for (let index = 0; index < count; index++) {
    if (wanted >= 0 && data.class[index] !== wanted) continue;
    if (cause >= 0 && data.cause[index] !== cause) continue;
    if (unit >= 0 && data.unit[index] !== unit) continue;
    if (hits !== null && hits[index] === 0) continue;
    shown.push(index);
  }
  if (state.column >= 0) {
    const sign = state.down ? -1 : 1, keys = order(columns[state.column][1]);
    shown.sort((a, b) => (keys[a] < keys[b] ? -sign : keys[a] > keys[b] ? sign : a - b));
  }
  by("shown").textContent = fill(word("report-shown"), { shown: shown.length, all: count });
  for (const tile of document.querySelectorAll("button.tile")) tile.setAttribute("aria-pressed", String(tile.dataset.class === state.class));
  by("scroll").scrollTop = 0;
  draw();
}

/** By what the rows of a column are sorted: words as the language has them. */
const orders = {};
function order(column) {
  if (column === "class" || column === "time") return data[column];
  return (orders[column] ??= column === "path" ? data.names.map((_, index) => path(index)) : ranks(data.texts, data[column]));
}
function ranks(list, places) {
  const compare = new Intl.Collator(document.documentElement.lang).compare, rank = new Uint32Array(list.length);
  list.map((_, place) => place).sort((a, b) => compare(list[a], list[b])).forEach((place, position) => { rank[place] = position; });
  return Uint32Array.from(places, (place) => rank[place]);
}

function line(index) {
  const cells = columns.map(([, column]) => {
    if (column === "path") { const whole = path(index); return element("td", { title: whole }, element("a", { href: "#" + index }, whole)); }
    if (column === "class") return element("td", {}, element("span", { class: "dot class-" + data.class[index] }), words.classes[data.class[index]]);
    if (column === "time") { const at = data.time[index]; return element("td", { title: at === "" ? "" : word(data.proven[index] ? "report-proven" : "report-claimed") }, at); }
    const said = text(column, index);
    return element("td", { title: said }, said);
  });
  return element("tr", {}, ...cells);
}

/** Only the rows in sight exist; two empty ones hold the place of the rest. */
function draw(everything) {
  const box = by("scroll"), above = Math.max(0, Math.floor(box.scrollTop / HEIGHT) - 20);
  const first = everything ? 0 : Math.min(above, Math.max(0, shown.length - 1));
  const last = everything ? Math.min(shown.length, PRINTED) : Math.min(shown.length, first + Math.ceil(box.clientHeight / HEIGHT) + 40);
  const space = (count) => element("tr", {}, element("td", { class: "space", colspan: columns.length, style: "height:" + count * HEIGHT + "px" }));
  const lines = shown.slice(first, last).map(line);
  if (!everything) { lines.unshift(space(first)); lines.push(space(shown.length - last)); }
  else if (shown.length > last) lines.push(element("tr", {}, element("td", { colspan: columns.length }, fill(word("report-print-limit"), { count: shown.length - last }))));
  by("lines").replaceChildren(...lines);
}

function controls() {
  by("columns").replaceChildren(...columns.map(([id, , width], column) => element("th", { style: "width:" + width, on: { click: () => {
    state.down = state.column === column && !state.down; state.column = column; filter();
  } } }, word(id))));
  const options = (id, value, label) => {
    const counts = new Map();
    for (const place of data[id]) counts.set(place, (counts.get(place) || 0) + 1);
    const sorted = [...counts].filter(([place]) => value(place) !== "").sort((a, b) => b[1] - a[1]).slice(0, 500);
    by(id).append(...sorted.map(([place, times]) => element("option", { value: value(place) }, label(place) + " (" + times + ")")));
    by(id).addEventListener("change", (event) => { state[id] = event.target.value; filter(); });
  };
  const named = (place) => data.texts[place];
  options("class", String, (place) => words.classes[place]);
  options("cause", named, named);
  options("unit", named, named);
  by("search").addEventListener("input", (event) => { state.search = event.target.value; filter(); });
  by("scroll").addEventListener("scroll", () => draw());
  for (const tile of document.querySelectorAll("button.tile")) tile.addEventListener("click", () => {
    state.class = state.class === tile.dataset.class ? "" : tile.dataset.class;
    by("class").value = state.class; filter(); by("documents").scrollIntoView();
  });
  addEventListener("beforeprint", () => { if (by("document").hidden) draw(true); });
  addEventListener("afterprint", () => draw());
  addEventListener("hashchange", route);
}

async function detail(index) {
  let part = 0, place = index;
  while (place >= data.parts[part]) place -= data.parts[part++];
  const packed = Uint8Array.from(atob(by("part-" + part).textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return (await new Response(stream).json())[place];
}

function facts(pairs) {
  const list = element("dl", { class: "facts" });
  for (const [name, value] of pairs) if (value !== null && value !== undefined && value !== "") list.append(element("dt", {}, name), element("dd", {}, value));
  return list;
}
const time = (text) => (text ? new Date(text).toLocaleString(document.documentElement.lang) : "");

function signature(one, number, why) {
  const signer = one.signer || {}, box = element("section", {});
  const role = one.type === "document-timestamp" ? "role-timestamp" : "role-" + one.role;
  box.append(element("h2", {}, number + ". " + word(role) + ": " + (signer.common_name || one.field)));
  box.append(element("p", { class: "verdict" }, word("indication-" + one.indication) + (one.sub_indication ? " — " + one.sub_indication : "")));
  const range = signer.not_before ? fill(word("validity-range"), { from: time(signer.not_before), to: time(signer.not_after) }) : "";
  const stamps = one.timestamps.map((stamp) => time(stamp.time) + " " + stamp.authority + " (" + stamp.indication + ")").join("; ");
  const revocation = one.revocation.map((entry) => word("revocation-" + entry.status) + " (" + entry.source.toUpperCase() + ", " + time(entry.this_update) + ")").join("; ");
  const path = one.chain.map((link) => link.subject + (link.trusted ? " — " + word("report-trusted") : "")).join("  →  ");
  box.append(facts([
    [word("label-reason"), why[0]], [word("label-todo"), why[1]],
    [word("label-unit"), [...(signer.units || []), signer.organization].filter(Boolean).join(", ")],
    [word("label-issuer"), signer.issuer], [word("label-validity"), range],
    [word("label-time"), one.best_signature_time ? time(one.best_signature_time) + " — " + word("report-proven") : one.claimed_signing_time ? time(one.claimed_signing_time) + " — " + word("report-claimed") : word("report-none")],
    [word("report-timestamps"), stamps], [word("label-content"), word("coverage-" + one.coverage)],
    [word("label-changes"), word("changes-" + (one.changes.allowed || one.changes.extent === "unexplained" ? one.changes.extent : "forbidden"))],
    [word("report-path"), path], [word("report-revocation"), revocation], [word("column-level"), one.level],
  ]));
  const changed = one.changes.items.slice(0, 200).map((item) => element("tr", { }, element("td", {}, word("report-object") + " " + item.object), element("td", {}, item.page ? word("report-page-number") + " " + item.page : ""), element("td", {}, item.kind), element("td", { class: item.allowed_by ? "" : "fail" }, item.allowed_by ? word("report-allowed-by") + " " + item.allowed_by : word("report-nobody"))));
  if (changed.length > 0) box.append(element("details", {}, element("summary", {}, word("label-changes") + " (" + one.changes.items.length + ")"), element("table", { class: "checks" }, ...changed)));
  const checks = one.checks.map((check) => element("tr", {}, element("td", {}, element("code", {}, check.id)), element("td", {}, word(check.id)), element("td", { class: check.status }, word("status-" + check.status)), element("td", {}, check.reason || ""), element("td", {}, check.message || "")));
  box.append(element("details", one.indication === "TOTAL-PASSED" ? {} : { open: "" }, element("summary", {}, word("label-checks") + " (" + one.checks.length + ")"), element("table", { class: "checks" }, ...checks)));
  return box;
}

// What Decree 30 asks beside signatures, and where the document comes from.
function formalities(report) {
  const { form, number, date, order, former_units: units } = report.formalities;
  const there = (one) => one.text || (one.presence === "absent" ? word("presence-absent") : one.presence === "present" ? word("yes") : "");
  const message = report.message || {};
  return [
    [word("column-duplicate"), report.duplicate_of || ""],
    [word("column-form"), report.signatures.length ? word("form-" + form) : ""],
    [word("column-number"), there(number)], [word("column-date"), there(date)],
    [word("column-order"), order === "none" ? "" : word("order-" + order)],
    [word("column-former-units"), units.map((one) => one.unit).join("; ")],
    [word("report-message"), [message.document_id, message.organisation, message.signer, message.subject].filter(Boolean).join(" · ")],
  ];
}

async function show(index) {
  const box = by("document");
  const back = element("button", { on: { click: () => { location.hash = ""; } } }, "← " + word("report-back"));
  box.replaceChildren(element("div", { class: "actions" }, back));
  by("overview").hidden = true; box.hidden = false; scrollTo(0, 0);
  let told;
  try { told = await detail(index); } catch { box.append(element("p", {}, word("report-old-browser"))); return; }
  const report = told.report;
  const save = () => { const link = element("a", { href: URL.createObjectURL(new Blob([JSON.stringify(report, null, 2)], { type: "application/json" })), download: "report.json" }); link.click(); };
  box.firstChild.append(element("button", { on: { click: () => print() } }, word("report-print")), element("button", { on: { click: save } }, word("report-json")));
  box.append(element("h1", {}, report.path), element("p", { class: "verdict" }, element("span", { class: "dot class-" + data.class[index] }), word("conclusion-" + report.conclusion)));
  box.append(facts([[word("label-reason"), told.reason], [word("label-todo"), told.todo], [word("column-sha256"), report.sha256], [word("column-size"), String(report.size)], [word("column-policy"), report.policy], [word("column-at"), report.validation_time]]));
  box.append(facts(formalities(report)));
  if (told.slip) box.append(element("h2", {}, word("report-slip")), element("p", { class: "slip" }, told.slip));
  report.signatures.forEach((one, number) => box.append(signature(one, number + 1, told.why[number])));
  const lacking = (report.requirements || []).filter((one) => !one.met).map((one) => [word("label-requirement"), word("requirement-" + one.requirement)]);
  const findings = report.findings.map((one) => [word("label-finding"), (words[one.code] || one.message) + " (" + one.code + ")"]);
  if (lacking.length + findings.length > 0) box.append(element("section", {}, facts([...lacking, ...findings])));
}

function route() {
  const index = Number(location.hash.slice(1));
  if (location.hash.length > 1 && Number.isInteger(index) && index >= 0 && index < count) { show(index); return; }
  by("document").hidden = true; by("overview").hidden = false; draw();
}

controls();
filter();
route();
addEventListener("load", () => setTimeout(gather));
