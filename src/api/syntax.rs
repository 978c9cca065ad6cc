//! Syntax checks of file names, URLs and base64 masks.

use crate::text::{split_once, trim_end};

/// The length of an HMAC-SHA256 in base64url.
const SIGNATURE_LENGTH: usize = 43;

/// Whether this is `<uuid v4>.<jpg|jpeg|png>` (section 1, `fileName`). A gateway adds `.<signature>` for its users.
#[must_use]
pub fn is_file_name(text: &str) -> bool {
    let Some((name, rest)) = split_once(text, b'.') else { return false };
    let (extension, signed) = match split_once(rest, b'.') {
        Some((extension, signature)) => (extension, is_signature(signature)),
        None => (rest, true),
    };
    signed && is_uuid_v4(name) && matches!(extension, "jpg" | "jpeg" | "png")
}

fn is_signature(text: &str) -> bool {
    text.len() == SIGNATURE_LENGTH
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

fn is_uuid_v4(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            19 => matches!(byte.to_ascii_lowercase(), b'8' | b'9' | b'a' | b'b'),
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Whether this is an absolute http or https URL.
#[must_use]
pub fn is_http_url(text: &str) -> bool {
    let Some(rest) = strip_prefix_ignore_case(text, "http://").or_else(|| strip_prefix_ignore_case(text, "https://"))
    else {
        return false;
    };
    let mut host = before_any(rest, b"/?#");
    while let Some((_, after)) = split_once(host, b'@') {
        host = after;
    }
    let host = match host.strip_prefix('[') {
        Some(address) => before_any(address, b"]"),
        None => before_any(host, b":"),
    };
    !host.is_empty()
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\'))
}

/// The text before the first stop byte, or all of it. The standard library's split functions would add kilobytes of
/// wasm.
fn before_any<'a>(text: &'a str, stops: &[u8]) -> &'a str {
    let end = text.bytes().position(|byte| stops.contains(&byte)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Strips a prefix, ignoring case.
fn strip_prefix_ignore_case<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let same = text.get(..start.len())?.eq_ignore_ascii_case(start);
    text.get(start.len()..).filter(|_| same)
}

/// Checks a mask and returns the error message, if any (section 2.6, `mask`).
#[must_use]
pub fn check_mask(text: &str) -> Option<&'static str> {
    if text.starts_with("data:") {
        return Some("mask is a data URL. Send only the base64 after \"data:image/png;base64,\".");
    }
    if text.is_empty() {
        return Some("mask is empty. Create one with encodeMask().");
    }
    let body = trim_end(text, "=");
    let well_formed = text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/');
    (!well_formed).then_some("mask is not valid base64. Create one with encodeMask().")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn file_name_is_uuid_v4_with_photo_extension() {
        assert!(is_file_name("0b5e7a5c-3f4e-4c1d-9a6b-0123456789ab.jpg"));
        assert!(is_file_name("0B5E7A5C-3F4E-4C1D-AA6B-0123456789AB.png"));
        for invalid in [
            "",
            "photo.jpg",
            "0b5e7a5c-3f4e-1c1d-9a6b-0123456789ab.jpg",
            "0b5e7a5c-3f4e-4c1d-0a6b-0123456789ab.jpg",
            "0b5e7a5c-3f4e-4c1d-9a6b-0123456789ab.gif",
            "0b5e7a5c-3f4e-4c1d-9a6b-0123456789ab",
            "0b5e7a5c-3f4e-4c1d-9a6b-0123456789ab.jpg/../x",
        ] {
            assert!(!is_file_name(invalid), "{invalid}");
        }
    }

    #[test]
    fn file_name_may_have_a_signature() {
        let name = "0b5e7a5c-3f4e-4c1d-9a6b-0123456789ab.jpg";
        let signature = "q3-Zr_0PqJX1vK9uT5n8yLbWcE2dFhGmAiBoCsDtEux";
        assert!(is_file_name(&[name, ".", signature].concat()));
        let short = signature.get(1..).unwrap_or_default();
        for end in ["", ".", ".jpg", &[".", short].concat(), &[".+", short].concat(), &[".é", short].concat()] {
            assert!(end.is_empty() || !is_file_name(&[name, end].concat()), "{end}");
        }
        for invalid in [[name, signature].concat(), [name, ".", signature, ".", signature].concat()] {
            assert!(!is_file_name(&invalid), "{invalid}");
        }
        assert!(!is_file_name(&["photo.jpg.", signature].concat()));
    }

    #[test]
    fn http_url_has_scheme_and_host() {
        for valid in ["https://a.example/b.jpg?x=1#y", "HTTP://user@host:8080", "http://[::1]:80/"] {
            assert!(is_http_url(valid), "{valid}");
        }
        for invalid in
            ["", "a.jpg", "//host/a", "ftp://host/a", "https://", "https:///a", "https://a b/", "http://:80/"]
        {
            assert!(!is_http_url(invalid), "{invalid}");
        }
    }

    #[test]
    fn mask_is_bare_padded_base64() {
        assert_eq!(check_mask("iVBORw0KGgo="), None);
        assert!(check_mask("data:image/png;base64,iVBORw0KGgo=").is_some_and(|text| text.contains("data:")));
        for invalid in ["", "iVBOR", "iVB=Rw0K", "====", "iVBO Rw0", "iVB-Rw0_"] {
            assert!(check_mask(invalid).is_some(), "{invalid}");
        }
    }
}
