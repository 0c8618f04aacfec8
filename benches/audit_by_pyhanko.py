"""Validates the documents named on standard input with pyHanko as a library, in two processes; prints how many are valid.

    find FOLDER/documents -name '*.pdf' | python audit_by_pyhanko.py FOLDER/root.pem

Every signature with its time-stamp, and every status from the document's security store; nothing is fetched.
"""

import asyncio
import logging
import sys
from datetime import datetime, timezone
from multiprocessing import Pool

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore

logging.disable(logging.CRITICAL)
ROOT = load_cert_from_pemder(sys.argv[1])
ASKED = {
    "trust_roots": [ROOT],
    "allow_fetching": False,
    "revocation_mode": "hard-fail",
    "moment": datetime(2026, 6, 2, tzinfo=timezone.utc),
}


async def are_good(reader):
    context = DocumentSecurityStore.read_dss(reader).as_validation_context(ASKED)
    for signature in reader.embedded_signatures:
        status = await async_validate_pdf_signature(
            signature, signer_validation_context=context, ts_validation_context=context
        )
        stamp = status.timestamp_validity
        if not (status.bottom_line and status.trusted and stamp is not None and stamp.valid and stamp.trusted):
            return False
    return True


def is_valid(path):
    with open(path, "rb") as file:
        return asyncio.run(are_good(PdfFileReader(file)))


if __name__ == "__main__":
    paths = sys.stdin.read().split("\n")
    with Pool(2) as pool:
        print(sum(pool.map(is_valid, [path for path in paths if path], chunksize=4)))
