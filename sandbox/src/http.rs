//! Requests and responses.

use serde_json::Value;

/// A complete request.
#[derive(Clone, Debug, Default)]
pub struct HttpRequest {
    /// The method in uppercase, such as `GET`.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Header names and values, unchanged.
    pub headers: Vec<(String, String)>,
    /// The body, or empty.
    pub body: Vec<u8>,
}

impl HttpRequest {
    /// The value of a header. Names are case-insensitive.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// A response.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Headers, with lowercase names.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// A response without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// A response with bytes of a MIME type.
    #[must_use]
    pub fn bytes(status: u16, mime: &str, body: Vec<u8>) -> Self {
        Self { status, headers: Vec::new(), body }.with("content-type", mime)
    }

    /// A JSON response.
    #[must_use]
    pub fn json(status: u16, value: &Value) -> Self {
        Self::bytes(status, "application/json; charset=utf-8", value.to_string().into_bytes())
            .with("cache-control", "no-store")
    }

    /// An error response in the service's format: `{ "err": … }`.
    #[must_use]
    pub fn err(status: u16, message: &str) -> Self {
        Self::json(status, &serde_json::json!({ "err": message }))
    }

    /// Sets a header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// What to do next with a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Send this response.
    Respond(Response),
    /// Fetch this URL, then call [`crate::Sandbox::resume`] with the result.
    Fetch {
        /// The URL. Its host has already been checked.
        url: String,
        /// The id to pass to `resume`.
        continuation: u32,
    },
    /// Break the connection without a response.
    Broken,
}

/// An action, and how long to wait before it.
#[derive(Clone, Debug, PartialEq)]
pub struct DelayedAction {
    /// Milliseconds. 0 unless a fault adds latency.
    pub delay_ms: f64,
    /// The action.
    pub action: Action,
}

/// The result of an [`Action::Fetch`].
#[derive(Clone, Debug, Default)]
pub struct Fetched {
    /// The HTTP status. 0 if the fetch failed or the body was too large.
    pub status: u16,
    /// The target of a redirect, as an absolute URL.
    pub location: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}
