"""Meets a token through python-pkcs11, which knows nothing of this toolkit.

    pkcs11_token.py keys MODULE TOKEN PIN
        each private key, a line: its id in hexadecimal, its label
    pkcs11_token.py sign MODULE TOKEN PIN LABEL PDF OUTPUT
        pyHanko signs with the key and the certificate of this label
"""

import sys

import pkcs11
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session


def list_keys(session):
    for key in session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}):
        print(key[pkcs11.Attribute.ID].hex(), key[pkcs11.Attribute.LABEL])


def sign(session, label, source, destination):
    # SoftHSM2 lists no CKM_ECDSA_SHA256: pyHanko makes the digest itself.
    signer = PKCS11Signer(session, cert_label=label, key_label=label, use_raw_mechanism=True)
    metadata = PdfSignatureMetadata(field_name="Peer", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    with open(source, "rb") as file, open(destination, "wb") as output:
        PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(file), output=output)


def main():
    task, module, token, pin, *rest = sys.argv[1:]
    with open_pkcs11_session(module, token_criteria=TokenCriteria(label=token), user_pin=pin) as session:
        if task == "keys":
            list_keys(session)
        else:
            sign(session, *rest)


if __name__ == "__main__":
    main()
