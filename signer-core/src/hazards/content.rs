//! Where a page's content shows text, and whether it is painted (ISO 32000-2, 9.4): as much of the operators as that
//! needs. Form XObjects are not entered.

/// What a content stream paints.
#[derive(Debug, Default)]
pub(super) struct Painted {
    /// Where pieces of painted text begin, in the units of the page.
    pub(super) text: Vec<(f64, f64)>,
    /// Text that is not painted is there.
    pub(super) invisible: bool,
    /// Images or form XObjects are there.
    pub(super) images: bool,
}

/// Pieces of text remembered of one page; a page full of small print has 20,000.
const MAX_TEXT: usize = 50_000;
/// Operands of one operator; `TJ` counts as one.
const MAX_OPERANDS: usize = 32;
/// Saved graphics states; readers may stop at 28.
const MAX_SAVED: usize = 512;

/// `[a b c d e f]` of 8.3.4.
#[derive(Clone, Copy, Debug)]
struct Matrix([f64; 6]);

impl Matrix {
    const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This one first, then the other.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Self([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }

    const fn origin(self) -> (f64, f64) {
        (self.0[4], self.0[5])
    }
}

#[derive(Clone, Copy)]
struct State {
    page: Matrix,
    mode: f64,
    leading: f64,
}

struct Reader {
    state: State,
    saved: Vec<State>,
    line: Matrix,
    operands: Vec<f64>,
    painted: Painted,
}

/// Reads a content stream.
pub(super) fn read(octets: &[u8]) -> Painted {
    let state = State { page: Matrix::IDENTITY, mode: 0.0, leading: 0.0 };
    let mut reader =
        Reader { state, saved: Vec::new(), line: Matrix::IDENTITY, operands: Vec::new(), painted: Painted::default() };
    let mut rest = octets;
    while let Some((token, after)) = next(rest) {
        rest = after;
        match token {
            Token::Number(number) if reader.operands.len() < MAX_OPERANDS => reader.operands.push(number),
            Token::Operator(b"ID") => {
                // 8.9.7: the data of an inline image ends with `EI` between white space.
                let end = memchr::memmem::find(rest, b"EI").map_or(rest.len(), |at| at.saturating_add(2));
                rest = rest.get(end..).unwrap_or_default();
                reader.operands.clear();
            }
            Token::Operator(operator) => {
                reader.apply(operator);
                reader.operands.clear();
            }
            Token::Number(_) | Token::Other => {}
        }
    }
    reader.painted
}

impl Reader {
    fn apply(&mut self, operator: &[u8]) {
        match operator {
            b"q" if self.saved.len() < MAX_SAVED => self.saved.push(self.state),
            b"Q" => self.state = self.saved.pop().unwrap_or(self.state),
            b"cm" => {
                if let Some(matrix) = self.matrix() {
                    self.state.page = matrix.then(self.state.page);
                }
            }
            b"BT" => self.line = Matrix::IDENTITY,
            b"Tm" => self.line = self.matrix().unwrap_or(self.line),
            b"Td" | b"TD" => {
                if let [x, y] = *self.operands {
                    self.state.leading = if operator == b"TD" { -y } else { self.state.leading };
                    self.advance(x, y);
                }
            }
            b"T*" => self.advance(0.0, -self.state.leading),
            b"TL" => self.state.leading = self.operands.last().copied().unwrap_or(self.state.leading),
            b"Tr" => self.state.mode = self.operands.last().copied().unwrap_or(self.state.mode),
            b"Tj" | b"TJ" => self.show(),
            b"'" | b"\"" => {
                self.advance(0.0, -self.state.leading);
                self.show();
            }
            b"Do" | b"BI" => self.painted.images = true,
            _ => {}
        }
    }

    fn matrix(&self) -> Option<Matrix> {
        self.operands.as_slice().try_into().ok().map(Matrix)
    }

    fn advance(&mut self, x: f64, y: f64) {
        self.line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.line);
    }

    fn show(&mut self) {
        // Table 104: 3 neither fills nor strokes, 7 only clips.
        if self.state.mode == 3.0 {
            self.painted.invisible = true;
        } else if self.painted.text.len() < MAX_TEXT {
            self.painted.text.push(self.line.then(self.state.page).origin());
        }
    }
}

enum Token<'a> {
    Number(f64),
    Operator(&'a [u8]),
    Other,
}

/// The next token and what follows it.
fn next(octets: &[u8]) -> Option<(Token<'_>, &[u8])> {
    let start = octets.iter().position(|octet| !is_space(*octet))?;
    let octets = octets.get(start..)?;
    let first = octets.first()?;
    let length = match first {
        b'%' => memchr::memchr2(b'\r', b'\n', octets).unwrap_or(octets.len()),
        b'(' => string(octets),
        b'<' if octets.get(1) != Some(&b'<') => {
            memchr::memchr(b'>', octets).map_or(octets.len(), |at| at.saturating_add(1))
        }
        b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b')' => 1,
        b'/' => word(octets.get(1..)?).saturating_add(1),
        _ => word(octets).max(1),
    };
    let (token, rest) = octets.split_at_checked(length)?;
    let token = match first {
        b'+' | b'-' | b'.' | b'0'..=b'9' => number(token).map_or(Token::Other, Token::Number),
        b'A'..=b'Z' | b'a'..=b'z' | b'\'' | b'"' => Token::Operator(token),
        _ => Token::Other,
    };
    Some((token, rest))
}

fn number(token: &[u8]) -> Option<f64> {
    std::str::from_utf8(token).ok()?.parse().ok().filter(|number: &f64| number.is_finite())
}

fn word(octets: &[u8]) -> usize {
    let ends = |octet: &u8| is_space(*octet) || b"()<>[]{}/%".contains(octet);
    octets.iter().position(ends).unwrap_or(octets.len())
}

/// The length of a literal string (7.3.4.2), its parentheses counted.
fn string(octets: &[u8]) -> usize {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, octet) in octets.iter().enumerate() {
        match octet {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth = depth.saturating_add(1),
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at.saturating_add(1);
        }
    }
    octets.len()
}

const fn is_space(octet: u8) -> bool {
    matches!(octet, 0 | 9 | 10 | 12 | 13 | 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_found_where_the_matrices_put_it() {
        let painted =
            read(b"q 2 0 0 2 10 20 cm BT 1 0 0 1 5 6 Tm (a(b)\\)c) Tj 0 -3 TD (d) Tj T* [(e) 5 <66>] TJ ET Q");
        assert_eq!(painted.text, [(20.0, 32.0), (20.0, 26.0), (20.0, 20.0)]);
        assert!(!painted.invisible && !painted.images);
    }

    #[test]
    fn text_that_is_not_painted_is_told_apart() {
        let painted = read(b"BT q 3 Tr (hidden) Tj Q (shown) Tj ET");
        assert_eq!((painted.text.len(), painted.invisible), (1, true));
    }

    #[test]
    fn the_data_of_an_inline_image_is_no_operator() {
        let painted = read(b"BI /W 1 /H 1 ID (\x00\xff EI BT (a) Tj ET");
        assert_eq!((painted.text.len(), painted.images), (1, true));
    }

    #[test]
    fn garbage_ends() {
        for octets in [&b"((((("[..], b"<", b"/", b"1e999 -- ] >>", b"q Q Q Q BT ET T* '"] {
            let _ = read(octets);
        }
    }
}
