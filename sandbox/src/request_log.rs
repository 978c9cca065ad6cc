//! Logs received requests, so tests can inspect them.

use crate::http::HttpRequest;
use crate::urls;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::VecDeque;

/// Maximum number of logged requests. The oldest are dropped first.
const MAX_ENTRIES: usize = 1000;
/// Maximum bytes of logged JSON bodies. The oldest requests are dropped first.
const MAX_JSON_BYTES: usize = 32 << 20;

/// A logged request.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoggedRequest {
    /// When the request arrived, in milliseconds since 1970 by the sandbox's clock.
    pub at: f64,
    /// The HTTP method.
    pub method: String,
    /// The path and query.
    pub path: String,
    /// The headers, with lowercase names. Of the key, only its length is logged.
    pub headers: Map<String, Value>,
    /// The size of the body in bytes. Bodies are read up to one byte over the upload limit.
    pub body_bytes: usize,
    /// The body, if it is JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<Value>,
}

/// The latest requests, oldest first.
#[derive(Debug, Default)]
pub struct RequestLog {
    entries: VecDeque<LoggedRequest>,
    json_bytes: usize,
}

impl RequestLog {
    /// Logs a request.
    pub fn push(&mut self, request: &HttpRequest, now_ms: f64) {
        let url = urls::parse(&request.url);
        let path = url.map_or_else(String::new, |url| match url.query {
            "" => url.path.to_owned(),
            query => [url.path, "?", query].concat(),
        });
        let entry = LoggedRequest {
            at: now_ms,
            method: request.method.clone(),
            path,
            headers: headers(request),
            body_bytes: request.body.len(),
            json: json(request),
        };
        self.json_bytes += json_size(&entry);
        self.entries.push_back(entry);
        while self.entries.len() > MAX_ENTRIES || self.json_bytes > MAX_JSON_BYTES {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.json_bytes -= json_size(&oldest);
        }
    }

    /// The logged requests, oldest first.
    pub fn entries(&self) -> impl Iterator<Item = &LoggedRequest> {
        self.entries.iter()
    }
}

fn json_size(entry: &LoggedRequest) -> usize {
    if entry.json.is_some() { entry.body_bytes } else { 0 }
}

fn json(request: &HttpRequest) -> Option<Value> {
    let is_json = request.header("content-type").is_some_and(|mime| mime.to_ascii_lowercase().contains("json"));
    if is_json { serde_json::from_slice(&request.body).ok() } else { None }
}

fn headers(request: &HttpRequest) -> Map<String, Value> {
    let entry = |(name, value): &(String, String)| {
        let name = name.to_ascii_lowercase();
        let value = if name == "authorization" { redacted(value) } else { value.clone() };
        (name, Value::String(value))
    };
    request.headers.iter().map(entry).collect()
}

/// Redacts the key: `Bearer <7 chars>`.
fn redacted(value: &str) -> String {
    let key = value.strip_prefix("Bearer ");
    let scheme = if key.is_some() { "Bearer " } else { "" };
    format!("{scheme}<{} chars>", key.unwrap_or(value).chars().count())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn post(body: &str) -> HttpRequest {
        HttpRequest {
            method: "POST".to_owned(),
            url: "http://x.test/api/enterprise/render?field=interior".to_owned(),
            headers: vec![
                ("Authorization".to_owned(), "Bearer top-secret".to_owned()),
                ("Content-Type".to_owned(), "application/json".to_owned()),
            ],
            body: body.into(),
        }
    }

    #[test]
    fn the_key_is_redacted() {
        let mut log = RequestLog::default();
        log.push(&post("{\"a\":1}"), 5.0);
        let text = serde_json::to_string(log.entries().next().unwrap()).unwrap();
        assert!(!text.contains("top-secret"), "{text}");
        assert!(text.contains("Bearer <10 chars>"), "{text}");
        assert!(text.contains("\"path\":\"/api/enterprise/render?field=interior\""), "{text}");
        assert!(text.contains("\"json\":{\"a\":1}"), "{text}");
    }

    #[test]
    fn the_log_drops_the_oldest_requests_over_its_limits() {
        let mut log = RequestLog::default();
        for at in 0..MAX_ENTRIES + 5 {
            log.push(&post("1"), at as f64);
        }
        assert_eq!(log.entries().count(), MAX_ENTRIES);
        assert_eq!(log.entries().next().unwrap().at, 5.0);
        let big = format!("\"{}\"", "a".repeat(MAX_JSON_BYTES / 3));
        for at in 0..5 {
            log.push(&post(&big), f64::from(at));
        }
        assert_eq!(log.entries().count(), 2);
        assert!(log.json_bytes <= MAX_JSON_BYTES);
    }
}
