//! Stream filters (ISO 32000-2, 7.4): the ones that carry structure. Image codecs are not read here.
//!
//! Every filter stops at the first octet it cannot read and keeps what it has: [`Decoded::damaged`] says so. What that
//! means for a signature is for the caller to judge.

mod lzw;
mod predictor;
mod text;

pub use predictor::Predictor;

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_PARSE_ZLIB_HEADER, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use crate::error::{Error, Exceeded, Malformed};
use crate::limits::Budget;

/// The longest chain of filters that is followed. Real files have two; each more multiplies the work.
pub const MAX_CHAIN: usize = 8;

/// One filter with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Filter {
    /// `FlateDecode` (7.4.4), zlib as in RFC 1950.
    Flate(Option<Predictor>),
    /// `LZWDecode` (7.4.4).
    Lzw(EarlyChange, Option<Predictor>),
    /// `ASCII85Decode` (7.4.3).
    Ascii85,
    /// `ASCIIHexDecode` (7.4.2).
    AsciiHex,
    /// `RunLengthDecode` (7.4.5).
    RunLength,
}

/// When the code length of LZW grows (Table 8, `/EarlyChange`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EarlyChange {
    /// One code early: `/EarlyChange 1`, the default.
    #[default]
    Early,
    /// As late as possible: `/EarlyChange 0`.
    Late,
}

/// The entries of a `/DecodeParms` dictionary, as numbers (Table 8). `None` where the entry is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    /// `/Predictor`: 1 none, 2 TIFF, 10 and above PNG.
    pub predictor: Option<i64>,
    /// `/Colors`: samples for each pixel.
    pub colors: Option<i64>,
    /// `/BitsPerComponent`: 1, 2, 4, 8 or 16.
    pub bits_per_component: Option<i64>,
    /// `/Columns`: pixels in each row.
    pub columns: Option<i64>,
    /// `/EarlyChange`: 0 or 1.
    pub early_change: Option<i64>,
}

impl Filter {
    /// The filter of that name (Table 6), abbreviated names of inline images included.
    ///
    /// # Errors
    /// [`Malformed`] for a filter that is not read here (`/Crypt` and image codecs among them) and for parameters out
    /// of their range.
    pub fn from_name(name: &[u8], parameters: &Parameters) -> Result<Self, Malformed> {
        Ok(match name {
            b"FlateDecode" | b"Fl" => Self::Flate(Predictor::from_parameters(parameters)?),
            b"LZWDecode" | b"LZW" => {
                let early = match parameters.early_change {
                    None | Some(1) => EarlyChange::Early,
                    Some(0) => EarlyChange::Late,
                    Some(_) => return Err(Malformed::new("LZWDecode parameters", 0, "EarlyChange 0 or 1")),
                };
                Self::Lzw(early, Predictor::from_parameters(parameters)?)
            }
            b"ASCII85Decode" | b"A85" => Self::Ascii85,
            b"ASCIIHexDecode" | b"AHx" => Self::AsciiHex,
            b"RunLengthDecode" | b"RL" => Self::RunLength,
            _ => return Err(Malformed::new("stream filter", 0, "Flate, LZW, ASCII85, ASCIIHex or RunLength")),
        })
    }
}

/// What a filter made of its input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The octets, up to the damage if there is any.
    pub octets: Vec<u8>,
    /// The input ended early, or had octets that its filter does not know.
    pub damaged: bool,
}

/// Applies the filters in the order of the stream's `/Filter` array.
///
/// One filter may neither read nor write more than `limit` octets; what it reads or writes, whichever is more, is taken
/// from `budget`.
///
/// # Errors
/// [`Exceeded`] when `limit` or `budget` is used up; [`Malformed`] when there are more than [`MAX_CHAIN`] filters, or
/// the very first octets are not of the filter's syntax.
pub fn decode(filters: &[Filter], octets: &[u8], limit: u64, budget: &mut Budget) -> Result<Decoded, Error> {
    if filters.len() > MAX_CHAIN {
        return Err(Exceeded { what: "filters of one stream", limit: size(MAX_CHAIN) }.into());
    }
    let mut current = Decoded { octets: Vec::new(), damaged: false };
    for (index, filter) in filters.iter().enumerate() {
        let input = if index == 0 { octets } else { &current.octets };
        let next = apply(filter, input, limit, budget)?;
        current = Decoded { octets: next.octets, damaged: current.damaged || next.damaged };
    }
    if filters.is_empty() {
        let mut sink = Sink::new(octets.len(), limit, budget)?;
        sink.extend(octets)?;
        current.octets = sink.finish()?;
    }
    Ok(current)
}

fn apply(filter: &Filter, input: &[u8], limit: u64, budget: &mut Budget) -> Result<Decoded, Error> {
    let sink = Sink::new(input.len(), limit, budget)?;
    match filter {
        Filter::Flate(predictor) => predicted(flate(input, sink)?, predictor.as_ref()),
        Filter::Lzw(early, predictor) => predicted(lzw::decode(input, *early, sink)?, predictor.as_ref()),
        Filter::Ascii85 => text::ascii85(input, sink),
        Filter::AsciiHex => text::ascii_hex(input, sink),
        Filter::RunLength => text::run_length(input, sink),
    }
}

/// The predictor works in place: its output is never longer than its input.
fn predicted(mut decoded: Decoded, predictor: Option<&Predictor>) -> Result<Decoded, Error> {
    if let Some(predictor) = predictor {
        decoded.damaged |= predictor.undo(&mut decoded.octets)?;
    }
    Ok(decoded)
}

/// What is inflated at once: certificates, responses, field appearances, object streams.
const SMALL: usize = 32 << 10;

/// Inflates. What is small and sound is inflated at once; all else, and what grows to more than four times its size, by
/// and by, which keeps what stands before a damage.
fn flate(input: &[u8], sink: Sink<'_>) -> Result<Decoded, Error> {
    match small_and_sound(input, sink.room()) {
        Some(octets) => Ok(Decoded { octets: sink.finish_with(octets)?, damaged: false }),
        None => flate_by_and_by(input, sink),
    }
}

fn small_and_sound(input: &[u8], room: usize) -> Option<Vec<u8>> {
    if input.len() > SMALL {
        return None;
    }
    let mut out = vec![0; input.len().saturating_mul(4).max(64).min(room)];
    let length = libdeflater::Decompressor::new().zlib_decompress(input, &mut out).ok()?;
    out.truncate(length);
    Some(out)
}

/// Inflates into a buffer that doubles, never beyond the room that is left.
fn flate_by_and_by(mut input: &[u8], mut sink: Sink<'_>) -> Result<Decoded, Error> {
    let flags = TINFL_FLAG_PARSE_ZLIB_HEADER | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut state = Box::<DecompressorOxide>::default();
    // One octet more than allowed, so that a stream of exactly the allowed length can reach its end.
    let room = sink.room().saturating_add(1);
    let mut out = vec![0; input.len().saturating_mul(2).clamp(64, 1 << 20).min(room)];
    let mut position = 0_usize;
    let ended = loop {
        let (status, read, written) = decompress(&mut state, input, &mut out, position, flags);
        position = position.saturating_add(written).min(out.len());
        match status {
            TINFLStatus::HasMoreOutput if out.len() < room => {
                input = input.get(read..).unwrap_or_default();
                out.resize(out.len().saturating_mul(2).min(room), 0);
            }
            TINFLStatus::HasMoreOutput => return Err(sink.exceeded()),
            TINFLStatus::Done => break true,
            _ => break false,
        }
    };
    if !ended && position == 0 && !input.is_empty() {
        return Err(Malformed::new("FlateDecode data", 0, "zlib data (RFC 1950)").into());
    }
    out.truncate(position);
    Ok(Decoded { octets: sink.finish_with(out)?, damaged: !ended })
}

/// Collects what a filter writes, and keeps it within its room.
struct Sink<'b> {
    out: Vec<u8>,
    room: usize,
    limit: u64,
    charged: u64,
    budget: &'b mut Budget,
}

impl<'b> Sink<'b> {
    /// Charges the input, because reading it is work even if nothing comes out.
    fn new(input: usize, limit: u64, budget: &'b mut Budget) -> Result<Self, Error> {
        let charged = size(input);
        if charged > limit {
            return Err(Exceeded { what: "octets of one stream", limit }.into());
        }
        let room = usize::try_from(limit.min(budget.left())).unwrap_or(usize::MAX);
        budget.spend(charged)?;
        Ok(Self { out: Vec::new(), room, limit, charged, budget })
    }

    const fn room(&self) -> usize {
        self.room
    }

    /// What was written until the limit was met is work done: it is charged, so that a bomb asked for again and again
    /// ends too.
    fn exceeded(&mut self) -> Error {
        let spent = self.budget.spend(size(self.room).saturating_sub(self.charged));
        self.charged = size(self.room);
        if size(self.room) < self.limit
            && let Err(exceeded) = spent.and_then(|()| self.budget.spend(1))
        {
            return exceeded.into();
        }
        Exceeded { what: "octets of one stream", limit: self.limit }.into()
    }

    fn extend(&mut self, octets: &[u8]) -> Result<(), Error> {
        if octets.len() > self.room.saturating_sub(self.out.len()) {
            return Err(self.exceeded());
        }
        self.out.extend_from_slice(octets);
        Ok(())
    }

    fn push(&mut self, octet: u8) -> Result<(), Error> {
        self.extend(&[octet])
    }

    fn written(&self) -> &[u8] {
        &self.out
    }

    fn finish(self) -> Result<Vec<u8>, Error> {
        let Self { out, charged, budget, .. } = self;
        budget.spend(size(out.len()).saturating_sub(charged))?;
        Ok(out)
    }

    fn finish_with(mut self, out: Vec<u8>) -> Result<Vec<u8>, Error> {
        if out.len() > self.room {
            return Err(self.exceeded());
        }
        self.out = out;
        self.finish()
    }
}

fn size(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec_zlib;

    fn budget() -> Budget {
        Budget::new("octets decompressed", 1 << 20)
    }

    fn run(filters: &[Filter], octets: &[u8]) -> Result<Decoded, Error> {
        decode(filters, octets, 1 << 20, &mut budget())
    }

    #[test]
    fn filters_are_applied_in_the_order_of_the_array() {
        let hex = hex::encode(compress_to_vec_zlib(b"in two layers", 6));
        let decoded = run(&[Filter::AsciiHex, Filter::Flate(None)], format!("{hex}>").as_bytes()).unwrap();
        assert_eq!(decoded, Decoded { octets: b"in two layers".to_vec(), damaged: false });
    }

    #[test]
    fn truncated_flate_data_is_kept_up_to_the_cut_and_marked() {
        let text: Vec<u8> = (0..20_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let whole = compress_to_vec_zlib(&text, 6);
        let decoded = run(&[Filter::Flate(None)], &whole[..whole.len() / 2]).unwrap();
        assert!(decoded.damaged);
        assert!(decoded.octets.len() > 1000 && text.starts_with(&decoded.octets));
    }

    #[test]
    fn what_is_inflated_at_once_is_what_is_inflated_by_and_by() {
        let texts: [Vec<u8>; 4] = [
            b"short".to_vec(),
            Vec::new(),
            (0..3_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect(),
            vec![7; 20_000],
        ];
        for (text, level) in texts.iter().flat_map(|text| [0, 1, 6, 10].map(|level| (text, level))) {
            let whole = compress_to_vec_zlib(text, level);
            let (mut one, mut other) = (budget(), budget());
            let at_once = flate(&whole, Sink::new(whole.len(), 1 << 20, &mut one).unwrap()).unwrap();
            let by_and_by = flate_by_and_by(&whole, Sink::new(whole.len(), 1 << 20, &mut other).unwrap()).unwrap();
            assert_eq!((&at_once, one.left()), (&by_and_by, other.left()));
            assert_eq!(at_once, Decoded { octets: text.clone(), damaged: false });
            // And where every octet of it is damaged in turn.
            for index in 0..whole.len().min(60) {
                let mut damaged = whole.clone();
                damaged[index] ^= 0x20;
                let (mut one, mut other) = (budget(), budget());
                let at_once = flate(&damaged, Sink::new(damaged.len(), 1 << 20, &mut one).unwrap());
                let by_and_by = flate_by_and_by(&damaged, Sink::new(damaged.len(), 1 << 20, &mut other).unwrap());
                assert_eq!(at_once.ok(), by_and_by.ok(), "octet {index} at level {level}");
            }
        }
    }

    #[test]
    fn a_wrong_checksum_is_marked() {
        let mut whole = compress_to_vec_zlib(b"checksummed", 6);
        *whole.last_mut().unwrap() ^= 1;
        let decoded = run(&[Filter::Flate(None)], &whole).unwrap();
        assert_eq!(decoded, Decoded { octets: b"checksummed".to_vec(), damaged: true });
    }

    #[test]
    fn octets_after_the_end_of_the_zlib_data_are_no_damage() {
        let mut whole = compress_to_vec_zlib(b"text", 6);
        whole.extend_from_slice(b"\r\n");
        assert!(!run(&[Filter::Flate(None)], &whole).unwrap().damaged);
    }

    #[test]
    fn what_is_no_zlib_data_at_all_is_malformed() {
        assert!(matches!(run(&[Filter::Flate(None)], b"no zlib here"), Err(Error::Malformed(_))));
    }

    #[test]
    fn a_bomb_ends_at_the_limit_of_one_stream() {
        let bomb = compress_to_vec_zlib(&vec![0; 100_000], 9);
        let mut budget = budget();
        assert!(decode(&[Filter::Flate(None)], &bomb, 100_000, &mut budget).is_ok());
        let refused = decode(&[Filter::Flate(None)], &bomb, 99_999, &mut budget);
        assert!(matches!(refused, Err(Error::Limit(Exceeded { limit: 99_999, .. }))));
    }

    #[test]
    fn all_streams_together_share_one_budget() {
        let stream = compress_to_vec_zlib(&vec![0; 100_000], 9);
        let mut budget = Budget::new("octets decompressed", 150_000);
        assert!(decode(&[Filter::Flate(None)], &stream, 1 << 20, &mut budget).is_ok());
        let refused = decode(&[Filter::Flate(None)], &stream, 1 << 20, &mut budget);
        assert!(matches!(refused, Err(Error::Limit(Exceeded { limit: 150_000, .. }))));
    }

    #[test]
    fn a_bomb_asked_for_again_uses_up_the_budget() {
        let bomb = compress_to_vec_zlib(&vec![0; 100_000], 9);
        let mut budget = Budget::new("octets decompressed", 150_000);
        let refusals = (0..4).filter(|_| decode(&[Filter::Flate(None)], &bomb, 60_000, &mut budget).is_err()).count();
        assert_eq!(refusals, 4);
        assert!(budget.left() < 100);
    }

    #[test]
    fn a_chain_of_nine_filters_is_refused() {
        assert!(matches!(run(&vec![Filter::AsciiHex; 9], b">"), Err(Error::Limit(_))));
    }

    #[test]
    fn an_image_codec_is_not_read_here() {
        assert!(Filter::from_name(b"DCTDecode", &Parameters::default()).is_err());
    }
}
