//! Requests and answers, as the core sees them.

use serde_json::Value;

/// A request that has arrived whole.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// `GET`, `POST`, … in capitals.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Names in any case, values as they came.
    pub headers: Vec<(String, String)>,
    /// The body; empty where there is none.
    pub body: Vec<u8>,
}

impl Incoming {
    /// The value of a header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// An answer without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// Any bytes, of a media type.
    #[must_use]
    pub fn bytes(status: u16, mime: &str, body: Vec<u8>) -> Self {
        Self { status, headers: Vec::new(), body }.with("content-type", mime)
    }

    /// A JSON answer.
    #[must_use]
    pub fn json(status: u16, value: &Value) -> Self {
        Self::bytes(status, "application/json; charset=utf-8", value.to_string().into_bytes())
            .with("cache-control", "no-store")
    }

    /// The service's form of an error: `{ "err": … }`.
    #[must_use]
    pub fn err(status: u16, message: &str) -> Self {
        Self::json(status, &serde_json::json!({ "err": message }))
    }

    /// The same with a header set.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// What is to happen next with a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Answer it.
    Respond(Response),
    /// Fetch this URL, then call [`crate::Sandbox::resume`] with what came.
    Fetch {
        /// The URL, already found to be on an allowed host.
        url: String,
        /// To be handed back.
        continuation: u32,
    },
    /// Break the connection without an answer.
    Broken,
}

/// An action and how long to wait before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Milliseconds; 0 unless a fault asks for latency.
    pub delay_ms: f64,
    /// What is to happen then.
    pub action: Action,
}

/// What came of an [`Action::Fetch`].
#[derive(Clone, Debug, Default)]
pub struct Fetched {
    /// The HTTP status; 0 when nothing came or the body was over the limit.
    pub status: u16,
    /// Where a redirect leads, as an absolute URL.
    pub location: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}
