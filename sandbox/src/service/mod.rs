//! The service: handles requests from arrival to response.

mod control;
mod files;
mod route;
mod state;
mod submit;

use crate::cors;
use crate::faults::{Breakage, Fault};
use crate::fixtures::Fixture;
use crate::http::{Action, DelayedAction, Fetched, HttpRequest, Response};
use crate::options::{Options, Reset};
use crate::request_log::LoggedRequest;
use crate::urls;
use serde_json::Value;
use state::{State, Step};

pub use state::Sandbox;

impl Sandbox {
    /// Creates a sandbox with a new account.
    #[must_use]
    pub fn new(options: Options, now_ms: f64) -> Self {
        Self { state: State::new(options.clone(), now_ms), options, fixtures: Vec::new() }
    }

    /// Adds a fixture: a photo and its known result.
    pub fn add_fixture(&mut self, fixture: Fixture) {
        self.fixtures.push(fixture);
    }

    /// Handles a request.
    pub fn handle(&mut self, http_request: HttpRequest, now_ms: f64) -> DelayedAction {
        let Some(url) = urls::parse(&http_request.url) else {
            return respond(Response::err(400, "Not an http(s) URL"));
        };
        if control::is_control_endpoint(url.path) {
            return respond(self.handle_control(&http_request, now_ms));
        }
        self.state.log.push(&http_request, now_ms);
        let fault = self.state.faults.take(&http_request.method, url.path).unwrap_or_default();
        if fault.broken == Some(Breakage::Before) {
            return delay_for(&fault, Action::Broken);
        }
        if fault.broken.is_none()
            && let Some(answer) = fault.answer(&http_request)
        {
            return delay_for(&fault, Action::Respond(cors::add_headers(&http_request, answer)));
        }
        let step = self.route(&http_request, &fault, now_ms);
        finish_step(&http_request, &fault, step)
    }

    /// Continues a request whose photo had to be fetched.
    pub fn resume(&mut self, continuation: u32, fetched: &Fetched, now_ms: f64) -> DelayedAction {
        match self.take_pending(continuation) {
            None => respond(Response::err(500, "No request is waiting for this fetch")),
            Some(pending) => {
                let (http_request, fault) = (pending.http_request.clone(), pending.fault.clone());
                let step = self.on_fetched(pending, fetched, now_ms);
                finish_step(&http_request, &fault, step)
            }
        }
    }

    /// Adds a fault for the next requests.
    ///
    /// # Errors
    /// Returns an error if the description is invalid.
    pub fn fault(&mut self, fault: Fault) -> Result<(), &'static str> {
        self.state.faults.push(fault)
    }

    /// The logged requests, oldest first. Requests to control endpoints are not logged.
    pub fn logged_requests(&self) -> impl Iterator<Item = &LoggedRequest> {
        self.state.log.entries()
    }

    /// Reads an image, `uploads/<name>` or `outputs/<name>`.
    pub fn read_image(&mut self, name: &str, now_ms: f64) -> Option<Vec<u8>> {
        self.read_file(name, now_ms).map(|bytes| bytes.to_vec())
    }

    /// The records of all renders, oldest first, with URLs under `origin`.
    #[must_use]
    pub fn renders(&self, origin: &str, now_ms: f64) -> Vec<Value> {
        self.state.renders.iter().map(|render| render.record(&self.state.uid, origin, now_ms)).collect()
    }

    /// Clears uploads, renders, faults and the log. Keeps fixtures. With the same seed, ids repeat.
    pub fn reset(&mut self, reset: Reset, now_ms: f64) {
        let mut options = self.options.clone();
        options.credits = reset.credits.unwrap_or(options.credits);
        options.speeds = reset.speeds.unwrap_or(options.speeds);
        self.state = State::new(options, now_ms);
    }
}

fn respond(response: Response) -> DelayedAction {
    DelayedAction { delay_ms: 0.0, action: Action::Respond(response) }
}

fn delay_for(fault: &Fault, action: Action) -> DelayedAction {
    DelayedAction { delay_ms: fault.latency_ms.unwrap_or(0.0).max(0.0), action }
}

fn finish_step(http_request: &HttpRequest, fault: &Fault, step: Step) -> DelayedAction {
    match step {
        Step::Fetch { url, continuation } => {
            DelayedAction { delay_ms: 0.0, action: Action::Fetch { url, continuation } }
        }
        Step::Done(_) if fault.broken == Some(Breakage::After) => delay_for(fault, Action::Broken),
        Step::Done(mut response) => {
            if http_request.method == "HEAD" {
                response.body.clear();
            }
            delay_for(fault, Action::Respond(fault.add_headers(cors::add_headers(http_request, response))))
        }
    }
}
