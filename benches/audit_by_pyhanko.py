"""Validates the documents named on standard input with pyHanko as a library, in two processes; prints how many are valid.

    find FOLDER/documents -name '*.pdf' | python audit_by_pyhanko.py FOLDER/root.pem
"""

import asyncio
import logging
import sys
from datetime import datetime, timezone
from multiprocessing import Pool

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ltv import RevocationInfoValidationType, async_validate_pdf_ltv_signature
from pyhanko_certvalidator import ValidationContext

logging.disable(logging.CRITICAL)
ROOT = load_cert_from_pemder(sys.argv[1])
NOW = datetime(2026, 6, 2, tzinfo=timezone.utc)


def is_valid(path):
    """Whether both signatures are, with their time-stamps and what the security store holds."""
    with open(path, "rb") as file:
        for signature in PdfFileReader(file).embedded_signatures:
            status = asyncio.run(
                async_validate_pdf_ltv_signature(
                    signature,
                    RevocationInfoValidationType.PADES_LT,
                    {"trust_roots": [ROOT], "allow_fetching": False, "moment": NOW},
                    bootstrap_validation_context=ValidationContext(
                        trust_roots=[ROOT], allow_fetching=False, moment=NOW
                    ),
                )
            )
            if not (status.bottom_line and status.intact and status.valid and status.trusted):
                return False
    return True


if __name__ == "__main__":
    paths = sys.stdin.read().split("\n")
    with Pool(2) as pool:
        print(sum(pool.map(is_valid, [path for path in paths if path], chunksize=4)))
