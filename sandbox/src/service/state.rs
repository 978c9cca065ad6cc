//! What the sandbox remembers.

use crate::faults::{Fault, Faults};
use crate::http::{Incoming, Response};
use crate::log::Log;
use crate::options::Options;
use crate::orders::Order;
use crate::outputs::Outputs;
use crate::photos::Photos;
use crate::random::Random;
use crate::renders::Renders;
use crate::twins::Twin;

/// The service, with one account.
#[derive(Debug)]
pub struct Sandbox {
    pub(super) options: Options,
    pub(super) twins: Vec<Twin>,
    pub(super) state: State,
}

/// All that a reset takes back.
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
    pub(super) outputs: Outputs,
    pub(super) faults: Faults,
    pub(super) log: Log,
    pub(super) waiting: Vec<Waiting>,
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
            outputs: Outputs::default(),
            faults: Faults::default(),
            log: Log::default(),
            waiting: Vec::new(),
            continuations: 0,
        }
    }
}

/// What a handler has come to.
pub(super) enum Step {
    Done(Response),
    Fetch { url: String, continuation: u32 },
}

/// A request whose photo is being fetched.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) continuation: u32,
    pub(super) request: Incoming,
    pub(super) fault: Fault,
    pub(super) order: Order,
    pub(super) redirects: u8,
}
