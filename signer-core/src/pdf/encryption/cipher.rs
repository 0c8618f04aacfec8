//! The ciphers of the standard security handler (ISO 32000-2, 7.6.3): RC4, and AES in CBC mode.

use aes::cipher::block_padding::{NoPadding, Pkcs7};
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit, StreamCipher};
use aes::{Aes128, Aes256};
use rc4::Rc4;

use crate::error::Malformed;

/// Octets of an AES block and of its initialisation vector.
pub(super) const BLOCK: usize = 16;

/// Applies RC4. The key has 1 to 256 octets, otherwise the data stays as it is (no caller has such a key).
pub(super) fn rc4(key: &[u8], data: &mut [u8]) {
    if let Ok(mut cipher) = Rc4::new_from_slice(key) {
        cipher.apply_keystream(data);
    }
}

/// Undoes AES-CBC with its vector in front and PKCS#7 padding behind (7.6.3.1). The key has 16 or 32 octets.
pub(super) fn open(key: &[u8], data: &[u8]) -> Result<Vec<u8>, Malformed> {
    const WRONG: Malformed =
        Malformed::new("AES-CBC data", 0, "an initialisation vector and whole blocks, the last one padded");
    let Some((vector, body)) = data.split_at_checked(BLOCK) else {
        // Some writers leave an empty string or stream as it is.
        return if data.is_empty() { Ok(Vec::new()) } else { Err(WRONG) };
    };
    let mut body = body.to_vec();
    let length = match key.len() {
        16 => cbc::Decryptor::<Aes128>::new_from_slices(key, vector)
            .ok()
            .and_then(|cipher| cipher.decrypt_padded::<Pkcs7>(&mut body).ok().map(<[u8]>::len)),
        _ => cbc::Decryptor::<Aes256>::new_from_slices(key, vector)
            .ok()
            .and_then(|cipher| cipher.decrypt_padded::<Pkcs7>(&mut body).ok().map(<[u8]>::len)),
    };
    body.truncate(length.ok_or(WRONG)?);
    Ok(body)
}

/// AES-CBC with `vector` in front and PKCS#7 padding behind. The key has 16 or 32 octets.
pub(super) fn seal(key: &[u8], vector: [u8; BLOCK], data: &[u8]) -> Result<Vec<u8>, Malformed> {
    let mut out = vector.to_vec();
    let mut body = data.to_vec();
    body.resize(data.len().saturating_add(BLOCK), 0);
    let sealed = match key.len() {
        16 => cbc::Encryptor::<Aes128>::new_from_slices(key, &vector)
            .ok()
            .and_then(|cipher| cipher.encrypt_padded::<Pkcs7>(&mut body, data.len()).ok().map(<[u8]>::len)),
        _ => cbc::Encryptor::<Aes256>::new_from_slices(key, &vector)
            .ok()
            .and_then(|cipher| cipher.encrypt_padded::<Pkcs7>(&mut body, data.len()).ok().map(<[u8]>::len)),
    };
    let length = sealed.ok_or(Malformed::new("AES key", 0, "16 or 32 octets"))?;
    out.extend_from_slice(body.get(..length).unwrap_or_default());
    Ok(out)
}

/// AES-256-CBC without padding and with a vector of zeros, as file keys are wrapped (7.6.4.3.3). One block is ECB.
pub(super) fn unwrap_key(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let mut body = data.to_vec();
    let cipher = cbc::Decryptor::<Aes256>::new_from_slices(key, &[0; BLOCK]).ok()?;
    cipher.decrypt_padded::<NoPadding>(&mut body).ok()?;
    Some(body)
}

/// AES-128-CBC without padding, for the hash of revision 6 (algorithm 2.B).
pub(super) fn churn(key: &[u8], vector: &[u8], mut data: Vec<u8>) -> Option<Vec<u8>> {
    let length = data.len();
    let cipher = cbc::Encryptor::<Aes128>::new_from_slices(key, vector).ok()?;
    cipher.encrypt_padded::<NoPadding>(&mut data, length).ok()?;
    Some(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_again() {
        for key in [&[7_u8; 16][..], &[9; 32]] {
            for length in [0, 1, 15, 16, 17, 100] {
                let data = vec![0x5a; length];
                let sealed = seal(key, [3; BLOCK], &data).unwrap();
                assert_eq!(sealed.len(), BLOCK + (length / BLOCK + 1) * BLOCK);
                assert_eq!(open(key, &sealed).unwrap(), data);
            }
        }
    }

    #[test]
    fn data_that_is_not_of_whole_blocks_is_malformed() {
        assert!(open(&[7; 16], &[0; 15]).is_err());
        assert!(open(&[7; 16], &[0; 33]).is_err());
        assert_eq!(open(&[7; 16], &[]).unwrap(), b"");
    }

    #[test]
    fn rc4_agrees_with_rfc_6229() {
        let mut data = [0; 16];
        rc4(&[1, 2, 3, 4, 5], &mut data);
        assert_eq!(hex::encode(data), "b2396305f03dc027ccc3524a0a1118a8");
    }
}
