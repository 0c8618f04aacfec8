#!/usr/bin/env python3
"""As many documents as one likes, for reports of their size: a ledger of them, and files that only look like them.

    benches/audit_rows.py SIGNER YEAR FOLDER COUNT

YEAR is what audit_year.sh made. Its documents are verified once; each row of FOLDER/ledger is one of their reports under
another name, digest and day. The files are empty space of the length and time that the ledger knows, so

    cd FOLDER && SIGNER verify -r documents --unit-from folder --trust root.pem --at TIME --resume ledger --format html

(the last line of the output, with TIME) writes the report of COUNT documents without reading any.
"""

import hashlib
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys

AT = "2027-01-04T00:00:00Z"


def seed(signer, year, folder):
    """The lines of a ledger over the year, its first line apart."""
    ledger = folder / "seed"
    common = ["--unit-from", "folder", "--trust", "root.pem", "--at", AT]
    shutil.copy(year / "root.pem", folder / "root.pem")
    command = [signer, "verify", "-r", year / "documents", *common, "--resume", ledger, "--format", "jsonl"]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    head, *lines = ledger.read_text(encoding="utf-8").splitlines()
    return head, [json.loads(line) for line in lines], common


def moved(text, days):
    """2026-02-11T… on another day of the quarter."""
    return text[:8] + f"{1 + (int(text[8:10]) + days) % 28:02}" + text[10:] if text else text


def main():
    signer, year, folder, count = pathlib.Path(sys.argv[1]).resolve(), *map(pathlib.Path, sys.argv[2:4]), int(sys.argv[4])
    year = year.resolve()
    folder.mkdir(parents=True)
    folder = folder.resolve()
    head, lines, common = seed(signer, year, folder)
    chance = random.Random(1)
    words = ["Quyết định", "Công văn", "Tờ trình", "Báo cáo", "Thông báo", "Kế hoạch"]
    with (folder / "ledger").open("w", encoding="utf-8") as ledger:
        ledger.write(head + "\n")
        for number in range(count):
            line = json.loads(json.dumps(lines[number % len(lines)]))
            unit = pathlib.Path(line["report"]["path"]).parent.name
            name = f"documents/{unit}/{number // 1000:03}/{unit}/{number:06} {chance.choice(words)}.pdf"
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.truncate(line["document"]["stamp"]["length"])
            seconds = 1_790_000_000 + number
            os.utime(path, (seconds, seconds))
            line["document"]["key"] = line["report"]["path"] = name
            line["document"]["stamp"]["modified"] = {"secs_since_epoch": seconds, "nanos_since_epoch": 0}
            line["report"]["sha256"] = hashlib.sha256(name.encode()).hexdigest()
            line["report"]["duplicate_of"] = None
            days = chance.randrange(28)
            for one in line["report"]["signatures"]:
                for key in ("claimed_signing_time", "best_signature_time"):
                    one[key] = moved(one.get(key), days)
            ledger.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    given = " ".join(map(str, common))
    print(f"cd {folder} && {signer} verify -r documents {given} --resume ledger --format html --output report.html")


if __name__ == "__main__":
    main()
