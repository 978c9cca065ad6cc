//! Strict URL parsing. URLs that parsers could read differently are rejected, so the host that was checked is the host
//! that is fetched.

/// The parts of an http(s) URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Url<'a> {
    /// `https://host:port`, as written.
    pub origin: &'a str,
    /// The host, without the port.
    pub host: &'a str,
    /// The host with its port, if any.
    pub authority: &'a str,
    /// Starts with a slash. `/` if the URL has no path.
    pub path: &'a str,
    /// The query, without the question mark and the fragment.
    pub query: &'a str,
}

/// Parses an absolute http(s) URL without credentials.
pub fn parse(text: &str) -> Option<Url<'_>> {
    if text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') {
        return None;
    }
    let (scheme, rest) = text.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at_checked(end)?;
    let (origin, _) = text.split_at_checked(scheme.len() + 3 + end)?;
    let tail = tail.split('#').next().unwrap_or_default();
    let (path, query) = tail.split_once('?').unwrap_or((tail, ""));
    let path = if path.is_empty() { "/" } else { path };
    Some(Url { origin, host: host(authority)?, authority, path, query })
}

/// The host part of `host` or `host:port`.
fn host(authority: &str) -> Option<&str> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(_) => authority.split_at_checked(authority.find(']')? + 1)?,
        None => authority.split_at_checked(authority.find(':').unwrap_or(authority.len()))?,
    };
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let sound = match address {
        Some(address) => {
            !address.is_empty() && address.bytes().all(|to_byte| to_byte.is_ascii_hexdigit() || to_byte == b':')
        }
        None => {
            !host.is_empty()
                && host.bytes().all(|to_byte| to_byte.is_ascii_alphanumeric() || to_byte == b'-' || to_byte == b'.')
        }
    };
    let port = port.strip_prefix(':').unwrap_or(port);
    (sound && port.bytes().all(|to_byte| to_byte.is_ascii_digit())).then_some(host)
}

/// Whether a host is loopback.
pub fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host == "localhost" || host.ends_with(".localhost") || host == "[::1]" || is_loopback_v4(&host)
}

fn is_loopback_v4(host: &str) -> bool {
    let mut parts = host.split('.');
    let plain = |part: &str| part.parse::<u8>().is_ok_and(|number| number.to_string() == part);
    parts.next() == Some("127") && parts.clone().count() == 3 && parts.all(plain)
}

/// Whether a photo may be fetched from `url`, for a request sent to `origin`. Allowed are the same origin, loopback, and the
/// hosts in the options: `host` for any port, `host:port` for one.
pub fn may_fetch(url: &str, origin: &str, allowed: &[String]) -> bool {
    let Some(target) = parse(url) else { return false };
    let own = parse(origin).is_some_and(|own| own.authority.eq_ignore_ascii_case(target.authority));
    let named = |name: &String| name.eq_ignore_ascii_case(target.host) || name.eq_ignore_ascii_case(target.authority);
    own || is_loopback(target.host) || allowed.iter().any(named)
}

/// The first value of a query parameter. The service's names and values never need escapes.
pub fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_url_is_split_into_its_parts() {
        let url = parse("http://127.0.0.1:8080/a/b?field=exterior&x=1#frag").unwrap();
        assert_eq!(url.origin, "http://127.0.0.1:8080");
        assert_eq!((url.host, url.authority), ("127.0.0.1", "127.0.0.1:8080"));
        assert_eq!((url.path, url.query), ("/a/b", "field=exterior&x=1"));
        assert_eq!(parameter(url.query, "field"), Some("exterior"));
        assert_eq!(parameter(url.query, "y"), None);
        assert_eq!(parse("https://reroom.ai").unwrap().path, "/");
        assert_eq!(parse("http://[::1]:3/").unwrap().host, "[::1]");
    }

    #[test]
    fn an_ambiguous_url_is_rejected() {
        for text in [
            "http://localhost@evil.example/",
            "http://evil.example\\@localhost/",
            "http://local host/",
            "http://localhost\n/",
            "http://%6cocalhost/",
            "http://localhost:80x/",
            "http://ｌocalhost/",
            "ftp://localhost/",
            "http:///a",
            "localhost/a",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn only_allowed_hosts_may_be_fetched_from() {
        let allowed = vec!["cdn.example".to_owned(), "img.example:8443".to_owned()];
        let may = |url: &str| may_fetch(url, "https://sandbox.test:9", &allowed);
        for url in [
            "http://localhost/a.jpg",
            "http://a.localhost:5/a.jpg",
            "http://127.0.0.1:99/a.jpg",
            "http://[::1]/a.jpg",
            "https://sandbox.test:9/a.jpg",
            "https://CDN.example:77/a.jpg",
            "https://img.example:8443/a.jpg",
        ] {
            assert!(may(url), "{url}");
        }
        for url in [
            "http://evil.example/a.jpg",
            "http://127.0.0.1.evil.example/",
            "http://127.evil/",
            "http://127.1/",
            "http://localhost.evil.example/",
            "http://sandbox.test/",
            "https://img.example/a.jpg",
            "http://169.254.169.254/latest/meta-data",
            "file:///etc/passwd",
        ] {
            assert!(!may(url), "{url}");
        }
    }
}
