#!/usr/bin/env bash
# A year of outgoing documents of four units in FOLDER, a folder for each unit: throw-away keys, some documents unsigned,
# signed by one of the two only, or changed afterwards. Needs faketime, which sets the clock of the program that signs.
#
#   benches/audit_year.sh SIGNER FOLDER
set -euo pipefail
signer=$1 year=$2
mkdir -p "$year"
faketime '2026-01-02 08:00:00' "$signer" demo "$year/keys" >/dev/null
keys="$year/keys"

sign() { # ROLE KEY FOLDER DATE: signs everything in the folder in place
    faketime "$4 09:30:00" "$signer" sign "$3"/*.pdf --as "$1" --pkcs12 "$keys/$2.p12" --pin-file "$keys/password.txt" --in-place >/dev/null
}

quarter() { # UNIT DATE COMPLETE PERSONAL-ONLY UNSIGNED CHANGED
    local unit=$1 date=$2 number=0 kind count work
    mkdir -p "$year/documents/$unit"
    for kind in complete:$3 personal:$4 unsigned:$5 changed:$6; do
        count=${kind#*:} kind=${kind%%:*}
        [ "$count" -gt 0 ] || continue
        work=$(mktemp -d)
        for _ in $(seq "$count"); do
            number=$((number + 1))
            { cat "$keys/document.pdf"; printf '%% %s %s %03d\n' "$unit" "$date" "$number"; } >"$work/$(date -d "$date" +%m)-$(printf %03d "$number").pdf"
        done
        [ "$kind" = unsigned ] || sign personal person "$work" "$date"
        case $kind in complete | changed) sign organisation organisation "$work" "$date" ;; esac
        # One octet of the page.
        [ "$kind" != changed ] || for file in "$work"/*.pdf; do
            at=$(($(grep -abo -m1 'stream' "$file" | head -1 | cut -d: -f1) + 30))
            printf '#' | dd of="$file" bs=1 seek="$at" conv=notrunc status=none
        done
        mv "$work"/*.pdf "$year/documents/$unit/"
        rmdir "$work"
    done
}

#       unit                date        complete personal unsigned changed
quarter 'Văn phòng'         2026-02-11  18 2 0 0
quarter 'Văn phòng'         2026-05-13  21 1 0 0
quarter 'Văn phòng'         2026-08-12  24 0 0 0
quarter 'Văn phòng'         2026-11-11  22 0 0 0
quarter 'Sở Nội vụ'         2026-02-12  12 5 2 0
quarter 'Sở Nội vụ'         2026-05-14  15 3 1 0
quarter 'Sở Nội vụ'         2026-08-13  17 2 0 1
quarter 'Sở Nội vụ'         2026-11-12  19 1 0 0
quarter 'Sở Y tế'           2026-02-13  9 4 4 0
quarter 'Sở Y tế'           2026-05-15  11 4 2 0
quarter 'Sở Y tế'           2026-08-14  13 3 1 0
quarter 'Sở Y tế'           2026-11-13  14 2 1 0
quarter 'UBND xã Tân Lập'   2026-02-16  3 6 5 0
quarter 'UBND xã Tân Lập'   2026-05-18  5 6 3 0
quarter 'UBND xã Tân Lập'   2026-08-17  8 4 2 1
quarter 'UBND xã Tân Lập'   2026-11-16  10 3 1 0
cp "$keys/root.pem" "$year/root.pem"
