//! Vietnamese text made comparable: composition, case, the place of the tone mark, spaces and punctuation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Grave, acute, tilde, hook above, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// The letters and digits of a text, as a reader who compares names sees them: without case, spaces, punctuation, and with
/// the tone of each syllable at its end, so that `hoà` and `hòa`, composed or not, are the same.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::new();
    let mut tones = String::new();
    for char in text.nfkd().flat_map(char::to_lowercase).nfd() {
        match char {
            tone if TONES.contains(&tone) => tones.push(tone),
            letter if letter.is_alphanumeric() || is_combining_mark(letter) => out.push(letter),
            _ => out.push_str(&std::mem::take(&mut tones)),
        }
    }
    out.push_str(&tones);
    out.nfc().collect()
}

/// The same without any mark, as certificates of the first generation write names: `Nguyễn Đức` is `nguyenduc`.
#[must_use]
pub fn bare(text: &str) -> String {
    let letters = text.nfkd().filter(|char| !is_combining_mark(*char)).flat_map(char::to_lowercase);
    letters.filter(|char| char.is_alphanumeric()).map(|char| if char == 'đ' { 'd' } else { char }).collect()
}

/// Has it no mark at all, so that it may stand for a name that has some?
#[must_use]
pub fn is_bare(text: &str) -> bool {
    text.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_new_tone_placement_are_alike() {
        for (one, other) in [("hoà", "hòa"), ("thuý", "thúy"), ("Hoè", "HÒE"), ("khoẻ", "khỏe"), ("uỷ ban", "ỦY BAN")]
        {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn composed_and_decomposed_are_alike() {
        assert_eq!(folded("Nguyễn Thị Hường"), folded(&"Nguyễn Thị Hường".nfd().collect::<String>()));
    }

    #[test]
    fn different_names_stay_different() {
        for (one, other) in [("Nguyễn Văn An", "Nguyễn Văn Ân"), ("Lê Hoà", "Lê Hoá"), ("Đạt", "Dạt"), ("Ý", "Y")]
        {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn a_tone_stays_in_its_syllable() {
        assert_ne!(folded("hoà nam"), folded("hoa nàm"));
        assert_ne!(folded("Lã Hoa"), folded("La Hoã"));
    }

    #[test]
    fn spaces_and_points_do_not_count() {
        assert_eq!(folded("KT. CHỦ  TỊCH"), folded("kt.chủ tịch"));
        assert_eq!(bare("Đỗ Thị Huyền"), "dothihuyen");
    }
}
