//! CORS headers.

use crate::http::{HttpRequest, Response};
use crate::urls;

const METHODS: &str = "GET, HEAD, POST, OPTIONS";
const HEADERS: &str = "Authorization, Content-Type";
const EXPOSED: &str = "Content-Length, Content-Type, Retry-After";

/// The response to a preflight request. Allows any page, with the headers it asks for.
pub fn preflight_response(request: &HttpRequest) -> Response {
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
    add_headers(request, response)
}

/// Adds CORS headers for the request's origin.
pub fn add_headers(request: &HttpRequest, response: Response) -> Response {
    let response = response.with("vary", "Origin").with("cross-origin-resource-policy", "cross-origin");
    match request.header("origin") {
        Some(origin) => {
            response.with("access-control-allow-origin", origin).with("access-control-expose-headers", EXPOSED)
        }
        None => response,
    }
}

/// Whether a request may use the control endpoints: it has no origin, the sandbox's origin, or a loopback origin. Other
/// pages open in the browser could otherwise read uploads.
pub fn may_use_control_endpoints(request: &HttpRequest, own_origin: &str) -> bool {
    match request.header("origin") {
        None => true,
        Some(origin) => {
            origin.eq_ignore_ascii_case(own_origin)
                || urls::parse(origin).is_some_and(|url| urls::is_loopback(url.host))
        }
    }
}
