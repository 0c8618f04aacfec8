//! Object identifiers that the toolkit knows, by the name their standard gives them.

pub use const_oid::ObjectIdentifier as Oid;

macro_rules! oids {
    ($($(#[$doc:meta])* $name:ident = $dotted:literal;)*) => {
        $($(#[$doc])* pub const $name: Oid = Oid::new_unwrap($dotted);)*
    };
}

oids! {
    /// id-data (RFC 5652, 4).
    ID_DATA = "1.2.840.113549.1.7.1";
    /// id-signedData (RFC 5652, 5.1).
    ID_SIGNED_DATA = "1.2.840.113549.1.7.2";
    /// id-encryptedData (RFC 5652, 8).
    ID_ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
    /// id-contentType (RFC 5652, 11.1).
    ID_CONTENT_TYPE = "1.2.840.113549.1.9.3";
    /// id-messageDigest (RFC 5652, 11.2).
    ID_MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    /// id-signingTime (RFC 5652, 11.3).
    ID_SIGNING_TIME = "1.2.840.113549.1.9.5";
    /// id-aa-CMSAlgorithmProtection (RFC 6211).
    ID_CMS_ALGORITHM_PROTECTION = "1.2.840.113549.1.9.52";
    /// id-aa-signingCertificate (RFC 2634, 5.4): SHA-1.
    ID_SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
    /// id-aa-signingCertificateV2 (RFC 5035, 3).
    ID_SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    /// id-aa-signatureTimeStampToken (RFC 3161, Appendix A).
    ID_SIGNATURE_TIME_STAMP_TOKEN = "1.2.840.113549.1.9.16.2.14";
    /// id-aa-ets-contentTimestamp (EN 319 122-1, 5.2.8).
    ID_CONTENT_TIME_STAMP = "1.2.840.113549.1.9.16.2.20";
    /// id-aa-ets-sigPolicyId (EN 319 122-1, 5.2.9).
    ID_SIGNATURE_POLICY = "1.2.840.113549.1.9.16.2.15";
    /// id-ct-TSTInfo (RFC 3161, 2.4.2).
    ID_TST_INFO = "1.2.840.113549.1.9.16.1.4";
    /// adbe-revocationInfoArchival (ISO 32000-2, 12.8.3.3.2).
    ADBE_REVOCATION_INFO_ARCHIVAL = "1.2.840.113583.1.1.8";

    /// id-ri-ocsp-response (RFC 5940, 2).
    ID_RI_OCSP_RESPONSE = "1.3.6.1.5.5.7.16.2";

    /// rsaEncryption (RFC 8017).
    RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
    /// id-RSASSA-PSS (RFC 8017).
    RSASSA_PSS = "1.2.840.113549.1.1.10";
    /// id-mgf1 (RFC 8017).
    MGF1 = "1.2.840.113549.1.1.8";
    /// md5WithRSAEncryption.
    MD5_WITH_RSA = "1.2.840.113549.1.1.4";
    /// sha1WithRSAEncryption.
    SHA1_WITH_RSA = "1.2.840.113549.1.1.5";
    /// sha1WithRSASignature, the older name of the OIW, still written by some.
    SHA1_WITH_RSA_OIW = "1.3.14.3.2.29";
    /// sha224WithRSAEncryption.
    SHA224_WITH_RSA = "1.2.840.113549.1.1.14";
    /// sha256WithRSAEncryption.
    SHA256_WITH_RSA = "1.2.840.113549.1.1.11";
    /// sha384WithRSAEncryption.
    SHA384_WITH_RSA = "1.2.840.113549.1.1.12";
    /// sha512WithRSAEncryption.
    SHA512_WITH_RSA = "1.2.840.113549.1.1.13";
    /// id-rsassa-pkcs1-v1-5-with-sha3-224.
    SHA3_224_WITH_RSA = "2.16.840.1.101.3.4.3.13";
    /// id-rsassa-pkcs1-v1-5-with-sha3-256.
    SHA3_256_WITH_RSA = "2.16.840.1.101.3.4.3.14";
    /// id-rsassa-pkcs1-v1-5-with-sha3-384.
    SHA3_384_WITH_RSA = "2.16.840.1.101.3.4.3.15";
    /// id-rsassa-pkcs1-v1-5-with-sha3-512.
    SHA3_512_WITH_RSA = "2.16.840.1.101.3.4.3.16";
    /// id-ecPublicKey (RFC 5480).
    EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    /// ecdsa-with-SHA1.
    ECDSA_WITH_SHA1 = "1.2.840.10045.4.1";
    /// ecdsa-with-SHA224.
    ECDSA_WITH_SHA224 = "1.2.840.10045.4.3.1";
    /// ecdsa-with-SHA256.
    ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    /// ecdsa-with-SHA384.
    ECDSA_WITH_SHA384 = "1.2.840.10045.4.3.3";
    /// ecdsa-with-SHA512.
    ECDSA_WITH_SHA512 = "1.2.840.10045.4.3.4";
    /// id-ecdsa-with-sha3-224.
    ECDSA_WITH_SHA3_224 = "2.16.840.1.101.3.4.3.9";
    /// id-ecdsa-with-sha3-256.
    ECDSA_WITH_SHA3_256 = "2.16.840.1.101.3.4.3.10";
    /// id-ecdsa-with-sha3-384.
    ECDSA_WITH_SHA3_384 = "2.16.840.1.101.3.4.3.11";
    /// id-ecdsa-with-sha3-512.
    ECDSA_WITH_SHA3_512 = "2.16.840.1.101.3.4.3.12";
    /// id-Ed25519 (RFC 8410).
    ED25519 = "1.3.101.112";
    /// id-Ed448 (RFC 8410).
    ED448 = "1.3.101.113";
    /// secp256r1, P-256.
    SECP256R1 = "1.2.840.10045.3.1.7";
    /// secp384r1, P-384.
    SECP384R1 = "1.3.132.0.34";
    /// secp521r1, P-521.
    SECP521R1 = "1.3.132.0.35";

    /// md5.
    MD5 = "1.2.840.113549.2.5";
    /// sha1.
    SHA1 = "1.3.14.3.2.26";
    /// sha224.
    SHA224 = "2.16.840.1.101.3.4.2.4";
    /// sha256.
    SHA256 = "2.16.840.1.101.3.4.2.1";
    /// sha384.
    SHA384 = "2.16.840.1.101.3.4.2.2";
    /// sha512.
    SHA512 = "2.16.840.1.101.3.4.2.3";
    /// sha3-224.
    SHA3_224 = "2.16.840.1.101.3.4.2.7";
    /// sha3-256.
    SHA3_256 = "2.16.840.1.101.3.4.2.8";
    /// sha3-384.
    SHA3_384 = "2.16.840.1.101.3.4.2.9";
    /// sha3-512.
    SHA3_512 = "2.16.840.1.101.3.4.2.10";
}
