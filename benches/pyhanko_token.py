"""Signs documents with a token by pyHanko over python-pkcs11, and prints how many a second.

Arguments: module, token label, PIN of the throw-away token, label of key and certificate, documents.
"""

import sys
import time
from io import BytesIO

from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

module, token, pin, label, *documents = sys.argv[1:]
session = open_pkcs11_session(module, token_criteria=TokenCriteria(label=token), user_pin=pin)
signer = PKCS11Signer(session, cert_label=label, key_label=label)
metadata = PdfSignatureMetadata(field_name="Signature1", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
pdf_signer = PdfSigner(metadata, signer)
begun = time.monotonic()
for path in documents:
    with open(path, "rb") as file:
        writer = IncrementalPdfFileWriter(BytesIO(file.read()))
    with open(path + ".peer", "wb") as out:
        pdf_signer.sign_pdf(writer, output=out)
print(len(documents) / (time.monotonic() - begun))
