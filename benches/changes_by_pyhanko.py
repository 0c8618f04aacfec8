"""Verifies every signature of a file with pyHanko, later changes included: seconds, and peak memory of the process.

    changes_by_pyhanko.py FILE ROOT.pem SIGNATURES
"""

import datetime
import logging
import resource
import sys
import time

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

logging.disable(logging.CRITICAL)
file, root, signatures = sys.argv[1:]
with open(root, "rb") as source:
    anchor = x509.Certificate.load(pem.unarmor(source.read())[2])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
with open(file, "rb") as source:
    reader = PdfFileReader(source)
    levels = []
    for signature in reader.embedded_signatures:
        # The certificates of the test are valid then.
        moment = signature.self_reported_timestamp or datetime.datetime.now(datetime.timezone.utc)
        context = ValidationContext(trust_roots=[anchor], moment=moment, allow_fetching=False)
        status = validate_pdf_signature(signature, context)
        levels.append(status.modification_level.name if status.modification_level else "NONE")
seconds = time.perf_counter() - start
assert len(levels) == int(signatures), levels
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(f"{signatures} signatures, pyHanko: {seconds:.3f} s, {peak - before} KB more than at its start; {set(levels)}")
