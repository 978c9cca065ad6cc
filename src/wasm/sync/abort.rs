//! `Abort`: the caller's `AbortSignal`.

use crate::policy::failure::ErrorCode;
use crate::wasm::js::error::Error;
use crate::wasm::js::field::get;
use crate::wasm::sync::event::Event;
use std::rc::Rc;
use std::task::Context;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

/// The caller's abort signal, listened to for the length of one call.
pub struct Abort {
    subscription: Option<Subscription>,
}

struct Subscription {
    signal: AbortSignal,
    event: Rc<Event>,
    callback: Closure<dyn FnMut()>,
}

impl Abort {
    /// Never aborts, for work that must not be interrupted.
    pub const NEVER: Self = Self { subscription: None };

    /// Listens to a signal, if there is one.
    pub fn listen(signal: Option<AbortSignal>) -> Self {
        Self { subscription: signal.map(Subscription::new) }
    }

    /// Whether the caller has aborted.
    pub fn is_aborted(&self) -> bool {
        self.subscription.as_ref().is_some_and(|subscription| subscription.signal.aborted())
    }

    /// The signal's reason.
    pub fn reason(&self) -> JsValue {
        self.subscription.as_ref().map_or(JsValue::UNDEFINED, |subscription| get(&subscription.signal, "reason"))
    }

    /// The error of a call that was aborted before a paid request was sent.
    pub fn error(&self) -> Error {
        Error::new(ErrorCode::Aborted, "Aborted by the caller.").with_cause(self.reason())
    }

    /// Whether the caller has aborted. If not, the task is woken by an abort.
    pub fn poll(&self, cx: &Context<'_>) -> bool {
        self.subscription.as_ref().is_some_and(|subscription| subscription.event.poll(cx))
    }
}

impl Subscription {
    fn new(signal: AbortSignal) -> Self {
        let event = Rc::new(Event::default());
        if signal.aborted() {
            event.set();
        }
        let callback = Closure::new({
            let event = event.clone();
            move || event.set()
        });
        let _ = signal.add_event_listener_with_callback("abort", callback.as_ref().unchecked_ref());
        Self { signal, event, callback }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let _ = self.signal.remove_event_listener_with_callback("abort", self.callback.as_ref().unchecked_ref());
    }
}
