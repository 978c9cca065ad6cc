//! The options of a client.

use crate::policy::{limits, retry};
use crate::text::trim_end;
use crate::wasm::js::error::Result;
use crate::wasm::js::listener::Listener;
use crate::wasm::options::reader::Reader;
use js_sys::Function;
use wasm_bindgen::prelude::*;

/// The options of the constructor.
pub struct ClientOptions {
    /// Without a trailing slash.
    pub base_url: String,
    /// The enterprise key.
    pub api_key: Option<String>,
    /// Returns a token for each request.
    pub get_token: Option<Function>,
    /// Allows a key in a public page.
    pub dangerously_allow_browser: bool,
    /// Sent with every request.
    pub headers: Vec<(String, String)>,
    /// Whether requests send cookies.
    pub credentials: &'static str,
    /// Replaces the platform's `fetch`.
    pub fetch: Option<Function>,
    /// The timeout of a request without progress, in milliseconds. The default depends on whether the request is paid.
    pub timeout_ms: Option<f64>,
    /// How often an unpaid request is retried.
    pub max_retries: u32,
    /// How many renders may run at once across all tabs of the origin.
    pub max_concurrent_renders: u32,
    /// Whether to check requests and images before they are sent.
    pub validate: bool,
    /// Where pending renders are stored.
    pub storage: Option<JsValue>,
    /// The user that the pending renders belong to, if several share a storage.
    pub user: Option<String>,
    /// Called for every request.
    pub on_request: Listener,
}

const CLIENT_KEYS: &[&str] = &[
    "baseUrl",
    "apiKey",
    "getToken",
    "dangerouslyAllowBrowser",
    "headers",
    "credentials",
    "fetch",
    "timeoutMs",
    "maxRetries",
    "maxConcurrentRenders",
    "validate",
    "storage",
    "user",
    "onRequest",
];

impl ClientOptions {
    /// Reads the options of a constructor.
    pub fn read(options: &JsValue) -> Result<Self> {
        let mut reader = Reader::new(options, CLIENT_KEYS);
        let base_url = reader.base_url("baseUrl").unwrap_or_else(|| "https://reroom.ai".to_owned());
        let read = Self {
            base_url: trim_end(&base_url, "/").to_owned(),
            api_key: reader.string("apiKey").map(trim_secret).filter(|key| !key.is_empty()),
            get_token: reader.function("getToken"),
            dangerously_allow_browser: reader.boolean("dangerouslyAllowBrowser").unwrap_or_default(),
            headers: reader.strings("headers").unwrap_or_default(),
            credentials: reader.word("credentials", &["omit", "same-origin", "include"]).unwrap_or("same-origin"),
            fetch: reader.function("fetch"),
            timeout_ms: reader.positive("timeoutMs"),
            max_retries: reader.count("maxRetries").unwrap_or(retry::DEFAULT_MAX_RETRIES),
            max_concurrent_renders: reader.slots("maxConcurrentRenders").unwrap_or(limits::MAX_CONCURRENT_RENDERS),
            validate: reader.word("validate", &["strict", "off"]) != Some("off"),
            storage: reader.storage("storage"),
            user: reader.string("user"),
            on_request: Listener::new(reader.function("onRequest")),
        };
        reader.finish()?;
        Ok(read)
    }
}

/// Removes the whitespace around a key, as HTTP does. Redaction must search for exactly what was sent.
pub fn trim_secret(secret: String) -> String {
    secret.trim_ascii().to_owned()
}
