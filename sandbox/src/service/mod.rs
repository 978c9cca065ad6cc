//! The service as a whole: what happens to a request, from its arrival to its answer.

mod files;
mod hooks;
mod order;
mod routes;
mod state;

use crate::cors;
use crate::faults::{Breakage, Fault};
use crate::http::{Action, Fetched, Incoming, Outcome, Response};
use crate::log::Received;
use crate::options::{Options, Reset};
use crate::twins::Twin;
use crate::urls;
use serde_json::Value;
use state::{State, Step};

pub use state::Sandbox;

impl Sandbox {
    /// A sandbox with a fresh account.
    #[must_use]
    pub fn new(options: Options, now_ms: f64) -> Self {
        Self { state: State::new(options.clone(), now_ms), options, twins: Vec::new() }
    }

    /// Adds a photo whose rendering is known.
    pub fn add_twin(&mut self, twin: Twin) {
        self.twins.push(twin);
    }

    /// Takes in a request.
    pub fn handle(&mut self, request: Incoming, now_ms: f64) -> Outcome {
        let Some(url) = urls::parse(&request.url) else { return respond(Response::err(400, "Not an http(s) URL")) };
        if hooks::is_hook(url.path) {
            return respond(self.hook(&request, now_ms));
        }
        self.state.log.push(&request, now_ms);
        let fault = self.state.faults.take(&request.method, url.path).unwrap_or_default();
        if fault.broken == Some(Breakage::Before) {
            return finish(&fault, Action::Broken);
        }
        if fault.broken.is_none()
            && let Some(answer) = fault.answer(&request)
        {
            return finish(&fault, Action::Respond(cors::allow(&request, answer)));
        }
        let step = self.route(&request, &fault, now_ms);
        conclude(&request, &fault, step)
    }

    /// Goes on with a request that waited for a photo to be fetched.
    pub fn resume(&mut self, continuation: u32, fetched: &Fetched, now_ms: f64) -> Outcome {
        match self.take_waiting(continuation) {
            None => respond(Response::err(500, "No request waits for this")),
            Some(waiting) => {
                let (request, fault) = (waiting.request.clone(), waiting.fault.clone());
                let step = self.fetched(waiting, fetched, now_ms);
                conclude(&request, &fault, step)
            }
        }
    }

    /// Asks for trouble with the next requests.
    ///
    /// # Errors
    /// Says what is wrong with the description.
    pub fn fault(&mut self, fault: Fault) -> Result<(), &'static str> {
        self.state.faults.push(fault)
    }

    /// What came in, oldest first; the hooks' own requests are not among it.
    pub fn received(&self) -> impl Iterator<Item = &Received> {
        self.state.log.entries()
    }

    /// The bytes of a picture, `uploads/<name>` or `outputs/<name>`, if there is one.
    pub fn picture(&mut self, name: &str, now_ms: f64) -> Option<Vec<u8>> {
        self.read_file(name, now_ms).map(|bytes| bytes.to_vec())
    }

    /// Every render's record, oldest first, with URLs below `origin`.
    #[must_use]
    pub fn renders(&self, origin: &str, now_ms: f64) -> Vec<Value> {
        self.state.renders.iter().map(|render| render.record(&self.state.uid, origin, now_ms)).collect()
    }

    /// Starts anew: no uploads, renders, faults or log; the same ids again for the same seed. Twins stay.
    pub fn reset(&mut self, reset: Reset, now_ms: f64) {
        let mut options = self.options.clone();
        options.credits = reset.credits.unwrap_or(options.credits);
        options.speeds = reset.speeds.unwrap_or(options.speeds);
        self.state = State::new(options, now_ms);
    }
}

fn respond(response: Response) -> Outcome {
    Outcome { delay_ms: 0.0, action: Action::Respond(response) }
}

fn finish(fault: &Fault, action: Action) -> Outcome {
    Outcome { delay_ms: fault.latency_ms.unwrap_or(0.0).max(0.0), action }
}

fn conclude(request: &Incoming, fault: &Fault, step: Step) -> Outcome {
    match step {
        Step::Fetch { url, continuation } => Outcome { delay_ms: 0.0, action: Action::Fetch { url, continuation } },
        Step::Done(_) if fault.broken == Some(Breakage::After) => finish(fault, Action::Broken),
        Step::Done(mut response) => {
            if request.method == "HEAD" {
                response.body.clear();
            }
            finish(fault, Action::Respond(fault.dress(cors::allow(request, response))))
        }
    }
}
