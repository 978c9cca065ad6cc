//! The slots for renders under way: over all tabs of the origin where the platform shares locks, in this context
//! elsewhere. A slot is held from before the paid request until the end of its render is seen.

use crate::policy::limits::UNWATCHED_SLOT_MS;
use crate::wasm::sync::line::{Line, Place, Reached};
use crate::wasm::sync::wait::{Abort, Within, within};
use js_sys::{Date, Promise};
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/js/shims/locks.js")]
extern "C" {
    fn shareable() -> bool;

    type Ticket;
    #[wasm_bindgen(constructor)]
    fn new(scope: &str, slots: u32) -> Ticket;
    #[wasm_bindgen(method)]
    fn wait(this: &Ticket) -> Promise;
    #[wasm_bindgen(method)]
    fn resume(this: &Ticket, render_id: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn name(this: &Ticket, render_id: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn turn(this: &Ticket, name: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn position(this: &Ticket) -> Promise;
    #[wasm_bindgen(method)]
    fn expire(this: &Ticket, ms: Option<f64>);
    #[wasm_bindgen(method)]
    fn leave(this: &Ticket);
}

/// How long the platform may take to answer about locks, in milliseconds, before things go on without.
const LOCKS_MS: f64 = 1000.0;

thread_local! {
    static SCOPES: RefCell<Vec<Rc<Scope>>> = const { RefCell::new(Vec::new()) };
}

/// Everything in this context that speaks to one service, and so shares its slots.
pub struct Scope {
    name: String,
    line: Rc<Line>,
    held: RefCell<Vec<Held>>,
}

/// A slot and the render that it is held for.
struct Held {
    render_id: String,
    slot: Slot,
    /// How many wait for the render's end.
    watchers: u32,
    /// Until when it is held, in milliseconds since 1970, while nobody does.
    until: f64,
}

/// A place in the queue, and then a slot; given back when it is dropped.
pub enum Slot {
    /// Of the origin.
    Shared(Lock),
    /// Of this context.
    Own(Place),
}

/// What is held of the platform's locks; released when it is dropped.
pub struct Lock(Ticket);

impl Drop for Lock {
    fn drop(&mut self) {
        self.0.leave();
    }
}

impl Scope {
    /// The scope of a service's address.
    pub fn of(name: &str) -> Rc<Self> {
        SCOPES.with_borrow_mut(|scopes| {
            scopes.retain(|scope| Rc::strong_count(scope) > 1);
            if let Some(scope) = scopes.iter().find(|scope| scope.name == name) {
                return scope.clone();
            }
            let scope = Rc::new(Self { name: name.to_owned(), line: Rc::default(), held: RefCell::default() });
            scopes.push(scope.clone());
            scope
        })
    }

    /// Joins the end of the queue for one of so many slots.
    pub fn enter(&self, slots: u32) -> Slot {
        self.prune();
        if shareable() { Slot::Shared(Lock(Ticket::new(&self.name, slots))) } else { Slot::Own(self.line.enter(slots)) }
    }

    /// Holds the slot of a render that was submitted.
    pub async fn hold(&self, render_id: &str, slot: Slot) {
        if let Slot::Shared(Lock(ticket)) = &slot {
            ask(ticket.name(render_id)).await;
        }
        self.keep(render_id, slot);
    }

    fn keep(&self, render_id: &str, slot: Slot) {
        self.prune();
        slot.expire(Some(UNWATCHED_SLOT_MS));
        let until = Date::now() + UNWATCHED_SLOT_MS;
        self.held.borrow_mut().push(Held { render_id: render_id.to_owned(), slot, watchers: 0, until });
    }

    /// Takes the slot of an earlier visit's render up again, if one is free and no other tab has done it.
    pub async fn resume(&self, render_id: &str, slots: u32) {
        self.prune();
        let holds = || self.held.borrow().iter().any(|held| held.render_id == render_id);
        if holds() {
            return;
        }
        let slot = if shareable() {
            let lock = Lock(Ticket::new(&self.name, slots));
            ask(lock.0.resume(render_id)).await.is_truthy().then_some(Slot::Shared(lock))
        } else {
            self.line.take(slots).map(Slot::Own)
        };
        if let Some(slot) = slot.filter(|_| !holds()) {
            self.keep(render_id, slot);
        }
    }

    /// Gives the slot of a render back, whose end was seen.
    pub fn release(&self, render_id: &str) {
        self.held.borrow_mut().retain(|held| held.render_id != render_id);
    }

    /// Keeps the slot of a render for as long as its end is waited for.
    pub fn watch<'a>(&'a self, render_id: &'a str) -> Watching<'a> {
        let counted = self.watchers(render_id, |watchers| watchers + 1);
        Watching { scope: self, render_id, counted }
    }

    /// Keeps the slot of a render that was looked at and goes on.
    pub fn touch(&self, render_id: &str) {
        self.watchers(render_id, |watchers| watchers);
    }

    fn watchers(&self, render_id: &str, change: fn(u32) -> u32) -> bool {
        self.prune();
        let mut held = self.held.borrow_mut();
        let Some(held) = held.iter_mut().find(|held| held.render_id == render_id) else { return false };
        held.watchers = change(held.watchers);
        let unwatched = held.watchers == 0;
        held.slot.expire(unwatched.then_some(UNWATCHED_SLOT_MS));
        held.until = if unwatched { Date::now() + UNWATCHED_SLOT_MS } else { f64::INFINITY };
        true
    }

    /// Gives back what was held long enough for renders that nobody waits for.
    pub fn prune(&self) {
        let now = Date::now();
        self.held.borrow_mut().retain(|held| held.until > now);
    }
}

/// Somebody waits for a render, until this is dropped.
pub struct Watching<'a> {
    scope: &'a Scope,
    render_id: &'a str,
    counted: bool,
}

impl Drop for Watching<'_> {
    fn drop(&mut self) {
        if self.counted {
            self.scope.watchers(self.render_id, |watchers| watchers.saturating_sub(1));
        }
    }
}

/// Ready once a slot is held.
pub enum SlotReached<'a> {
    /// Of the origin.
    Shared(JsFuture),
    /// Of this context.
    Own(Reached<'a>),
}

impl Future for SlotReached<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match self.get_mut() {
            Self::Shared(reached) => Pin::new(reached).poll(cx).map(drop),
            Self::Own(reached) => Pin::new(reached).poll(cx),
        }
    }
}

impl Slot {
    /// Waits until the slot is held.
    pub fn reached(&self) -> SlotReached<'_> {
        match self {
            Self::Shared(Lock(ticket)) => SlotReached::Shared(ticket.wait().into()),
            Self::Own(place) => SlotReached::Own(place.reached()),
        }
    }

    /// Its place in the queue, 1 being the head; 0 where it waits no longer.
    pub async fn position(&self) -> u32 {
        match self {
            Self::Shared(Lock(ticket)) => ask(ticket.position()).await.as_f64().unwrap_or_default() as u32,
            Self::Own(place) => place.position(),
        }
    }

    fn expire(&self, ms: Option<f64>) {
        if let Self::Shared(Lock(ticket)) = self {
            ticket.expire(ms);
        }
    }
}

/// Waits for a lock of this name over all tabs, though not for long; none where the platform shares none.
pub async fn turn(name: &str) -> Option<Lock> {
    if !shareable() {
        return None;
    }
    let lock = Lock(Ticket::new("", 0));
    ask(lock.0.turn(name)).await;
    Some(lock)
}

fn ask(answer: Promise) -> Asked {
    Asked(within(answer.into(), &Abort::NONE, Some(LOCKS_MS)))
}

/// What the platform answers about locks; `undefined` where that takes too long, or fails.
struct Asked(Within<'static, JsFuture>);

impl Future for Asked {
    type Output = JsValue;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<JsValue> {
        Pin::new(&mut self.0).poll(cx).map(|answer| answer.ok().and_then(Result::ok).unwrap_or_default())
    }
}
