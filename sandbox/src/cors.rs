//! What a browser asks of another origin before it lets a page read an answer.

use crate::http::{Incoming, Response};
use crate::urls;

const METHODS: &str = "GET, HEAD, POST, OPTIONS";
const HEADERS: &str = "Authorization, Content-Type";
const EXPOSED: &str = "Content-Length, Content-Type, Retry-After";

/// The answer to a preflight: any page may call, with the headers it names.
pub fn preflight(request: &Incoming) -> Response {
    let headers = match request.header("access-control-request-headers") {
        Some(asked) if !asked.trim().is_empty() => [HEADERS, ", ", asked].concat(),
        _ => HEADERS.to_owned(),
    };
    let mut response = Response::empty(204)
        .with("access-control-allow-methods", METHODS)
        .with("access-control-allow-headers", &headers)
        .with("access-control-max-age", "600");
    if request.header("access-control-request-private-network").is_some() {
        response = response.with("access-control-allow-private-network", "true");
    }
    allow(request, response)
}

/// Lets the page that asked read the answer.
pub fn allow(request: &Incoming, response: Response) -> Response {
    let response = response.with("vary", "Origin").with("cross-origin-resource-policy", "cross-origin");
    match request.header("origin") {
        Some(origin) => {
            response.with("access-control-allow-origin", origin).with("access-control-expose-headers", EXPOSED)
        }
        None => response,
    }
}

/// Whether a request may use the test hooks: no page at all, a page of this origin, or one on this machine. Any other
/// page that happens to be open could otherwise read what was uploaded.
pub fn may_use_hooks(request: &Incoming, own_origin: &str) -> bool {
    match request.header("origin") {
        None => true,
        Some(origin) => {
            origin.eq_ignore_ascii_case(own_origin)
                || urls::parse(origin).is_some_and(|url| urls::is_loopback(url.host))
        }
    }
}
