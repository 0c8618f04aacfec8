#!/usr/bin/env python3
"""How long Chromium takes to open an HTML report and to filter its table, as the browser itself measures it.

    benches/page_in_chromium.py REPORT.html [PICTURE.png]

Fails when opening takes 3 s or a filter 100 ms: of three runs the best counts, since other programs take their share of
the machine. Needs chromium.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROBE = """<script>addEventListener("load", () => {
  const SEARCHED = plain(data.texts[data.unit[0]] || data.folders[0]).toLowerCase();
  const told = { open: performance.now(), rows: count, filters: {} };
  const once = (name, act) => {
    const start = performance.now();
    act();
    document.getElementById("scroll").offsetHeight;
    told.filters[name] = { ms: performance.now() - start, shown: shown.length };
  };
  const set = (id, event, value) => { const box = document.getElementById(id); box.value = value; box.dispatchEvent(new Event(event)); };
  once("search at once", () => set("search", "input", SEARCHED));
  once("more letters", () => set("search", "input", SEARCHED + "/00"));
  once("one letter", () => set("search", "input", "a"));
  once("search again", () => set("search", "input", ""));
  once("class", () => set("class", "change", "1"));
  once("unit too", () => set("unit", "change", data.texts[data.unit[count - 1]]));
  once("any class", () => set("class", "change", ""));
  once("any unit", () => set("unit", "change", ""));
  document.querySelectorAll("#columns th").forEach((head, column) => once("sort " + column, () => head.click()));
  const out = document.createElement("pre");
  out.id = "told"; out.textContent = JSON.stringify(told);
  document.body.append(out);
});</script></body>"""


def browser(*arguments):
    program = shutil.which("chromium") or sys.exit("chromium is not installed")
    common = ["--no-sandbox", "--headless=new", "--disable-gpu", "--hide-scrollbars"]
    with tempfile.TemporaryDirectory() as profile:
        run = [program, *common, f"--user-data-dir={profile}", *arguments]
        return subprocess.run(run, capture_output=True, text=True, timeout=300, check=False).stdout


def measure(page):
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "report.html"
        head, _, foot = page.read_text(encoding="utf-8").rpartition("</body>")
        copy.write_text(head + PROBE + foot, encoding="utf-8")
        found = re.search(r'<pre id="told">(.*?)</pre>', browser("--dump-dom", copy.as_uri()), re.S)
    return json.loads(found.group(1)) if found else sys.exit("the page did not say what it measured")


def main():
    page = pathlib.Path(sys.argv[1]).resolve()
    runs = [measure(page) for _ in range(3)]
    opened = min(run["open"] for run in runs)
    print(f"{runs[0]['rows']} rows; opened in {opened:.0f} ms (each run: {', '.join(format(run['open'], '.0f') for run in runs)})")
    filters = {name: min(run["filters"][name]["ms"] for run in runs) for name in runs[0]["filters"]}
    for name, took in filters.items():
        print(f"{name:>14}: {took:6.1f} ms, {runs[0]['filters'][name]['shown']} rows")
    if len(sys.argv) > 2:
        browser("--window-size=1200,1500", f"--screenshot={sys.argv[2]}", page.as_uri())
    # Sorting is told, and has no bound. The first search comes before the page has prepared anything for it.
    bounded = [name for name in filters if not name.startswith("sort")]
    slow = [name for name in bounded if filters[name] >= 100]
    if opened >= 3000 or slow:
        sys.exit(f"too slow: {slow or 'opening'}")


if __name__ == "__main__":
    main()
