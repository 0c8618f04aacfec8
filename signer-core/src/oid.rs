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
    /// id-dsa (RFC 3279, 2.3.2).
    DSA = "1.2.840.10040.4.1";
    /// id-dsa-with-sha1 (RFC 3279, 2.2.2).
    DSA_WITH_SHA1 = "1.2.840.10040.4.3";
    /// id-dsa-with-sha224 (RFC 5758, 3.1).
    DSA_WITH_SHA224 = "2.16.840.1.101.3.4.3.1";
    /// id-dsa-with-sha256 (RFC 5758, 3.1).
    DSA_WITH_SHA256 = "2.16.840.1.101.3.4.3.2";
    /// id-ecPublicKey (RFC 5480).
    EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    /// id-ecSigType, the arc of the ECDSA algorithms (ANSI X9.62).
    ECDSA_SIGNATURES = "1.2.840.10045.4";
    /// ecdsa-with-SHA2, which leaves the digest to be told elsewhere (ANSI X9.62).
    ECDSA_WITH_SPECIFIED = "1.2.840.10045.4.3";
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

// Certificates: extensions (RFC 5280, 4.2), their purposes and methods, attribute types of names.
oids! {
    /// id-ce-subjectKeyIdentifier (RFC 5280, 4.2.1.2).
    SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    /// id-ce-keyUsage (RFC 5280, 4.2.1.3).
    KEY_USAGE = "2.5.29.15";
    /// id-ce-subjectAltName (RFC 5280, 4.2.1.6).
    SUBJECT_ALT_NAME = "2.5.29.17";
    /// id-ce-issuerAltName (RFC 5280, 4.2.1.7).
    ISSUER_ALT_NAME = "2.5.29.18";
    /// id-ce-basicConstraints (RFC 5280, 4.2.1.9).
    BASIC_CONSTRAINTS = "2.5.29.19";
    /// id-ce-nameConstraints (RFC 5280, 4.2.1.10).
    NAME_CONSTRAINTS = "2.5.29.30";
    /// id-ce-cRLDistributionPoints (RFC 5280, 4.2.1.13).
    CRL_DISTRIBUTION_POINTS = "2.5.29.31";
    /// id-ce-certificatePolicies (RFC 5280, 4.2.1.4).
    CERTIFICATE_POLICIES = "2.5.29.32";
    /// id-ce-policyMappings (RFC 5280, 4.2.1.5).
    POLICY_MAPPINGS = "2.5.29.33";
    /// id-ce-authorityKeyIdentifier (RFC 5280, 4.2.1.1).
    AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    /// id-ce-policyConstraints (RFC 5280, 4.2.1.11).
    POLICY_CONSTRAINTS = "2.5.29.36";
    /// id-ce-extKeyUsage (RFC 5280, 4.2.1.12).
    EXTENDED_KEY_USAGE = "2.5.29.37";
    /// id-ce-inhibitAnyPolicy (RFC 5280, 4.2.1.14).
    INHIBIT_ANY_POLICY = "2.5.29.54";
    /// id-pe-authorityInfoAccess (RFC 5280, 4.2.2.1).
    AUTHORITY_INFO_ACCESS = "1.3.6.1.5.5.7.1.1";
    /// id-ad-ocsp (RFC 5280, 4.2.2.1).
    ACCESS_OCSP = "1.3.6.1.5.5.7.48.1";
    /// id-ad-caIssuers (RFC 5280, 4.2.2.1).
    ACCESS_CA_ISSUERS = "1.3.6.1.5.5.7.48.2";
    /// id-ce-cRLNumber (RFC 5280, 5.2.3).
    CRL_NUMBER = "2.5.29.20";
    /// id-ce-cRLReasons (RFC 5280, 5.3.1).
    REASON_CODE = "2.5.29.21";
    /// id-ce-invalidityDate (RFC 5280, 5.3.2).
    INVALIDITY_DATE = "2.5.29.24";
    /// id-ce-deltaCRLIndicator (RFC 5280, 5.2.4).
    DELTA_CRL_INDICATOR = "2.5.29.27";
    /// id-ce-issuingDistributionPoint (RFC 5280, 5.2.5).
    ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    /// id-ce-certificateIssuer (RFC 5280, 5.3.3).
    CERTIFICATE_ISSUER = "2.5.29.29";
    /// id-ce-freshestCRL (RFC 5280, 5.2.6).
    FRESHEST_CRL = "2.5.29.46";
    /// id-ce-expiredCertsOnCRL (X.509, 9.5.2.8).
    EXPIRED_CERTS_ON_CRL = "2.5.29.60";
    /// anyPolicy (RFC 5280, 4.2.1.4).
    ANY_POLICY = "2.5.29.32.0";
    /// id-kp-OCSPSigning (RFC 6960, 4.2.2.2).
    OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    /// id-pkix-ocsp-basic (RFC 6960, 4.2.1).
    OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1";
    /// id-pkix-ocsp-nonce (RFC 8954).
    OCSP_NONCE = "1.3.6.1.5.5.7.48.1.2";
    /// id-pkix-ocsp-nocheck (RFC 6960, 4.2.2.2.1).
    OCSP_NO_CHECK = "1.3.6.1.5.5.7.48.1.5";
    /// id-pkix-ocsp-archive-cutoff (RFC 6960, 4.4.4).
    OCSP_ARCHIVE_CUTOFF = "1.3.6.1.5.5.7.48.1.6";
    /// id-ce-noRevAvail (RFC 9608).
    NO_REVOCATION_AVAILABLE = "2.5.29.56";
    /// ext-etsi-valassured-ST-certs (EN 319 412-1, 5.2.2).
    VALIDITY_ASSURED_SHORT_TERM = "0.4.0.194121.2.1";
    /// id-aa-ets-certValues (EN 319 122-1, A.1.1.2).
    ID_CERTIFICATE_VALUES = "1.2.840.113549.1.9.16.2.23";
    /// id-aa-ets-revocationValues (EN 319 122-1, A.1.2.2).
    ID_REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24";
    /// id-kp-timeStamping (RFC 5280, 4.2.1.12).
    TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

    /// id-at-commonName.
    COMMON_NAME = "2.5.4.3";
    /// id-at-surname.
    SURNAME = "2.5.4.4";
    /// id-at-serialNumber: a number of the subject, not of the certificate.
    SERIAL_NUMBER = "2.5.4.5";
    /// id-at-countryName.
    COUNTRY = "2.5.4.6";
    /// id-at-localityName.
    LOCALITY = "2.5.4.7";
    /// id-at-stateOrProvinceName.
    STATE = "2.5.4.8";
    /// id-at-streetAddress.
    STREET = "2.5.4.9";
    /// id-at-organizationName.
    ORGANIZATION = "2.5.4.10";
    /// id-at-organizationalUnitName.
    ORGANIZATIONAL_UNIT = "2.5.4.11";
    /// id-at-title.
    TITLE = "2.5.4.12";
    /// id-at-givenName.
    GIVEN_NAME = "2.5.4.42";
    /// id-at-organizationIdentifier (EN 319 412-1, 5.1.4).
    ORGANIZATION_IDENTIFIER = "2.5.4.97";
    /// id-emailAddress (PKCS #9).
    EMAIL_ADDRESS = "1.2.840.113549.1.9.1";
    /// 0.9.2342.19200300.100.1.25, domainComponent (RFC 4519).
    DOMAIN_COMPONENT = "0.9.2342.19200300.100.1.25";
    /// 0.9.2342.19200300.100.1.1, uid (RFC 4519).
    USER_ID = "0.9.2342.19200300.100.1.1";
}
