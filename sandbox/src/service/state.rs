//! The state of a sandbox.

use crate::faults::{Fault, Faults};
use crate::fixtures::Fixture;
use crate::http::{HttpRequest, Response};
use crate::options::Options;
use crate::output_cache::OutputCache;
use crate::photos::Photos;
use crate::random::Random;
use crate::render_request::RenderRequest;
use crate::renders::Renders;
use crate::request_log::RequestLog;

/// The service with one account.
#[derive(Debug)]
pub struct Sandbox {
    pub(super) options: Options,
    pub(super) fixtures: Vec<Fixture>,
    pub(super) state: State,
}

/// The state that a reset clears.
#[derive(Debug)]
pub(super) struct State {
    pub(super) random: Random,
    pub(super) account_id: String,
    pub(super) uid: String,
    pub(super) created_ms: f64,
    pub(super) updated_ms: f64,
    pub(super) credits: i64,
    pub(super) options: Options,
    pub(super) photos: Photos,
    pub(super) renders: Renders,
    pub(super) outputs: OutputCache,
    pub(super) faults: Faults,
    pub(super) log: RequestLog,
    pub(super) pending: Vec<PendingFetch>,
    pub(super) continuations: u32,
}

impl State {
    pub(super) fn new(options: Options, now_ms: f64) -> Self {
        let mut random = Random::new(options.seed);
        Self {
            account_id: random.object_id(),
            uid: random.object_id(),
            random,
            created_ms: now_ms,
            updated_ms: now_ms,
            credits: options.credits,
            options,
            photos: Photos::default(),
            renders: Renders::default(),
            outputs: OutputCache::default(),
            faults: Faults::default(),
            log: RequestLog::default(),
            pending: Vec::new(),
            continuations: 0,
        }
    }
}

/// The result of a handler.
pub(super) enum Step {
    Done(Response),
    Fetch { url: String, continuation: u32 },
}

/// A request whose photo is being fetched.
#[derive(Debug)]
pub(super) struct PendingFetch {
    pub(super) continuation: u32,
    pub(super) http_request: HttpRequest,
    pub(super) fault: Fault,
    pub(super) render_request: RenderRequest,
    pub(super) redirects: u8,
}
