//! The sandbox as JavaScript sees it: one class over the core, with JSON for all that is not bytes.

use crate::{Action, Fetched, Incoming, Outcome, Response, Sandbox, Twin};
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// The core of a sandbox; `createSandbox` wraps it into a `fetch` handler.
#[wasm_bindgen]
#[derive(Debug)]
pub struct SandboxCore(RefCell<Sandbox>);

#[wasm_bindgen]
impl SandboxCore {
    /// A sandbox from its options as JSON.
    ///
    /// # Errors
    /// Says which option is unknown or of the wrong type.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, now_ms: f64) -> Result<SandboxCore, JsError> {
        Ok(Self(RefCell::new(Sandbox::new(read(options)?, now_ms))))
    }

    /// Adds a photo whose rendering is known; the rule is JSON.
    ///
    /// # Errors
    /// Says what is wrong with the rule.
    #[wasm_bindgen(js_name = addTwin)]
    pub fn add_twin(&self, photo: Vec<u8>, result: Vec<u8>, rule: &str) -> Result<(), JsError> {
        let twin = Twin::new(photo, result, read(rule)?);
        self.0.borrow_mut().add_twin(twin);
        Ok(())
    }

    /// Takes in a request; its headers are JSON pairs.
    ///
    /// # Errors
    /// Only if the headers are no such JSON.
    pub fn handle(&self, method: &str, url: &str, headers: &str, body: Vec<u8>, now_ms: f64) -> Result<Reply, JsError> {
        let request = Incoming { method: method.to_owned(), url: url.to_owned(), headers: read(headers)?, body };
        Ok(Reply(self.0.borrow_mut().handle(request, now_ms)))
    }

    /// Goes on with what a fetch brought; status 0 where it brought nothing.
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

    /// The bytes of one of its pictures, `uploads/<name>` or `outputs/<name>`: no request, so it is neither logged nor faulted.
    pub fn file(&self, name: &str, now_ms: f64) -> Option<Vec<u8>> {
        self.0.borrow_mut().picture(name, now_ms)
    }

    /// Asks for trouble, described as JSON.
    ///
    /// # Errors
    /// Says what is wrong with the description.
    pub fn fault(&self, fault: &str) -> Result<(), JsError> {
        let fault = read(fault)?;
        self.0.borrow_mut().fault(fault).map_err(JsError::new)
    }

    /// What came in, as a JSON array.
    ///
    /// # Errors
    /// Only out of memory.
    pub fn requests(&self) -> Result<String, JsError> {
        let sandbox = self.0.borrow();
        Ok(serde_json::to_string(&sandbox.received().collect::<Vec<_>>())?)
    }

    /// Starts anew, with settings as JSON.
    ///
    /// # Errors
    /// Says what is wrong with the settings.
    pub fn reset(&self, settings: &str, now_ms: f64) -> Result<(), JsError> {
        let settings = read(settings)?;
        self.0.borrow_mut().reset(settings, now_ms);
        Ok(())
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, JsError> {
    Ok(serde_json::from_str(json)?)
}

/// What is to happen with a request.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Reply(Outcome);

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

    /// The status of a response; 0 otherwise.
    #[wasm_bindgen(getter)]
    pub fn status(&self) -> u16 {
        self.response().map_or(0, |response| response.status)
    }

    /// The headers of a response, as JSON pairs.
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

    /// The URL to fetch; empty where there is none.
    #[wasm_bindgen(getter)]
    pub fn url(&self) -> String {
        match &self.0.action {
            Action::Fetch { url, .. } => url.clone(),
            _ => String::new(),
        }
    }

    /// What to resume with.
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
