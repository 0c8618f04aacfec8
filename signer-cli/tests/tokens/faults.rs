//! A module that misbehaves on command: each case ends in the right sentence, in both languages, and the right exit
//! status; a PIN is never spent twice.

use crate::faulty::Faulty;

/// What a run with a fault must end in.
struct Case {
    faults: &'static str,
    pin: &'static str,
    status: i32,
    english: &'static str,
    vietnamese: &'static str,
    /// How often a PIN was sent.
    log_ins: usize,
    /// How many of the three documents were signed.
    signed: usize,
}

const fn case(faults: &'static str, english: &'static str, vietnamese: &'static str, log_ins: usize) -> Case {
    Case { faults, pin: "1234", status: 4, english, vietnamese, log_ins, signed: 0 }
}

const fn good(faults: &'static str, english: &'static str, vietnamese: &'static str) -> Case {
    Case { status: 0, signed: 3, ..case(faults, english, vietnamese, 1) }
}

const CASES: [Case; 26] = [
    good("", "3 documents signed", "đã ký 3 tài liệu"),
    good("slow", "3 documents signed", "đã ký 3 tài liệu"),
    good("cant-lock", "3 documents signed", "đã ký 3 tài liệu"),
    good("hang-finalize", "3 documents signed", "đã ký 3 tài liệu"),
    good("id-lies", "3 documents signed", "đã ký 3 tài liệu"),
    good("raw-only", "3 documents signed", "đã ký 3 tài liệu"),
    good("pin-low", "a wrong PIN was given to the token faulty before; few tries are left", "còn ít lần thử"),
    good(
        "pin-pad",
        "type the PIN of the token faulty at the reader",
        "hãy nhập mã PIN của thiết bị faulty trên đầu đọc",
    ),
    Case {
        signed: 1,
        ..case(
            "removed=2",
            "the token was removed (C_Sign: CKR_DEVICE_REMOVED)",
            "thiết bị đã bị rút ra (C_Sign: CKR_DEVICE_REMOVED)",
            1,
        )
    },
    case(
        "absent",
        "there is no token in the reader (C_OpenSession: CKR_TOKEN_NOT_PRESENT)",
        "không có thiết bị trong đầu đọc",
        0,
    ),
    case(
        "wrong-signature",
        "a signature that its own certificate does not verify",
        "chữ ký không khớp với chính chứng thư số",
        1,
    ),
    case(
        "pin-final",
        "one try of the PIN is left before the token locks itself; it was not used",
        "lần thử này chưa bị dùng",
        0,
    ),
    case(
        "pin-locked",
        "the PIN of the token is locked after too many wrong tries",
        "mã PIN của thiết bị đã bị khoá",
        0,
    ),
    Case {
        pin: "9999", ..case("", "the PIN is wrong; it was sent once", "mã PIN sai; mã đã được gửi một lần", 1)
    },
    Case { pin: "9999", ..case("pin-low", "it was sent once, and few tries are left", "và còn ít lần thử", 1) },
    Case {
        pin: "123", ..case("", "a length that the token does not take; it was not sent", "mã chưa được gửi", 0)
    },
    case("pin-pad-wrong", "the PIN is wrong; it was sent once", "mã PIN sai; mã đã được gửi một lần", 1),
    case(
        "pin-pad-cancelled",
        "the signing was cancelled at the reader (C_Login: CKR_FUNCTION_CANCELED)",
        "việc ký đã bị huỷ trên đầu đọc",
        1,
    ),
    case(
        "garbage-signature-length",
        "the module does not follow the standard (C_Sign: CKR_BUFFER_TOO_SMALL)",
        "mô-đun không theo đúng tiêu chuẩn (C_Sign",
        1,
    ),
    case(
        "garbage-attribute-length",
        "the module does not follow the standard (C_GetAttributeValue",
        "mô-đun không theo đúng tiêu chuẩn",
        0,
    ),
    case(
        "garbage-slot-count",
        "the module does not follow the standard (C_GetSlotList",
        "mô-đun không theo đúng tiêu chuẩn (C_GetSlotList",
        0,
    ),
    case(
        "garbage-object-count",
        "the module does not follow the standard (C_FindObjects",
        "mô-đun không theo đúng tiêu chuẩn (C_FindObjects",
        0,
    ),
    case("pin-locks", "the PIN of the token is locked after too many wrong tries", "mã PIN của thiết bị đã bị khoá", 1),
    case("pin-expired", "the PIN has to be changed before the token signs", "phải đổi mã PIN trước khi thiết bị ký", 1),
    good("always-authenticate", "3 documents signed", "đã ký 3 tài liệu"),
    case(
        "always-authenticate,pin-wrong-each-time",
        "the PIN is wrong; it was sent once",
        "mã PIN sai; mã đã được gửi một lần",
        1,
    ),
];

/// What is wrong with how the case ended, if anything.
fn fault_of(case: &Case, language: &str, words: &str) -> Option<String> {
    let faulty = Faulty::with_documents(3);
    std::fs::write(faulty.path("pin"), case.pin).unwrap();
    let output = faulty.command_in(language, case.faults, &["--jobs", "1"]).output().unwrap();
    let said = crate::desk::said(&output);
    let what = format!("{} with {} in {language}: {said}", case.faults, case.pin);
    let hint = if language == "en" { "hint" } else { "gợi ý" };
    let left = std::fs::read_dir(faulty.path("out")).into_iter().flatten().flatten().count();
    let wrong = [
        // A crash has no exit status.
        ("status", output.status.code() == Some(case.status)),
        ("sentence", said.contains(words)),
        ("log-ins", faulty.count("login") == case.log_ins),
        ("results", faulty.results() == case.signed),
        ("something half-written", left == case.signed),
        ("what to do", case.status == 0 || said.contains(hint)),
    ];
    let wrong: Vec<_> = wrong.iter().filter(|(_, right)| !right).map(|(name, _)| *name).collect();
    (!wrong.is_empty()).then(|| format!("{wrong:?}: {what}"))
}

#[test]
fn every_fault_ends_in_its_sentence_in_english() {
    let wrong: Vec<_> = CASES.iter().filter_map(|case| fault_of(case, "en", case.english)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_fault_ends_in_its_sentence_in_vietnamese() {
    let wrong: Vec<_> = CASES.iter().filter_map(|case| fault_of(case, "vi", case.vietnamese)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_key_that_asks_each_time_is_asked_at_the_reader_each_time() {
    let faulty = Faulty::with_documents(3);
    let signed = faulty.sign("pin-pad,always-authenticate", &[]);
    assert!(signed.status.success(), "{}", crate::desk::said(&signed));
    faulty.every_result_is_sound();
    assert_eq!((faulty.count("login"), faulty.count("login-for-one-signature")), (1, 3));
    assert_eq!(faulty.count("at-reader"), 4);
}

#[test]
fn a_pin_that_is_refused_at_a_signature_is_sent_once_by_all_workers_together() {
    let faulty = Faulty::with_documents(12);
    let signed = faulty.sign("always-authenticate,pin-wrong-each-time,slow", &["--jobs", "8"]);
    assert_eq!((signed.status.code(), faulty.results()), (Some(4), 0), "{}", crate::desk::said(&signed));
    assert_eq!((faulty.count("login"), faulty.count("login-for-one-signature")), (1, 1));
}

#[test]
fn every_worker_together_sends_a_pin_once() {
    let faulty = Faulty::with_documents(12);
    std::fs::write(faulty.path("pin"), "9999").unwrap();
    let signed = faulty.sign("", &["--jobs", "8"]);
    assert_eq!((signed.status.code(), faulty.count("login"), faulty.results()), (Some(4), 1, 0));
}
