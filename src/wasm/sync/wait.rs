//! Waiting for whichever comes first: a promise, a clock, or the caller's abort. Nothing is left behind when it ends.

use crate::policy::failure::ErrorCode;
use crate::wasm::js::error::Thrown;
use crate::wasm::js::field::get;
use std::cell::{Cell, RefCell};
use std::future::{Future, Pending, pending};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    // Globals of every platform; Node answers an object where a page answers a number.
    #[wasm_bindgen(js_name = "setTimeout")]
    fn set_timeout(callback: &JsValue, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = "clearTimeout")]
    fn clear_timeout(timer: &JsValue);
}

/// What `setTimeout` can take; longer pauses would end at once.
const MAX_TIMER_MS: f64 = 2_147_483_647.0;

/// Something that happens once.
#[derive(Default)]
struct Event {
    happened: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Event {
    fn happen(&self) {
        self.happened.set(true);
        // Taken before it is called, so that nothing is borrowed while others run.
        let waker = self.waker.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn poll(&self, cx: &Context<'_>) -> bool {
        if !self.happened.get() {
            self.waker.replace(Some(cx.waker().clone()));
        }
        self.happened.get()
    }
}

/// Rings as often as it is rung, for everybody who waits for it.
#[derive(Default)]
pub struct Bell {
    rung: Cell<u32>,
    wakers: RefCell<Vec<Waker>>,
}

impl Bell {
    /// Wakes all who wait.
    pub fn ring(&self) {
        self.rung.set(self.rung.get().wrapping_add(1));
        // Taken before they are called, so that nothing is borrowed while others run.
        for waker in self.wakers.take() {
            waker.wake();
        }
    }

    /// Waits until it is rung again.
    pub fn next(&self) -> Ring<'_> {
        Ring { bell: self, heard: self.rung.get() }
    }
}

/// The next time that a bell rings.
pub struct Ring<'a> {
    bell: &'a Bell,
    heard: u32,
}

impl Future for Ring<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.bell.rung.get() != self.heard {
            return Poll::Ready(());
        }
        let mut wakers = self.bell.wakers.borrow_mut();
        if !wakers.iter().any(|waker| waker.will_wake(cx.waker())) {
            wakers.push(cx.waker().clone());
        }
        Poll::Pending
    }
}

/// What one does for all who need it, while the others wait for the bell.
#[derive(Default)]
pub struct Turn {
    busy: Cell<bool>,
    /// Rung when a turn is over, and for whatever else the waiting ones must know.
    pub bell: Rc<Bell>,
}

/// One's own turn, over when this is dropped.
pub struct InTurn<'a>(&'a Turn);

impl Turn {
    /// Begins a turn, unless another's is under way.
    pub fn begin(&self) -> Option<InTurn<'_>> {
        (!self.busy.replace(true)).then(|| InTurn(self))
    }
}

impl Drop for InTurn<'_> {
    fn drop(&mut self) {
        self.0.busy.set(false);
        self.0.bell.ring();
    }
}

/// A clock that rings once.
pub struct Timer {
    event: Rc<Event>,
    handle: JsValue,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Rings after `ms` milliseconds.
    pub fn start(ms: f64) -> Self {
        let event = Rc::new(Event::default());
        let callback = Closure::new({
            let event = event.clone();
            move || event.happen()
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

/// The caller's abort signal, listened to for the length of one call.
pub struct Abort {
    listening: Option<Listening>,
}

struct Listening {
    signal: AbortSignal,
    event: Rc<Event>,
    callback: Closure<dyn FnMut()>,
}

impl Abort {
    /// Listens to a signal, where there is one.
    pub fn listen(signal: Option<AbortSignal>) -> Self {
        Self { listening: signal.map(Listening::to) }
    }

    /// Listens to nothing, for what must not be cut off.
    pub const NONE: Self = Self { listening: None };

    /// Whether the caller has aborted.
    pub fn is_aborted(&self) -> bool {
        self.listening.as_ref().is_some_and(|listening| listening.signal.aborted())
    }

    /// What the caller gave as the reason.
    pub fn reason(&self) -> JsValue {
        self.listening.as_ref().map_or(JsValue::UNDEFINED, |listening| get(&listening.signal, "reason"))
    }

    fn poll(&self, cx: &Context<'_>) -> bool {
        self.listening.as_ref().is_some_and(|listening| listening.event.poll(cx))
    }
}

impl Listening {
    fn to(signal: AbortSignal) -> Self {
        let event = Rc::new(Event::default());
        if signal.aborted() {
            event.happen();
        }
        let callback = Closure::new({
            let event = event.clone();
            move || event.happen()
        });
        let _ = signal.add_event_listener_with_callback("abort", callback.as_ref().unchecked_ref());
        Self { signal, event, callback }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.signal.remove_event_listener_with_callback("abort", self.callback.as_ref().unchecked_ref());
    }
}

/// Why a wait ended without what it waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// The caller aborted.
    Aborted,
    /// The time was up.
    TimedOut,
}

/// Waits for `future`, but not past an abort, nor longer than `timeout_ms` where that is given.
pub fn within<F: Future + Unpin>(future: F, abort: &Abort, timeout_ms: Option<f64>) -> Within<'_, F> {
    Within { future, abort, timer: timeout_ms.map(Timer::start) }
}

/// A wait that ends. Written out: an `async fn` in another is a state machine in another, and this one is in them all.
pub struct Within<'a, F> {
    future: F,
    abort: &'a Abort,
    timer: Option<Timer>,
}

impl<F: Future + Unpin> Future for Within<'_, F> {
    type Output = Result<F::Output, Stopped>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.abort.poll(cx) {
            return Poll::Ready(Err(Stopped::Aborted));
        }
        if let Poll::Ready(output) = Pin::new(&mut self.future).poll(cx) {
            return Poll::Ready(Ok(output));
        }
        match &self.timer {
            Some(timer) if timer.event.poll(cx) => Poll::Ready(Err(Stopped::TimedOut)),
            _ => Poll::Pending,
        }
    }
}

/// Pauses, unless the caller aborts meanwhile; it always ends by being stopped.
pub fn pause(ms: f64, abort: &Abort) -> Within<'_, Pending<()>> {
    within(pending(), abort, Some(ms))
}

/// What the caller's abort becomes before a paid request is on its way.
pub fn aborted(abort: &Abort) -> Thrown {
    Thrown::new(ErrorCode::Aborted, "Aborted by the caller.").because(abort.reason())
}
