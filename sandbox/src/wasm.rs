//! The JavaScript interface: one class, with JSON for everything except bytes.

use crate::{Action, DelayedAction, Fetched, Fixture, HttpRequest, Response, Sandbox};
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// The core of a sandbox. `createSandbox` wraps it in a `fetch` handler.
#[wasm_bindgen]
#[derive(Debug)]
pub struct SandboxCore(RefCell<Sandbox>);

#[wasm_bindgen]
impl SandboxCore {
    /// Creates a sandbox from options in JSON.
    ///
    /// # Errors
    /// Throws if an option is unknown or has the wrong type.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, now_ms: f64) -> Result<SandboxCore, JsError> {
        Ok(Self(RefCell::new(Sandbox::new(read(options)?, now_ms))))
    }

    /// Adds a fixture: a photo and its known result. The rule is JSON.
    ///
    /// # Errors
    /// Throws if the rule is invalid.
    #[wasm_bindgen(js_name = addFixture)]
    pub fn add_fixture(&self, photo: Vec<u8>, result: Vec<u8>, rule: &str) -> Result<(), JsError> {
        let fixture = Fixture::new(photo, result, read(rule)?);
        self.0.borrow_mut().add_fixture(fixture);
        Ok(())
    }

    /// Handles a request. Headers are a JSON array of name and value pairs.
    ///
    /// # Errors
    /// Throws if the headers are not such JSON.
    pub fn handle(&self, method: &str, url: &str, headers: &str, body: Vec<u8>, now_ms: f64) -> Result<Reply, JsError> {
        let request = HttpRequest { method: method.to_owned(), url: url.to_owned(), headers: read(headers)?, body };
        Ok(Reply(self.0.borrow_mut().handle(request, now_ms)))
    }

    /// Continues a request after a fetch. Status 0 means that the fetch failed.
    pub fn resume(
        &self,
        continuation: u32,
        status: u16,
        location: Option<String>,
        body: Vec<u8>,
        now_ms: f64,
    ) -> Reply {
        Reply(self.0.borrow_mut().resume(continuation, &Fetched { status, location, body }, now_ms))
    }

    /// Reads an image, `uploads/<name>` or `outputs/<name>`, without logging or faults.
    pub fn file(&self, name: &str, now_ms: f64) -> Option<Vec<u8>> {
        self.0.borrow_mut().read_image(name, now_ms)
    }

    /// Adds a fault, described in JSON.
    ///
    /// # Errors
    /// Throws if the description is invalid.
    pub fn fault(&self, fault: &str) -> Result<(), JsError> {
        let fault = read(fault)?;
        self.0.borrow_mut().fault(fault).map_err(JsError::new)
    }

    /// The logged requests as a JSON array.
    ///
    /// # Errors
    /// Throws only if memory runs out.
    pub fn requests(&self) -> Result<String, JsError> {
        let sandbox = self.0.borrow();
        Ok(serde_json::to_string(&sandbox.logged_requests().collect::<Vec<_>>())?)
    }

    /// Resets the sandbox, with settings in JSON.
    ///
    /// # Errors
    /// Throws if the settings are invalid.
    pub fn reset(&self, settings: &str, now_ms: f64) -> Result<(), JsError> {
        let settings = read(settings)?;
        self.0.borrow_mut().reset(settings, now_ms);
        Ok(())
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, JsError> {
    Ok(serde_json::from_str(json)?)
}

/// What to do next with a request.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Reply(DelayedAction);

#[wasm_bindgen]
impl Reply {
    /// `respond`, `fetch` or `broken`.
    #[wasm_bindgen(getter)]
    pub fn kind(&self) -> String {
        match self.0.action {
            Action::Respond(_) => "respond",
            Action::Fetch { .. } => "fetch",
            Action::Broken => "broken",
        }
        .to_owned()
    }

    /// Milliseconds to wait first.
    #[wasm_bindgen(getter, js_name = delayMs)]
    pub fn delay_ms(&self) -> f64 {
        self.0.delay_ms
    }

    /// The status of a response; otherwise 0.
    #[wasm_bindgen(getter)]
    pub fn status(&self) -> u16 {
        self.response().map_or(0, |response| response.status)
    }

    /// The headers of a response, as a JSON array of name and value pairs.
    #[wasm_bindgen(getter)]
    pub fn headers(&self) -> String {
        let headers = self.response().map(|response| response.headers.as_slice()).unwrap_or_default();
        serde_json::json!(headers).to_string()
    }

    /// The body of a response.
    #[wasm_bindgen(getter)]
    pub fn body(&self) -> Vec<u8> {
        self.response().map(|response| response.body.clone()).unwrap_or_default()
    }

    /// The URL to fetch; otherwise empty.
    #[wasm_bindgen(getter)]
    pub fn url(&self) -> String {
        match &self.0.action {
            Action::Fetch { url, .. } => url.clone(),
            _ => String::new(),
        }
    }

    /// The id to pass to `resume`.
    #[wasm_bindgen(getter)]
    pub fn continuation(&self) -> u32 {
        match self.0.action {
            Action::Fetch { continuation, .. } => continuation,
            _ => 0,
        }
    }

    fn response(&self) -> Option<&Response> {
        match &self.0.action {
            Action::Respond(response) => Some(response),
            _ => None,
        }
    }
}
