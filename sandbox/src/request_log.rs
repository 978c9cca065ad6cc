//! What the sandbox has received, for tests to read back.

use crate::http::Incoming;
use crate::urls;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::VecDeque;

/// So many requests are kept; the oldest go first.
const KEPT: usize = 1000;
/// So many bytes of JSON bodies are kept; the oldest requests go first.
const KEPT_BYTES: usize = 32 << 20;

/// One request that came in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    /// When, in milliseconds since 1970 by the sandbox's clock.
    pub at: f64,
    /// The method.
    pub method: String,
    /// The path and query.
    pub path: String,
    /// The headers, names in lower case; the key is told by its length alone.
    pub headers: Map<String, Value>,
    /// The size of the body in bytes; uploads are read up to one byte over what is allowed.
    pub body_bytes: usize,
    /// The body, where it is JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<Value>,
}

/// The newest requests, in the order they came.
#[derive(Debug, Default)]
pub struct Log {
    entries: VecDeque<Received>,
    json_bytes: usize,
}

impl Log {
    /// Notes a request.
    pub fn push(&mut self, request: &Incoming, now_ms: f64) {
        let url = urls::parse(&request.url);
        let path = url.map_or_else(String::new, |url| match url.query {
            "" => url.path.to_owned(),
            query => [url.path, "?", query].concat(),
        });
        let entry = Received {
            at: now_ms,
            method: request.method.clone(),
            path,
            headers: headers(request),
            body_bytes: request.body.len(),
            json: json(request),
        };
        self.json_bytes += weight(&entry);
        self.entries.push_back(entry);
        while self.entries.len() > KEPT || self.json_bytes > KEPT_BYTES {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.json_bytes -= weight(&oldest);
        }
    }

    /// What came, oldest first.
    pub fn entries(&self) -> impl Iterator<Item = &Received> {
        self.entries.iter()
    }
}

fn weight(entry: &Received) -> usize {
    if entry.json.is_some() { entry.body_bytes } else { 0 }
}

fn json(request: &Incoming) -> Option<Value> {
    let is_json = request.header("content-type").is_some_and(|mime| mime.to_ascii_lowercase().contains("json"));
    if is_json { serde_json::from_slice(&request.body).ok() } else { None }
}

fn headers(request: &Incoming) -> Map<String, Value> {
    let entry = |(name, value): &(String, String)| {
        let name = name.to_ascii_lowercase();
        let value = if name == "authorization" { redacted(value) } else { value.clone() };
        (name, Value::String(value))
    };
    request.headers.iter().map(entry).collect()
}

/// `Bearer <7 chars>`: enough to see that a key came, and nothing of it.
fn redacted(value: &str) -> String {
    let key = value.strip_prefix("Bearer ");
    let scheme = if key.is_some() { "Bearer " } else { "" };
    format!("{scheme}<{} chars>", key.unwrap_or(value).chars().count())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn post(body: &str) -> Incoming {
        Incoming {
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
    fn the_key_is_not_kept() {
        let mut log = Log::default();
        log.push(&post("{\"a\":1}"), 5.0);
        let text = serde_json::to_string(log.entries().next().unwrap()).unwrap();
        assert!(!text.contains("top-secret"), "{text}");
        assert!(text.contains("Bearer <10 chars>"), "{text}");
        assert!(text.contains("\"path\":\"/api/enterprise/render?field=interior\""), "{text}");
        assert!(text.contains("\"json\":{\"a\":1}"), "{text}");
    }

    #[test]
    fn it_stays_bounded() {
        let mut log = Log::default();
        for at in 0..KEPT + 5 {
            log.push(&post("1"), at as f64);
        }
        assert_eq!(log.entries().count(), KEPT);
        assert_eq!(log.entries().next().unwrap().at, 5.0);
        let big = format!("\"{}\"", "a".repeat(KEPT_BYTES / 3));
        for at in 0..5 {
            log.push(&post(&big), f64::from(at));
        }
        assert_eq!(log.entries().count(), 2);
        assert!(log.json_bytes <= KEPT_BYTES);
    }
}
