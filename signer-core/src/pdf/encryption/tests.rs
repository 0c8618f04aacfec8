//! Known answers: dictionaries, strings and streams as another program (qpdf 11.3) encrypted them.

use super::*;
use crate::pdf::PdfString;

const ID: &[u8] = b"0123456789abcdef";
const TITLE: &[u8] = b"a short title";

struct Known {
    version: i64,
    revision: i64,
    length: i64,
    method: Option<&'static str>,
    encrypt_metadata: bool,
    permissions: i64,
    owner: &'static str,
    user: &'static str,
    owner_key: &'static str,
    user_key: &'static str,
    perms: &'static str,
    /// The title, of object 2 0.
    title: &'static str,
}

const R2: Known = Known {
    version: 1,
    revision: 2,
    length: 40,
    method: None,
    encrypt_metadata: true,
    permissions: -4,
    owner: "94e8094419662a774442fb072e3d9f19e9d130ec09a4d0061e78fe920f7ab62f",
    user: "76ca91e329fa928551771a26e5fc48d9d147e1613e07cb56f73245e2af4373b2",
    owner_key: "",
    user_key: "",
    perms: "",
    title: "3bf148f9cd9507b6318fd1a845",
};

const R3: Known = Known {
    version: 2,
    revision: 3,
    length: 128,
    owner: "0ba3835f88f90388e74e54584125ce142be0de24c6b0d37746e075b891756671",
    user: "2631991ca1f681670aba5dedd81f812b0122456a91bae5134273a6db134c87c4",
    title: "7fdcf7e03d02302a3c53fba0fd",
    ..R2
};

const R4_RC4: Known = Known { version: 4, revision: 4, method: Some("V2"), ..R3 };

const R4_AES: Known = Known {
    method: Some("AESV2"),
    title: "0e1c2a38465462707e8c9aa8b6c4d2e0f1514497a0d45752e80fc718d280870e",
    ..R4_RC4
};

const R4_CLEAR_METADATA: Known = Known {
    encrypt_metadata: false,
    user: "d9e5eb44fa6dec4aaa0322a1bbf464ae0122456a91bae5134273a6db134c87c4",
    title: "0e1c2a38465462707e8c9aa8b6c4d2e0a9564af0d261bfd292eed1808d112071",
    ..R4_AES
};

const R5: Known = Known {
    version: 5,
    revision: 5,
    length: 256,
    method: Some("AESV3"),
    encrypt_metadata: true,
    permissions: -4,
    owner: "fd8d72820abd8b30e365d2c5764c11908036c33c394e9712aef8f8f72fe2c46d0dbfca83b821387b1fba096dba3f2540",
    user: "309b9bc529fd99d60e4d59a05edceacccc62a78f460512bbd4e113c2371f53044898f59cc9f0c9d28b02f9edce80c56d",
    owner_key: "55b1d7fdd54320ea52e260fd04bb1e9870406837e7443066b6877cf0c7409cd5",
    user_key: "f7748d1313ebe28f69fbb1a96218c980db5b8a81e6509e8cde9193b2b9a1ce08",
    perms: "bb7b7a6e231571f811e3e376f5007798",
    title: "0e1c2a38465462707e8c9aa8b6c4d2e07673e528d587f5844f1d07a89788d35f",
};

const R6: Known = Known {
    revision: 6,
    owner: "7cc514c32296f2cad837d870ffc36dd4153cfecfd8a9d5e177d7c955351f55635ab690641a63798b99af615526fff45f",
    user: "7b6310e896df1d9a002ecc46df09cf8b641f9255111d751969da7bcb4fbb2a9ae2fa5c8640df34f760e2c1311abee740",
    owner_key: "acd6b9995c61fb37b2e29d629a8c2eb4f6dae9a50dbd9857e8c803bf8f8cdbf5",
    user_key: "38cf160729f71647695656dea7d4266e79a0a89c870f64a6f9efabb141208ba7",
    perms: "f406612391f672730165be159dbe56cf",
    title: "0e1c2a38465462707e8c9aa8b6c4d2e070cf271babfa359c33d2f108ef9e84c0",
    ..R5
};

/// User password `mật khẩu`, owner password `chủ sở hữu`.
const R6_VIETNAMESE: Known = Known {
    owner: "7f1c062602cd537ece4dc880383f42c8d9b6c6ebe676ee11484ec5747367ca26b5e0e5e91494fec4b91c62e9f0ca60f7",
    user: "cb0290fc7369160eb073d1e9adb588f578d57b221b412f8a4893327fafcb067b975e565bb492e7237dfe0d721eac1e02",
    owner_key: "c944ea5a52d8ac7f363e4e9b345d541a4d2fdec134922f538223bafe78d4c58c",
    user_key: "23cbe602778fb23226af0c9bc65c09b6bdf7d9a8a45eec5c6f3b5c4a3b36a30b",
    perms: "4fd7acc58f7e614da998a016dfedf427",
    title: "0e1c2a38465462707e8c9aa8b6c4d2e0a564bf08b80b6a3abbb01718cde38f30",
    ..R6
};

/// Made with "no modification at all".
const R6_RESTRICTED: Known = Known {
    permissions: -1324,
    owner: "eabdb97c8bd63eeff3ce6be33d5638ff83cadb577690421c1b5c8092c56758cc033054d5249b7cec434db4895de8b6ed",
    user: "937c0a2485f30731452f95e21ced9090ec0d3b8021c12db25cb0143591b8449a08a06296e6fc1fb38c7432d8dfa9aae2",
    owner_key: "924980ed9f14da5819afe64608c5c23f113fa73e38bea83c69f495ff2f0ed292",
    user_key: "ace8aa8a5de18da8bfe549ae509da4e746ef7279b7a4d7bc510c7f602348374d",
    perms: "ef78799283450d40e02be2e3a3e9376d",
    title: "0e1c2a38465462707e8c9aa8b6c4d2e080bb542d280c9f5c22131bfb8b11bb90",
    ..R6
};

const ALL: [&Known; 7] = [&R2, &R3, &R4_RC4, &R4_AES, &R4_CLEAR_METADATA, &R5, &R6];

impl Known {
    fn dictionary(&self) -> Dictionary {
        let mut dictionary = Dictionary::new();
        dictionary.insert("Filter", Object::name("Standard"));
        dictionary.insert("V", self.version);
        dictionary.insert("R", self.revision);
        dictionary.insert("Length", self.length);
        dictionary.insert("P", self.permissions);
        dictionary.insert("EncryptMetadata", Object::Boolean(self.encrypt_metadata));
        let strings =
            [("O", self.owner), ("U", self.user), ("OE", self.owner_key), ("UE", self.user_key), ("Perms", self.perms)];
        for (key, value) in strings.into_iter().filter(|(_, value)| !value.is_empty()) {
            dictionary.insert(key, PdfString::literal(hex::decode(value).unwrap()));
        }
        if let Some(method) = self.method {
            let mut filter = Dictionary::new();
            filter.insert("CFM", Object::name(method));
            let mut filters = Dictionary::new();
            filters.insert("StdCF", filter);
            dictionary.insert("CF", filters);
            dictionary.insert("StmF", Object::name("StdCF"));
            dictionary.insert("StrF", Object::name("StdCF"));
        }
        dictionary
    }

    fn open(&self, password: &str) -> Encryption {
        Encryption::open(&self.dictionary(), ID, Some(password.as_bytes())).unwrap()
    }

    fn title(&self) -> Vec<u8> {
        hex::decode(self.title).unwrap()
    }
}

fn id(number: u32) -> ObjectId {
    ObjectId::new(number, 0)
}

#[test]
fn the_user_password_opens_every_revision() {
    for known in ALL {
        let encryption = known.open("user");
        assert_eq!(encryption.access(), Access::User, "revision {}", known.revision);
        assert_eq!(encryption.decrypt_string(id(2), &known.title()).unwrap(), TITLE, "revision {}", known.revision);
        assert!(encryption.permissions_confirmed(), "revision {}", known.revision);
    }
}

#[test]
fn the_owner_password_opens_every_revision() {
    for known in ALL {
        let encryption = known.open("owner");
        assert_eq!(encryption.access(), Access::Owner, "revision {}", known.revision);
        assert_eq!(encryption.decrypt_string(id(2), &known.title()).unwrap(), TITLE, "revision {}", known.revision);
    }
}

#[test]
fn a_wrong_password_leaves_the_document_locked() {
    for known in ALL {
        let encryption = known.open("guess");
        assert_eq!(encryption.access(), Access::Locked);
        let refused = encryption.decrypt_string(id(2), &known.title());
        assert!(matches!(refused, Err(Error::Forbidden(Forbidden::Encrypted))));
    }
}

#[test]
fn a_vietnamese_password_opens_in_any_normal_form() {
    use unicode_normalization::UnicodeNormalization as _;
    assert_eq!(R6_VIETNAMESE.open("mật khẩu").access(), Access::User);
    assert_eq!(R6_VIETNAMESE.open("chủ sở hữu").access(), Access::Owner);
    let decomposed: String = "mật khẩu".nfd().collect();
    let encryption = R6_VIETNAMESE.open(&decomposed);
    assert_eq!(encryption.decrypt_string(id(2), &R6_VIETNAMESE.title()).unwrap(), TITLE);
}

#[test]
fn what_is_encrypted_decrypts_again_and_only_for_its_object() {
    for known in ALL {
        let encryption = known.open("user");
        let sealed = encryption.encrypt_string(id(77), b"Nguy\xe1\xbb\x85n").unwrap();
        assert_eq!(encryption.decrypt_string(id(77), &sealed).unwrap(), b"Nguy\xe1\xbb\x85n");
        if known.version < 5 {
            assert_ne!(encryption.decrypt_string(id(78), &sealed).ok().as_deref(), Some(&b"Nguy\xe1\xbb\x85n"[..]));
        }
    }
}

#[test]
fn initialisation_vectors_differ_by_content_and_object() {
    let encryption = R6.open("user");
    let vector = |number, text: &[u8]| encryption.encrypt_string(id(number), text).unwrap()[..16].to_vec();
    assert_ne!(vector(1, b"a"), vector(1, b"b"));
    assert_ne!(vector(1, b"a"), vector(2, b"a"));
    assert_eq!(vector(1, b"a"), vector(1, b"a"));
}

#[test]
fn metadata_left_clear_is_not_decrypted() {
    let mut metadata = Dictionary::new();
    metadata.insert("Type", Object::name("Metadata"));
    let encryption = R4_CLEAR_METADATA.open("user");
    assert!(encryption.leaves_stream(&metadata).unwrap());
    assert_eq!(encryption.decrypt_stream(id(9), &metadata, b"<?xpacket").unwrap(), b"<?xpacket");
    assert!(!R4_AES.open("user").leaves_stream(&metadata).unwrap());
}

#[test]
fn a_stream_with_the_identity_filter_stays_as_it_is() {
    let mut stream = Dictionary::new();
    stream.insert("Filter", vec![Object::name("Crypt"), Object::name("FlateDecode")]);
    assert!(R6.open("user").leaves_stream(&stream).unwrap());
    stream.insert("DecodeParms", vec![Object::Reference(id(3)), Object::Null]);
    assert!(R6.open("user").leaves_stream(&stream).is_err());
}

#[test]
fn a_cross_reference_stream_is_never_encrypted() {
    let mut stream = Dictionary::new();
    stream.insert("Type", Object::name("XRef"));
    assert!(R6.open("user").leaves_stream(&stream).unwrap());
}

#[test]
fn permissions_changed_without_the_key_are_not_confirmed() {
    let mut dictionary = R6_RESTRICTED.dictionary();
    assert!(R6_RESTRICTED.open("user").permissions_confirmed());
    dictionary.insert("P", -4);
    let encryption = Encryption::open(&dictionary, ID, Some(b"user")).unwrap();
    assert_eq!(encryption.access(), Access::User);
    assert!(!encryption.permissions_confirmed());
}

#[test]
fn permissions_are_read_by_their_bits() {
    let free = R6.open("user").permissions();
    assert!(free.fill_fields() && free.create_fields());
    let bound = R6_RESTRICTED.open("user").permissions();
    assert!(!bound.fill_fields() && !bound.create_fields());
}

#[test]
fn a_foreign_handler_is_unsupported_not_locked() {
    let mut dictionary = R6.dictionary();
    dictionary.insert("Filter", Object::name("Adobe.PubSec"));
    let encryption = Encryption::open(&dictionary, ID, None).unwrap();
    assert_eq!(encryption.access(), Access::Unsupported);
    assert!(matches!(encryption.decrypt_string(id(2), b"x"), Err(Error::Malformed(_))));
}

#[test]
fn the_contents_of_a_signature_stay_as_they_are() {
    let mut dictionary = Dictionary::new();
    dictionary.insert("ByteRange", vec![Object::Integer(0)]);
    dictionary.insert("Contents", PdfString::hexadecimal(&b"CMS"[..]));
    dictionary.insert("Prop_Build", vec![Object::String(PdfString::literal(&b"nested"[..]))]);
    let plain = Object::Dictionary(dictionary);
    let encryption = R6.open("user");
    let mut sealed = plain.clone();
    encryption.encrypt_object(id(5), &mut sealed).unwrap();
    let octets = |object: &Object, key| object.as_dictionary().and_then(|d| d.get(key)).cloned();
    assert_eq!(octets(&sealed, "Contents"), octets(&plain, "Contents"));
    assert_ne!(octets(&sealed, "Prop_Build"), octets(&plain, "Prop_Build"));
    encryption.decrypt_object(id(5), &mut sealed).unwrap();
    assert_eq!(sealed, plain);
}

#[test]
fn a_missing_length_is_taken_as_the_default_or_as_what_opens() {
    let mut dictionary = R3.dictionary();
    dictionary.remove("Length");
    assert_eq!(Encryption::open(&dictionary, ID, Some(b"user")).unwrap().access(), Access::User);
}

#[test]
fn a_salt_for_message_authentication_is_seen() {
    let mut dictionary = R6.dictionary();
    assert!(!Encryption::open(&dictionary, ID, None).unwrap().is_authenticated());
    dictionary.insert("KDFSalt", PdfString::hexadecimal(&[7; 32][..]));
    assert!(Encryption::open(&dictionary, ID, None).unwrap().is_authenticated());
}

#[test]
fn the_key_is_not_shown() {
    let encryption = R6.open("user");
    let key = hex::encode(encryption.key.as_ref().unwrap().as_slice());
    let shown = format!("{encryption:?}");
    assert!(!shown.contains("key") && !shown.contains(&key));
}
