#!/usr/bin/env python3
"""The same archive of PAdES B-LT documents, verified by this toolkit and by what one would use instead.

    cargo build --release -p signer-cli && cargo build --release -p benches --bin audit
    benches/audit_against_peers.py --python PYTHON [--documents 1000] [--rounds 3]

Rounds in which everyone has a turn, so that all meet the same neighbours on a shared machine; medians. Wall time is with
two processes or threads for everybody, processor time is what the kernel charged, starting included. Peers that need
long get fewer of the documents. Needs pdfsig and certutil (poppler-utils, libnss3-tools), Java with PDFBox 2 and Bouncy
Castle (libpdfbox2-java, libbcpkix-java, default-jdk-headless), and PYTHON with pyHanko.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
RELEASE = HERE.parent / "target" / "release"
AT = "2026-06-02T00:00:00Z"


def measured(command, paths=None, **options):
    """Seconds by the clock and of the processor, and what it printed."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)
    if paths:
        process.stdin.write("".join(f"{path}\n" for path in paths).encode())
    process.stdin.close()
    out = process.stdout.read().decode(errors="replace")
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, out


class Ours:
    name = "signer verify --format jsonl, 2 workers"
    workers = "2"

    def __init__(self, folder, documents):
        self.paths = documents
        self.command = [str(RELEASE / "signer"), "verify", "--files-from", "-", "--trust", str(folder / "root.pem"),
                        "--at", AT, "--require", "b-lt", "--jobs", self.workers, "--format", "jsonl"]

    def run(self):
        wall, busy, out = measured(self.command, self.paths)
        reports = [json.loads(line) for line in out.splitlines()]
        return wall, busy, sum(one["conclusion"] == "passed" and len(one["signatures"]) == 2 for one in reports)


class OursAlone(Ours):
    """Two workers may share what one processor has; so may the two threads of the floor, which need less of it."""

    name = "signer verify --format jsonl, 1 worker"
    workers = "1"


class PdfSig:
    """Checks the chains as well, with the root trusted as for the others; nothing that tells of revocation."""

    name = "pdfsig, the root trusted, xargs -P2 (no status)"
    says = "Certificate is Trusted"

    def __init__(self, folder, documents):
        self.paths = documents[: max(100, len(documents) // 4)]
        self.options = ["-nssdir", f"sql:{store(folder)}"]

    def run(self):
        command = ["xargs", "-P2", "-d", "\\n", "-n1", "pdfsig", *self.options]
        wall, busy, out = measured(command, self.paths)
        return wall, busy, out.count(self.says) // 2


def store(folder):
    """NSS's store of certificates, with the root."""
    path = folder / "nss"
    if not path.exists():
        path.mkdir()
        of_store = ["certutil", "-d", f"sql:{path}"]
        subprocess.run([*of_store, "-N", "--empty-password"], check=True)
        subprocess.run([*of_store, "-A", "-n", "root", "-t", "C,C,C", "-a", "-i", folder / "root.pem"], check=True)
    return path


class PdfSigWithoutChain(PdfSig):
    name = "pdfsig -nocert, xargs -P2 (no chain, no status)"
    says = "Signature is Valid"

    def __init__(self, folder, documents):
        super().__init__(folder, documents)
        self.options = ["-nocert"]


class PyHanko:
    name = "pyHanko as a library, 2 processes"
    python = sys.executable

    def __init__(self, folder, documents):
        self.paths = documents[: max(50, len(documents) // 10)]
        self.command = [self.python, str(HERE / "audit_by_pyhanko.py"), str(folder / "root.pem")]

    def run(self):
        wall, busy, out = measured(self.command, self.paths)
        return wall, busy, int(out.strip() or 0)


class PdfBox:
    name = "PDFBox and Bouncy Castle, 2 threads, from the start"
    passes = 1

    def __init__(self, folder, documents):
        self.paths = documents
        self.classes = folder / "classes"
        subprocess.run(["javac", "-nowarn", "-cp", "/usr/share/java/*", "-d", str(self.classes),
                        str(HERE / "AuditByPdfBox.java")], check=True, stderr=subprocess.DEVNULL)
        self.command = ["java", "-cp", f"{self.classes}:/usr/share/java/*", "AuditByPdfBox", str(folder / "root.pem"),
                        str(folder / "documents"), str(self.passes)]

    def run(self):
        wall, busy, out = measured(self.command)
        return wall, busy, int(out.split()[0])


class WarmPdfBox(PdfBox):
    name = "the same, its second time over all of them"
    passes = 2

    def run(self):
        # The second pass has its own clock.
        _, busy, out = measured(self.command)
        valid, seconds = out.split()
        return float(seconds), busy / 2, int(valid)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--python", default=sys.executable, help="the interpreter that has pyHanko")
    arguments.add_argument("--documents", type=int, default=1000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--keep", type=pathlib.Path, help="make the archive here, or use the one that is here")
    chosen = arguments.parse_args()
    PyHanko.python = chosen.python
    with tempfile.TemporaryDirectory() as temporary:
        folder = (chosen.keep or pathlib.Path(temporary)).resolve()
        if not (folder / "root.pem").exists():
            subprocess.run([RELEASE / "audit", "make", folder, str(chosen.documents)], check=True)
        compare(folder, chosen.rounds)


def compare(folder, rounds):
    documents = sorted((folder / "documents").glob("*.pdf"))
    size = sum(path.stat().st_size for path in documents) / len(documents) / 1000
    print(f"{len(documents)} documents of {size:.0f} KB on average; {processor()}; load {os.getloadavg()[0]:.1f} at the start")
    peers = [kind(folder, documents) for kind in (Ours, OursAlone, PdfSig, PdfSigWithoutChain, PdfBox, WarmPdfBox, PyHanko)]
    runs = {peer.name: [] for peer in peers}
    floors = []
    for _ in range(rounds):
        out = subprocess.run([RELEASE / "audit", "floor", folder], check=True, capture_output=True, text=True).stdout
        floors.append(json.loads(out))
        for peer in peers:
            wall, busy, valid = peer.run()
            if valid != len(peer.paths):
                sys.exit(f"{peer.name}: {valid} of {len(peer.paths)} documents are valid")
            runs[peer.name].append((len(peer.paths) / wall, busy / len(peer.paths) * 1e3))
    middle = lambda values: statistics.median(list(values))
    floor = middle(one["processor_ms"] for one in floors)
    alone = middle(one["processor_ms_of_one_thread"] for one in floors)
    table = {name: [middle(run[column] for run in all_runs) for column in range(2)] for name, all_runs in runs.items()}
    rate, _ = table[Ours.name]
    print(f"load {os.getloadavg()[0]:.1f} at the end\n")
    print("| who | documents a second | we are … times as fast | processor time a document | of the floor |")
    print("|---|---|---|---|---|")
    print(f"| the floor: {floors[0]['operations']:.1f} public-key operations, each octet hashed once | "
          f"{middle(one['documents_per_second'] for one in floors):.0f} | | {floor:.3f} ms | 1 |")
    print(f"| the floor with one thread | | | {alone:.3f} ms | 1 |")
    for name, (its_rate, its_busy) in table.items():
        least = alone if name == OursAlone.name else floor
        print(f"| {name} | {its_rate:.0f} | {rate / its_rate:.1f} | {its_busy:.3f} ms | {its_busy / least:.2f} |")


def processor():
    lines = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} × {names[0]}"


if __name__ == "__main__":
    main()
