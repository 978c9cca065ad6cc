//! What a call of an endpoint sends, and the limits it must keep.

use crate::api::routes::Endpoint;
use crate::wasm::js::listener::Listener;
use crate::wasm::options::call::CallOptions;
use crate::wasm::sync::abort::Abort;
use wasm_bindgen::prelude::*;

/// A call of an endpoint.
pub struct ApiCall<'a> {
    pub endpoint: Endpoint,
    /// Follows the endpoint's path: an id or a query.
    pub suffix: &'a str,
    pub body: Option<&'a JsValue>,
    pub content_type: Option<&'a str>,
    /// Lets a gateway recognize a paid request that is sent again.
    pub idempotency_key: Option<&'a str>,
    /// The size of an upload, which may take long.
    pub bytes: f64,
    /// Receives the upload's progress, if the platform reports it.
    pub on_progress: Option<&'a Listener>,
}

impl ApiCall<'_> {
    /// A call without a body.
    pub fn new(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            suffix: "",
            body: None,
            content_type: None,
            idempotency_key: None,
            bytes: 0.0,
            on_progress: None,
        }
    }

    /// Whether the method is `GET`.
    pub fn is_get(&self) -> bool {
        matches!(self.endpoint, Endpoint::GetRender | Endpoint::Account | Endpoint::Order)
    }

    /// The caller's abort, unless a paid call must complete first.
    pub fn abort<'a>(&self, limits: &'a Limits) -> &'a Abort {
        if self.endpoint.is_paid() && limits.completes_paid_calls { &Abort::NEVER } else { &limits.abort }
    }
}

/// The limits of one call of the public API, which may make several requests.
pub struct Limits {
    pub abort: Abort,
    pub timeout_ms: f64,
    /// The timeout of requests that cost credits.
    pub paid_timeout_ms: f64,
    pub max_retries: u32,
    /// When to stop waiting for a slot or a render, in milliseconds of uptime.
    pub deadline: f64,
    /// Whether a request that hits the render limit is retried until the deadline.
    pub retries_until_deadline: bool,
    /// Whether an abort lets a paid request complete, so that its render id is known.
    pub completes_paid_calls: bool,
    /// Whether a render that is done stays pending, because its result is still to be restored.
    pub restores: bool,
    /// Receives the position in the queue for a slot.
    pub on_waiting: Listener,
}

/// The options and limits of one call of the public API. Boxed, so that each future holds only a pointer.
pub struct CallContext {
    pub options: CallOptions,
    pub limits: Limits,
}

impl CallContext {
    /// Prepares for a whole run, which waits at the render limit, reports it, and restores the result.
    pub fn prepare_run(&mut self) {
        self.limits.retries_until_deadline = true;
        self.limits.restores = self.options.restore.is_some();
        self.limits.on_waiting = self.options.on_progress.clone();
    }
}
