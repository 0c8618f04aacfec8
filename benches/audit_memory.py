#!/usr/bin/env python3
"""Peak private memory of `signer verify` over a folder with 16 signed documents of 200 MB among 200 small ones.

    benches/audit_memory.py SIGNER [FOLDER]

Private is what is anonymous in /proc/PID/smaps_rollup, of the program and of the processes that it starts: mapped files
are not in it. The documents take 3.3 GB in FOLDER (else in a temporary folder, which is removed). Fails at 150 MB.
"""

import pathlib
import subprocess
import sys
import tempfile
import time

LARGE, SMALL, SIZE, MOST = 16, 200, 200_000_000, 150.0


def pdf(number, size):
    """A page and a stream nobody shows, of so many octets; the file has holes."""
    head = b"%%PDF-1.7\n%% %d\n" % number
    objects = [
        b"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n",
        b"2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n",
        b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>> endobj\n",
        b"4 0 obj <</Length %d>>stream\n" % size,
    ]
    places, at = [], len(head)
    for one in objects:
        places.append(at)
        at += len(one)
    foot = b"\nendstream endobj\n"
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    table += b"trailer <</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (at + size + len(foot))
    return head + b"".join(objects), size, foot + table


def write(path, parts):
    head, hole, foot = parts
    with path.open("wb") as file:
        file.write(head)
        file.seek(hole, 1)
        file.write(foot)


def make(signer, folder):
    keys = folder / "keys"
    subprocess.run([signer, "demo", keys], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    documents = folder / "documents"
    documents.mkdir()
    every = max(1, SMALL // LARGE)
    for number in range(SMALL):
        write(documents / f"{number:03}.pdf", pdf(number, 100_000 + 997 * number))
        if number % every == 0 and number // every < LARGE:
            write(documents / f"{number:03}-large.pdf", pdf(1000 + number, SIZE))
    for role, key in (("personal", "person"), ("organisation", "organisation")):
        files = sorted(map(str, documents.glob("*.pdf")))
        given = ["--as", role, "--pkcs12", keys / f"{key}.p12", "--pin-file", keys / "password.txt", "--in-place"]
        subprocess.run([signer, "sign", *files, *given], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return documents, keys / "root.pem"


def anonymous(process):
    """Of a process and its children, in kilobytes."""
    try:
        text = pathlib.Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        children = pathlib.Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0
    own = next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Anonymous:")), 0)
    return own + sum(map(anonymous, children))


def watched(command):
    begun, peak = time.monotonic(), 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, anonymous(process.pid))
        time.sleep(0.002)
    return process.returncode, peak / 1024, time.monotonic() - begun


def main():
    signer = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as place:
        folder = pathlib.Path(place)
        documents, root = make(signer, folder)
        size = sum(file.stat().st_size for file in documents.iterdir())
        print(f"{LARGE} of {SIZE / 1e6:.0f} MB among {SMALL} small ones: {size / 1e9:.1f} GB")
        print("| format | workers | peak private memory | wall time |\n|---|---|---|---|")
        highest = 0.0
        for form in ("jsonl", "html", "xlsx"):
            for jobs in ("2", "default", "8"):
                given = [] if jobs == "default" else ["--jobs", jobs]
                out = folder / f"report-{form}-{jobs}"
                command = [signer, "verify", str(documents), "--trust", str(root), "--format", form, "--output", str(out)]
                status, peak, took = watched([*command, *given])
                if status != 0:
                    sys.exit(f"{form}, {jobs}: status {status}")
                print(f"| {form} | {jobs} | {peak:.1f} MB | {took:.1f} s |", flush=True)
                highest = max(highest, peak)
    if highest >= MOST:
        sys.exit(f"{highest:.0f} MB, not below {MOST:.0f}")


if __name__ == "__main__":
    main()
