"""What pyHanko's AdES validation says of the first signature: ades.py ROOT (TIME CERTIFICATE... CRL... DOCUMENT...)...

Judged at each TIME (RFC 3339) with these (.pem, .crl) beside what the documents (.pdf) hold; nothing is fetched, every
status is required. One line for each document: its name, the indication, and the sub-indication.

pyHanko's clock stands at TIME. EN 319 102-1 has one current time for a validation (5.6.2.2, step 1); pyHanko reads the
clock again and again, so that a certificate of which nothing else is known exists some microseconds after the control
time; and it takes the present day, not the time that it is told, for what exists "now".
"""
import asyncio
import datetime
import logging
import sys

from asn1crypto.crl import CertificateList
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import (
    ValidationTimingInfo,
    ades_basic_validation,
    ades_lta_validation,
)
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    FreshnessReqType,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

logging.disable(logging.CRITICAL)
CLOCK = datetime.datetime


class Stopped(CLOCK):
    at = None

    @classmethod
    def now(cls, tz=None):
        return cls.at.astimezone(tz)


for name, module in list(sys.modules.items()):
    if name.startswith("pyhanko") and getattr(module, "datetime", None) is CLOCK:
        module.datetime = Stopped


async def judge(name, spec, at):
    timing = ValidationTimingInfo(
        validation_time=at, best_signature_time=at, point_in_time_validation=True
    )
    with open(name, "rb") as file:
        signature = PdfFileReader(file).embedded_signatures[0]
        # A signature without any time-stamp is a basic one: 5.3, not 5.6.
        if len(signature.reader.embedded_signatures) == 1 and not signature.signer_info["unsigned_attrs"]:
            return await ades_basic_validation(
                signature.signed_data,
                spec,
                timing_info=timing,
                raw_digest=signature.compute_digest(),
            )
        return await ades_lta_validation(
            signature, PdfSignatureValidationSpec(spec), timing_info=timing
        )


async def main(root, time, names):
    Stopped.at = at = CLOCK.fromisoformat(time.replace("Z", "+00:00"))
    lists = []
    for name in (name for name in names if name.endswith(".crl")):
        with open(name, "rb") as file:
            lists.append(CRLContainer(CertificateList.load(file.read())))
    # The anchor among them: pyHanko looks there for who signed a list.
    certificates = [load_cert_from_pemder(name) for name in [root, *names] if name.endswith(".pem")]
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=[load_cert_from_pemder(root)]),
        # EN 319 102-1, 5.2.5.4.
        revinfo_policy=CertRevTrustPolicy(
            revocation_checking_policy=REQUIRE_REVINFO,
            freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
        ),
    )
    spec = SignatureValidationSpec(
        policy, local_knowledge=LocalKnowledge(known_crls=lists, known_certs=certificates)
    )
    for name in (name for name in names if name.endswith(".pdf")):
        found = (await judge(name, spec, at)).ades_subindic
        words = "TOTAL-PASSED" if found == AdESPassed.OK else f"{type(found).__name__[4:].upper()} {found.name}"
        print(name, words)


rest = sys.argv[2:]
while rest:
    size = next((at for at in range(1, len(rest)) if "." not in rest[at]), len(rest))
    asyncio.run(main(sys.argv[1], rest[0], rest[1:size]))
    rest = rest[size:]
