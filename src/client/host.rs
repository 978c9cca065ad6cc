//! Which hosts are the developer's own machine.

/// Whether a host name, as `location.hostname` gives it, is loopback.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.ends_with(".localhost") || host == "::1" || is_127(host)
}

fn is_127(host: &str) -> bool {
    host.strip_prefix("127.").is_some_and(|rest| {
        let parts: Vec<_> = rest.split('.').collect();
        parts.len() == 3 && parts.iter().all(|part| part.parse::<u8>().is_ok())
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine() {
        for own in ["localhost", "app.localhost", "127.0.0.1", "127.1.2.3", "[::1]", "::1"] {
            assert!(is_loopback(own), "{own}");
        }
        for other in ["", "reroom.ai", "localhost.evil.example", "127.0.0.1.evil.example", "127.evil", "10.0.0.1"] {
            assert!(!is_loopback(other), "{other}");
        }
    }
}
