#!/bin/sh
# Verifies one file of 2,000 pages with 20 signatures with this toolkit and with pyHanko, one after the other, and
# prints seconds and memory of both. Needs pyHanko (signer-cli/tests/peers/requirements.txt) in python3, or in $PYTHON.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cargo build --quiet --release --locked -p benches --bin changes
changes=target/release/changes
"$changes" root "$folder/root.pem"
for signatures in ${SIGNATURES:-10 20 40}; do
    file=$folder/$signatures.pdf
    "$changes" make "${PAGES:-2000}" "$signatures" "$file"
    "$changes" measure "$file" | {
        read -r seconds kilobytes _
        echo "$signatures signatures, this toolkit: $seconds s, $kilobytes KB of private memory"
    }
    "${PYTHON:-python3}" benches/changes_by_pyhanko.py "$file" "$folder/root.pem" "$signatures"
done
