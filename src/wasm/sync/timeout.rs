//! `timeout`: waits for a future, a timer or the caller's abort, whichever comes first. Nothing is left behind.

use crate::wasm::sync::abort::Abort;
use crate::wasm::sync::event::Event;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // Globals of every platform. Node returns an object, a page a number.
    #[wasm_bindgen(js_name = "setTimeout")]
    fn set_timeout(callback: &JsValue, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = "clearTimeout")]
    fn clear_timeout(timer: &JsValue);
}

/// The longest delay that `setTimeout` accepts. It would fire at once for a longer one.
const MAX_TIMER_MS: f64 = 2_147_483_647.0;

struct Timer {
    event: Rc<Event>,
    handle: JsValue,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    fn start(ms: f64) -> Self {
        let event = Rc::new(Event::default());
        let callback = Closure::new({
            let event = event.clone();
            move || event.set()
        });
        let handle = set_timeout(callback.as_ref(), ms.clamp(0.0, MAX_TIMER_MS));
        Self { event, handle, _callback: callback }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.handle);
    }
}

/// Why a wait ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// The caller aborted.
    Aborted,
    /// The time was up.
    TimedOut,
}

/// Waits for `future` until the caller aborts or `timeout_ms` has passed.
pub fn timeout<F: Future + Unpin>(future: F, abort: &Abort, timeout_ms: Option<f64>) -> Timeout<'_, F> {
    Timeout { future, abort, timer: timeout_ms.map(Timer::start) }
}

/// See [`timeout`]. Written by hand, because almost every wait uses it: an `async fn` would nest a state machine in each.
pub struct Timeout<'a, F> {
    future: F,
    abort: &'a Abort,
    timer: Option<Timer>,
}

impl<F: Future + Unpin> Future for Timeout<'_, F> {
    type Output = Result<F::Output, Interrupted>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.abort.poll(cx) {
            return Poll::Ready(Err(Interrupted::Aborted));
        }
        if let Poll::Ready(output) = Pin::new(&mut self.future).poll(cx) {
            return Poll::Ready(Ok(output));
        }
        match &self.timer {
            Some(timer) if timer.event.poll(cx) => Poll::Ready(Err(Interrupted::TimedOut)),
            _ => Poll::Pending,
        }
    }
}
