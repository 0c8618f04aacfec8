"""Signs a PDF with pyHanko, so that our verifier meets signatures it did not make.

    sign.py MODE --pdf IN --key KEY.pem --chain CHAIN.pem --tsa-key KEY.pem --tsa-chain CHAIN.pem --output OUT

Modes: see `MODES`. Time-stamps say the time of --at; the time a signer claims is that of the clock.
"""

import argparse
import datetime

from asn1crypto import keys, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator.registry import SimpleCertificateStore

PKCS7 = fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED
CADES = fields.SigSeedSubFilter.PADES

MODES = {
    "pkcs7": {"subfilter": PKCS7},
    "pkcs7-sha512": {"subfilter": PKCS7, "md_algorithm": "sha512"},
    "cades": {"subfilter": CADES},
    "cades-pss": {"subfilter": CADES, "pss": True},
    "cades-timestamped": {"subfilter": CADES, "timestamped": True},
    "certified": {"subfilter": CADES, "certify": True},
    "document-timestamp": {"timestamp_only": True},
}


def load_key(path):
    with open(path, "rb") as file:
        _, _, der = pem.unarmor(file.read())
    return keys.PrivateKeyInfo.load(der)


def load_chain(path):
    with open(path, "rb") as file:
        return [x509.Certificate.load(der) for _, _, der in pem.unarmor(file.read(), multiple=True)]


def store(certificates):
    registry = SimpleCertificateStore()
    registry.register_multiple(certificates)
    return registry


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=MODES)
    for name in ("pdf", "key", "chain", "tsa-key", "tsa-chain", "output"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--field", default="Peer")
    parser.add_argument("--at", default="2026-06-01T00:00:00+00:00")
    arguments = parser.parse_args()
    mode = MODES[arguments.mode]
    at = datetime.datetime.fromisoformat(arguments.at)

    tsa_chain = load_chain(arguments.tsa_chain)
    authority = timestamps.DummyTimeStamper(
        tsa_cert=tsa_chain[0],
        tsa_key=load_key(arguments.tsa_key),
        certs_to_embed=store(tsa_chain[1:]),
        fixed_dt=at,
    )
    chain = load_chain(arguments.chain)
    signer = signers.SimpleSigner(
        signing_cert=chain[0],
        signing_key=load_key(arguments.key),
        cert_registry=store(chain[1:]),
        prefer_pss=mode.get("pss", False),
    )
    with open(arguments.pdf, "rb") as source, open(arguments.output, "wb") as output:
        # Not strict: hybrid cross-references are what some of our documents are about.
        writer = IncrementalPdfFileWriter(source, strict=False)
        if mode.get("timestamp_only"):
            signers.PdfTimeStamper(authority, field_name=arguments.field).timestamp_pdf(
                writer, md_algorithm="sha256", output=output
            )
            return
        # RFC 8419, 3: Ed25519 goes with SHA-512.
        default = "sha512" if chain[0].public_key.algorithm == "ed25519" else "sha256"
        metadata = signers.PdfSignatureMetadata(
            field_name=arguments.field,
            md_algorithm=mode.get("md_algorithm", default),
            subfilter=mode["subfilter"],
            certify=mode.get("certify", False),
            name="Peer",
        )
        signers.PdfSigner(
            metadata, signer, timestamper=authority if mode.get("timestamped") else None
        ).sign_pdf(writer, output=output)


if __name__ == "__main__":
    main()
