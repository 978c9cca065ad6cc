//! Checks of the `baseUrl` option.

use crate::api::syntax::is_http_url;
use crate::text::{parse_integer, split_once, trim_end};

/// Whether a host name is loopback. Takes the format of `location.hostname`.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let host = host.strip_prefix('[').unwrap_or(host);
    let host = trim_end(host, "]");
    host == "localhost" || host.ends_with(".localhost") || host == "::1" || is_127(host)
}

/// Whether an endpoint's path can follow this text: an absolute http(s) URL with a host, or a path on the page's host.
/// A bare `reroom.ai` would be a relative path, and after `https://` the endpoint's path would become the host.
#[must_use]
pub fn is_base_url(text: &str) -> bool {
    let rooted = text.is_empty() || (text.starts_with('/') && !text.starts_with("//"));
    (rooted || is_http_url(text)) && !text.bytes().any(|byte| matches!(byte, b'?' | b'#' | b'\\'))
}

fn is_127(host: &str) -> bool {
    let (mut dots, mut rest) = (0, host);
    while let Some((part, after)) = split_once(rest, b'.') {
        if !is_octet(part) {
            return false;
        }
        (dots, rest) = (dots + 1, after);
    }
    dots == 3 && host.starts_with("127.") && is_octet(rest)
}

fn is_octet(part: &str) -> bool {
    parse_integer(part).is_some_and(|number| number < 256)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn base_url_is_absolute_or_rooted() {
        for right in ["https://reroom.ai", "http://127.0.0.1:8787/", "/api/reroom", "/", ""] {
            assert!(is_base_url(right), "{right}");
        }
        for wrong in ["https://", "https:///", "reroom.ai", "//reroom.ai", "ftp://reroom.ai", "/a?b", "https://a/#b"] {
            assert!(!is_base_url(wrong), "{wrong}");
        }
    }

    #[test]
    fn loopback_is_only_this_machine() {
        for own in ["localhost", "app.localhost", "127.0.0.1", "127.1.2.3", "[::1]", "::1"] {
            assert!(is_loopback(own), "{own}");
        }
        for other in ["", "reroom.ai", "localhost.evil.example", "127.0.0.1.evil.example", "127.evil", "10.0.0.1"] {
            assert!(!is_loopback(other), "{other}");
        }
    }
}
