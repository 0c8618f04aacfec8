//! PNG (ISO/IEC 15948), every colour type and depth, as 8 bits a sample.

use png::{ColorType, Decoder, DecodingError, Limits, Transformations};

use super::{Data, Image, check_size};
use crate::error::{Error, Malformed};

/// Octets that decoding may take: 16 million pixels of 16 bits in four components.
const MAX_OCTETS: usize = 160 << 20;

const DAMAGED: Malformed = Malformed::new("PNG", 0, "an undamaged image");

pub(super) fn read(octets: &[u8]) -> Result<Image, Error> {
    let damaged = |_: DecodingError| Error::from(DAMAGED);
    let mut decoder = Decoder::new_with_limits(octets, Limits { bytes: MAX_OCTETS });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let header = decoder.read_header_info().map_err(damaged)?;
    let (width, height) = (header.width, header.height);
    check_size(width, height)?;
    let mut reader = decoder.read_info().map_err(damaged)?;
    let profile = reader.info().icc_profile.as_ref().map(|profile| profile.to_vec());
    let mut samples = vec![0; reader.output_buffer_size()];
    let frame = reader.next_frame(&mut samples).map_err(damaged)?;
    samples.truncate(frame.buffer_size());
    let data = match frame.color_type {
        ColorType::Grayscale => Data::Samples { components: 1, colour: samples, alpha: None },
        ColorType::Rgb => Data::Samples { components: 3, colour: samples, alpha: None },
        ColorType::GrayscaleAlpha => split(&samples, 1),
        ColorType::Rgba => split(&samples, 3),
        ColorType::Indexed => return Err(DAMAGED.into()),
    };
    Ok(Image { width, height, data, profile })
}

/// Colour and opacity apart. The colour of what cannot be seen is nobody's business: it becomes white.
fn split(samples: &[u8], components: u8) -> Data {
    let size = usize::from(components);
    let (mut colour, mut alpha) = (Vec::new(), Vec::new());
    for pixel in samples.chunks_exact(size.saturating_add(1)) {
        let (values, opaque) = pixel.split_at(size);
        let opaque = opaque.first().copied().unwrap_or_default();
        match opaque {
            0 => colour.resize(colour.len().saturating_add(size), 0xff),
            _ => colour.extend_from_slice(values),
        }
        alpha.push(opaque);
    }
    let alpha = alpha.iter().any(|opaque| *opaque != 0xff).then_some(alpha);
    Data::Samples { components, colour, alpha }
}
