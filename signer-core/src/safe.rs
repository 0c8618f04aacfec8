//! Text from a document, made safe to show: no control characters, no bidirectional overrides.

use std::fmt;

/// Wraps text that an attacker may have chosen. Its `Display` can be sent to a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Safe<'a>(pub &'a str);

impl fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            if is_unsafe(character) {
                write!(f, "\\u{{{:x}}}", u32::from(character))?;
            } else {
                fmt::Write::write_char(f, character)?;
            }
        }
        Ok(())
    }
}

/// Control characters move the cursor; bidirectional and invisible ones make a name read as another.
fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_text_is_shown_as_it_is() {
        assert_eq!(Safe("Nguyễn Văn A").to_string(), "Nguyễn Văn A");
    }

    #[test]
    fn an_escape_sequence_is_spelled_out() {
        assert_eq!(Safe("a\u{1b}[2Jb").to_string(), "a\\u{1b}[2Jb");
    }

    #[test]
    fn a_right_to_left_override_is_spelled_out() {
        assert_eq!(Safe("\u{202e}fdp").to_string(), "\\u{202e}fdp");
    }
}
