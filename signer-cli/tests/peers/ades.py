"""What pyHanko's AdES validation says of the first signature: ades.py ROOT DAYS DOCUMENT...

DAYS from now on; nothing is fetched. One line for each document: its name and the (sub-)indication.
"""
import asyncio
import logging
import sys
from datetime import datetime, timedelta, timezone

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import (
    ValidationTimingInfo,
    ades_lta_validation,
)
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.authority import CertTrustAnchor
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

logging.disable(logging.CRITICAL)


async def main(root, days, names):
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=[load_cert_from_pemder(root)]),
        revinfo_policy=CertRevTrustPolicy(revocation_checking_policy=REQUIRE_REVINFO),
    )
    spec = SignatureValidationSpec(policy)
    at = datetime.now(timezone.utc) + timedelta(days=int(days))
    timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=True)
    for name in names:
        with open(name, "rb") as file:
            signatures = PdfFileReader(file).embedded_signatures
            result = await ades_lta_validation(signatures[0], PdfSignatureValidationSpec(spec), timing_info=timing)
            print(name, result.ades_subindic)


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
