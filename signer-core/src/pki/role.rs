//! Whether a certificate is a person's or an organisation's. Nothing in a Vietnamese certificate says so: this is a
//! guess from its names, and who shows it says that it is one.

use super::certificate::Certificate;
use super::name::{Name, normal_text};
use crate::oid;

/// Whose signature it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// A natural person's.
    Personal,
    /// An organisation's: the seal.
    Organisation,
    /// The names do not tell.
    Unknown,
}

/// Guesses from the subject and the e-mail addresses.
#[must_use]
pub fn guess(certificate: &Certificate) -> Role {
    guess_from(certificate.subject(), &certificate.emails())
}

fn guess_from(subject: &Name, emails: &[String]) -> Role {
    let Some(name) = subject.common_name() else { return Role::Unknown };
    if let Some(role) = role_of_number(subject) {
        return role;
    }
    let words = normal_text(name);
    if is_own_organisation(subject, &words) || begins_as_an_organisation(&words) {
        return Role::Organisation;
    }
    let like_a_person = is_like_a_person(&words);
    if like_a_person && (is_title_case(name) || has_personal_email(&words, emails)) {
        return Role::Personal;
    }
    if is_upper_case(name) && !like_a_person {
        return Role::Organisation;
    }
    if like_a_person && is_upper_case(name) {
        return Role::Personal;
    }
    Role::Unknown
}

/// The public CAs write whose number it is: an identity card's (CMND, CCCD) or passport's (HC) is a person's, and a
/// tax code (MST) without one an organisation's.
fn role_of_number(subject: &Name) -> Option<Role> {
    let numbers = subject.all(oid::USER_ID);
    let has = |kinds: &[&str]| {
        numbers.iter().filter_map(|number| number.split_once(':')).any(|(kind, _)| kinds.contains(&kind.trim()))
    };
    if has(&["CMND", "CCCD", "HC"]) {
        return Some(Role::Personal);
    }
    has(&["MST"]).then_some(Role::Organisation)
}

/// The common name is that of the organisation or of a unit of it.
fn is_own_organisation(subject: &Name, name: &str) -> bool {
    let units = subject.units();
    subject.organization().into_iter().chain(units.iter().map(String::as_str)).any(|unit| normal_text(unit) == name)
}

/// Words with which Vietnamese bodies and firms begin their names, with and without accents.
const ORGANISATIONS: &str = "bộ|bo|sở|so|cục|cuc|tổng cục|tong cuc|vụ|vu|viện|vien|ban|ủy ban|uỷ ban|uy ban|ubnd|hđnd|hội đồng|\
    hoi dong|văn phòng|van phong|phòng|phong|chi cục|chi cuc|trung tâm|trung tam|trường|truong|đại học|\
    dai hoc|học viện|hoc vien|bệnh viện|benh vien|công ty|cong ty|tổng công ty|tập đoàn|ngân hàng|\
    ngan hang|tòa án|toà án|kho bạc|thanh tra|công an|cong an|đảng|tỉnh ủy|hội|chi nhánh|cổng thông tin|\
    công báo|bảo hiểm|cơ quan|đài|báo";

/// The first of these that are also family names or parts of names: they say something only before a longer name.
const ALSO_NAMES: [&str; 9] = ["bo", "so", "vu", "ban", "phong", "truong", "vien", "cuc", "hội"];

fn begins_as_an_organisation(name: &str) -> bool {
    let starts = |word: &&str| name.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ') || rest.is_empty());
    let mut words = ORGANISATIONS.split('|').filter(starts);
    words.any(|word| !ALSO_NAMES.contains(&word) || name.split(' ').count() > 4)
}

/// The family names of nineteen in twenty Vietnamese, with and without accents.
const FAMILY_NAMES: &str = "nguyễn nguyen trần tran lê le phạm pham hoàng hoang huỳnh huynh phan vũ vu võ vo đặng dang bùi bui \
    đỗ do hồ ho ngô ngo dương duong lý ly đào dao đinh dinh đoàn doan trịnh trinh mai lương luong \
    trương truong lâm lam phùng phung tạ ta hà ha cao châu chau tô quách thái thai kiều vương triệu";

/// Two to five words of letters, the first of them a family name.
fn is_like_a_person(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    (2..=5).contains(&words.len())
        && words.iter().all(|word| word.chars().all(char::is_alphabetic))
        && words.first().is_some_and(|first| FAMILY_NAMES.split(' ').any(|family| family == *first))
}

fn is_upper_case(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

fn is_title_case(name: &str) -> bool {
    name.split_whitespace().all(|word| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
    })
}

/// An address such as `anv@…` or `nguyenvana@…`: its local part has the given name in it.
fn has_personal_email(name: &str, emails: &[String]) -> bool {
    let Some(given) = name.split(' ').next_back().map(without_accents) else { return false };
    let locals = emails.iter().filter_map(|email| email.split_once('@')).map(|(local, _)| local.to_lowercase());
    locals.into_iter().any(|local| local.contains(&given))
}

fn without_accents(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    text.nfd().filter(|c| !is_combining_mark(*c)).map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::Tag;
    use crate::pki::name::samples::{name, rdn};

    fn guess_of(common_name: &str, organisation: &str, unit: &str, email: &str) -> Role {
        let mut parts = vec![rdn(oid::COUNTRY, Tag::PRINTABLE_STRING, b"VN")];
        for (oid, text) in
            [(oid::ORGANIZATION, organisation), (oid::ORGANIZATIONAL_UNIT, unit), (oid::COMMON_NAME, common_name)]
        {
            if !text.is_empty() {
                parts.push(rdn(oid, Tag::UTF8_STRING, text.as_bytes()));
            }
        }
        let emails: Vec<String> = [email].iter().filter(|email| !email.is_empty()).map(|e| (*e).to_owned()).collect();
        guess_from(&name(&parts), &emails)
    }

    #[test]
    fn names_of_bodies_are_organisations() {
        for (common_name, organisation, email) in [
            ("CỤC THUẾ", "BỘ TÀI CHÍNH", "cucthue@gdt.gov.vn"),
            ("Ủy ban nhân dân tỉnh Lai Châu", "Ủy ban nhân dân tỉnh Lai Châu", ""),
            ("UBND XÃ TÂN LẬP", "Tỉnh Sơn La", ""),
            ("SỞ NỘI VỤ", "UBND TỈNH NINH THUẬN", ""),
            ("Van phong Chinh phu", "", ""),
            ("Bộ Tài chính", "", ""),
            ("BO TAI CHINH VIET NAM CONG HOA", "", ""),
            ("Công ty TNHH Một thành viên ABC", "", "info@abc.vn"),
            ("Trường Tiểu học Nguyễn Văn Trỗi", "", ""),
            ("BẢO HIỂM XÃ HỘI VIỆT NAM", "", ""),
            ("Cổng Thông tin điện tử Chính phủ", "Văn phòng Chính phủ", "thongtinchinhphu@chinhphu.vn"),
        ] {
            assert_eq!(guess_of(common_name, organisation, "", email), Role::Organisation, "{common_name}");
        }
    }

    #[test]
    fn names_of_people_are_personal() {
        for (common_name, email) in [
            ("Nguyễn Văn A", ""),
            ("Trần Thị Bích Ngọc", "ngocttb@hanoi.gov.vn"),
            ("Vũ Đức Đam", ""),
            ("LÊ THỊ HOA", "hoalt@moc.gov.vn"),
            ("NGUYỄN XUÂN PHÚC", ""),
            ("Do Van Hung", "hungdv@moit.gov.vn"),
            ("Trương Mỹ Lan", ""),
        ] {
            assert_eq!(guess_of(common_name, "BỘ XÂY DỰNG", "Văn phòng", email), Role::Personal, "{common_name}");
        }
    }

    #[test]
    fn a_common_name_that_repeats_the_unit_is_an_organisation() {
        assert_eq!(guess_of("Hà Nội", "", "Hà Nội", ""), Role::Organisation);
    }

    #[test]
    fn the_kind_of_number_tells_before_the_name_does() {
        let subject = |numbers: &[&str]| {
            let number = |text: &&str| rdn(oid::USER_ID, Tag::UTF8_STRING, text.as_bytes());
            let cn = rdn(oid::COMMON_NAME, Tag::UTF8_STRING, b"ABC");
            name(&numbers.iter().map(number).chain([cn]).collect::<Vec<_>>())
        };
        assert_eq!(guess_from(&subject(&["MST:0102357802"]), &[]), Role::Organisation);
        assert_eq!(guess_from(&subject(&["MST:0102357802", "CCCD:001234567890"]), &[]), Role::Personal);
    }

    #[test]
    fn a_name_that_says_nothing_is_unknown() {
        assert_eq!(guess_of("Signer 1", "Testing", "", "signer1@example.com"), Role::Unknown);
        assert_eq!(guess_of("", "Testing", "", ""), Role::Unknown);
    }
}
