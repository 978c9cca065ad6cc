//! Faults that tests inject.

use crate::http::{HttpRequest, Response};
use crate::urls;
use reroom::api::messages;
use reroom::api::routes::Endpoint;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Which requests fail, how often and how. If several faults match, the oldest one applies.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The method to match. Default: any except `OPTIONS`.
    pub method: Option<String>,
    /// A path prefix, or a pattern for the whole path if it contains `*`. Default: any path.
    pub path: Option<String>,
    /// How many requests the fault applies to. Default 1.
    pub times: Option<u32>,
    /// Milliseconds to wait before the response.
    pub latency_ms: Option<f64>,
    /// A status to respond with. The service then never sees the request.
    pub status: Option<u16>,
    /// The body of that response: strings unchanged, anything else as JSON. Default: the documented error of the status.
    pub body: Option<Value>,
    /// Headers to add to the response.
    pub headers: Map<String, Value>,
    /// When to break the connection.
    pub broken: Option<Breakage>,
    /// Whether the submitted render ends as `failed`.
    pub fail_render: bool,
}

/// When a connection breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Breakage {
    /// Before the service sees the request.
    Before,
    /// After the service has handled the request, so only the response is lost.
    After,
}

impl Fault {
    /// The response that replaces the service's, if any.
    pub fn answer(&self, request: &HttpRequest) -> Option<Response> {
        let status = self.status.or(self.body.is_some().then_some(500))?;
        Some(self.add_headers(match &self.body {
            Some(Value::String(text)) => Response::bytes(status, "text/plain; charset=utf-8", text.clone().into()),
            Some(value) => Response::json(status, value),
            None => Response::err(status, documented_message(request, status)),
        }))
    }

    /// Adds the fault's headers to a response.
    pub fn add_headers(&self, response: Response) -> Response {
        self.headers.iter().fold(response, |response, (name, value)| match value {
            Value::String(text) => response.with(&name.to_ascii_lowercase(), text),
            other => response.with(&name.to_ascii_lowercase(), &other.to_string()),
        })
    }

    fn has_effect(&self) -> bool {
        let Self { status, body, broken, latency_ms, headers, fail_render, .. } = self;
        *fail_render
            || status.is_some()
            || body.is_some()
            || broken.is_some()
            || latency_ms.is_some()
            || !headers.is_empty()
    }

    fn matches(&self, method: &str, path: &str) -> bool {
        let method_fits = match &self.method {
            Some(wanted) => wanted.eq_ignore_ascii_case(method),
            None => method != "OPTIONS",
        };
        method_fits && self.path.as_deref().is_none_or(|pattern| path_matches(pattern, path))
    }
}

/// The documented message for a status of an endpoint.
fn documented_message(request: &HttpRequest, status: u16) -> &'static str {
    let path = urls::parse(&request.url).map_or("", |url| url.path);
    match status {
        400 if path == Endpoint::Upload.path() => messages::INVALID_FILE_FORMAT,
        400 => messages::INVALID_REQUEST,
        401 => messages::UNAUTHORIZED,
        404 if path == Endpoint::Account.path() => messages::ACCOUNT_NOT_FOUND,
        404 => messages::RENDER_NOT_FOUND,
        _ if path == Endpoint::Upload.path() => messages::UPLOAD_FAILED,
        _ => messages::PROCESSING_FAILED,
    }
}

/// Whether a path starts with the pattern, or matches it if it contains `*`.
fn path_matches(pattern: &str, path: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return path.starts_with(pattern) };
    let Some(mut left) = path.strip_prefix(first) else { return false };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return left.ends_with(part);
        }
        match left.split_once(part) {
            Some((_, after)) => left = after,
            None => return false,
        }
    }
    true
}

/// The active faults, with their remaining counts.
#[derive(Debug, Default)]
pub struct Faults(Vec<(Fault, u32)>);

impl Faults {
    /// Adds a fault. Returns an error if it is invalid.
    pub fn push(&mut self, fault: Fault) -> Result<(), &'static str> {
        if fault.status.is_some_and(|status| !(200..=599).contains(&status)) {
            return Err("status must be between 200 and 599");
        }
        if !fault.has_effect() {
            return Err("The fault has no effect. Set status, body, broken, latencyMs, headers or failRender");
        }
        match fault.times.unwrap_or(1) {
            0 => {}
            times => self.0.push((fault, times)),
        }
        Ok(())
    }

    /// Takes the fault for a request and decrements its count.
    pub fn take(&mut self, method: &str, path: &str) -> Option<Fault> {
        let index = self.0.iter().position(|(fault, _)| fault.matches(method, path))?;
        let (fault, left) = self.0.get_mut(index)?;
        let fault = fault.clone();
        *left -= 1;
        if *left == 0 {
            self.0.remove(index);
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_patterns_match_prefixes_and_wildcards() {
        assert!(path_matches("/api/enterprise/render", "/api/enterprise/render/abc"));
        assert!(path_matches("/api/*/render/*", "/api/enterprise/render/abc"));
        assert!(!path_matches("/api/*/render/*", "/api/enterprise/render"));
        assert!(path_matches("*.jpg", "/sandbox/outputs/a.jpg"));
        assert!(!path_matches("*.jpg", "/sandbox/outputs/a.jpg.png"));
        assert!(!path_matches("/b*", "/a/b"));
    }

    #[test]
    fn a_fault_applies_as_often_as_requested() {
        let mut faults = Faults::default();
        assert!(faults.push(Fault { status: Some(101), ..Fault::default() }).is_err());
        let get = Some("get".to_owned());
        assert!(faults.push(Fault { times: Some(2), ..Fault::default() }).is_err());
        assert!(faults.push(Fault { times: Some(2), status: Some(500), ..Fault::default() }).is_ok());
        assert!(faults.push(Fault { method: get, status: Some(503), ..Fault::default() }).is_ok());
        assert_eq!(faults.take("OPTIONS", "/"), None);
        assert_eq!(faults.take("POST", "/").and_then(|fault| fault.status), Some(500));
        assert_eq!(faults.take("GET", "/").and_then(|fault| fault.status), Some(500));
        assert_eq!(faults.take("POST", "/"), None);
        assert_eq!(faults.take("GET", "/").and_then(|fault| fault.status), Some(503));
        assert_eq!(faults.take("GET", "/"), None);
    }
}
