//! The options of a client.

use crate::policy::{limits, retry};
use crate::wasm::js::error::Outcome;
use crate::wasm::js::listener::Listener;
use crate::wasm::options::reader::Reader;
use js_sys::Function;
use wasm_bindgen::prelude::*;

/// The options of a client.
pub struct ClientOptions {
    /// Without a slash at its end.
    pub base_url: String,
    /// The enterprise key.
    pub api_key: Option<String>,
    /// Asked before every request.
    pub get_token: Option<Function>,
    /// Lets a page hold the key.
    pub dangerously_allow_browser: bool,
    /// Sent with every request.
    pub headers: Vec<(String, String)>,
    /// Which cookies go along.
    pub credentials: &'static str,
    /// The caller's own `fetch`.
    pub fetch: Option<Function>,
    /// No progress for this long ends a request, in milliseconds; none where it depends on what the request costs.
    pub timeout_ms: Option<f64>,
    /// How often a safe request is repeated.
    pub max_retries: u32,
    /// How many renders may be under way at once, over every tab of the origin.
    pub max_concurrent_renders: u32,
    /// Whether requests and images are checked.
    pub validate: bool,
    /// Where pending renders are kept.
    pub storage: Option<JsValue>,
    /// Whose they are, where several people use one storage.
    pub user: Option<String>,
    /// Told of every request.
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
    pub fn read(options: &JsValue) -> Outcome<Self> {
        let mut reader = Reader::new(options, CLIENT_KEYS);
        let base_url = reader.base_url("baseUrl").unwrap_or_else(|| "https://reroom.ai".to_owned());
        let read = Self {
            base_url: base_url.trim_end_matches('/').to_owned(),
            api_key: reader.string("apiKey").map(trimmed).filter(|key| !key.is_empty()),
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
            on_request: Listener::to(reader.function("onRequest")),
        };
        reader.finish()?;
        Ok(read)
    }
}

/// A key without the line break it was copied with. HTTP drops that too, and what is searched for to keep the key out
/// of messages must be what was sent.
pub fn trimmed(secret: String) -> String {
    secret.trim().to_owned()
}
