//! Base64 with the standard alphabet and padding (RFC 4648, section 4).

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes bytes as base64, after a prefix.
pub(super) fn encode(prefix: &str, bytes: &[u8]) -> String {
    let mut text = Vec::with_capacity(prefix.len() + bytes.len().div_ceil(3) * 4);
    text.extend_from_slice(prefix.as_bytes());
    let (triples, rest) = bytes.as_chunks::<3>();
    for [a, b, c] in triples {
        text.extend_from_slice(&quad(*a, *b, *c));
    }
    match rest {
        [a, b] => {
            let [first, second, third, _] = quad(*a, *b, 0);
            text.extend_from_slice(&[first, second, third, b'=']);
        }
        [a] => {
            let [first, second, ..] = quad(*a, 0, 0);
            text.extend_from_slice(&[first, second, b'=', b'=']);
        }
        _ => {}
    }
    String::from_utf8(text).unwrap_or_default()
}

#[inline]
fn quad(a: u8, b: u8, c: u8) -> [u8; 4] {
    let digit = |bits: u8| ALPHABET.get(usize::from(bits & 63)).copied().unwrap_or_default();
    [digit(a >> 2), digit(a << 4 | b >> 4), digit(b << 2 | c >> 6), digit(c)]
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn rfc_vectors_are_encoded() {
        let vectors =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")];
        for (plain, coded) in vectors {
            assert_eq!(encode("", plain.as_bytes()), coded);
        }
        assert_eq!(encode("data:,", &[0xfb, 0xff, 0xfe]), "data:,+//+");
    }
}
