//! Waits for one render share their looks: whoever's time it is looks, and the others take what it saw.

use crate::wasm::http::response::Record;
use crate::wasm::sync::wait::{Bell, Turn};
use js_sys::{Function, JSON};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/shims/page.js")]
extern "C" {
    /// Whether nobody sees the page.
    #[wasm_bindgen(js_name = isHidden)]
    pub fn is_hidden() -> bool;
    /// Whether the platform knows that there is no network.
    #[wasm_bindgen(js_name = isOffline)]
    pub fn is_offline() -> bool;
    #[wasm_bindgen(js_name = onReturn)]
    fn on_return(look: &JsValue) -> Function;
}

/// The renders that a client's calls wait for.
#[derive(Default)]
pub struct Watches(RefCell<Vec<Rc<Watch>>>);

/// What is known of a render that is waited for.
pub struct Watch {
    render_id: String,
    /// Who looks; its bell says that there may be something to do.
    pub turn: Turn,
    looks: Cell<u32>,
    last: RefCell<Option<Record>>,
    _returns: Returns,
}

/// One call's part in a watch, until it is dropped.
pub struct Watcher<'a> {
    watches: &'a Watches,
    pub watch: Rc<Watch>,
    /// The number of the look that it knows.
    seen: Cell<u32>,
}

impl Watches {
    /// Takes part in the watch of a render.
    pub fn join(&self, render_id: &str) -> Watcher<'_> {
        let mut watches = self.0.borrow_mut();
        let known = watches.iter().find(|watch| watch.render_id == render_id).cloned();
        let watch = known.unwrap_or_else(|| {
            let watch = Rc::new(Watch::new(render_id));
            watches.push(watch.clone());
            watch
        });
        Watcher { watches: self, watch, seen: Cell::default() }
    }

    /// Tells all who wait for it how a render stands.
    pub fn publish(&self, render_id: &str, record: &Record) {
        let watch = self.0.borrow().iter().find(|watch| watch.render_id == render_id).cloned();
        if let Some(watch) = watch {
            watch.looks.set(watch.looks.get() + 1);
            watch.last.replace(Some(record.clone()));
            watch.turn.bell.ring();
        }
    }
}

impl Watch {
    fn new(render_id: &str) -> Self {
        let turn = Turn::default();
        let returns = Returns::ring(turn.bell.clone());
        let (looks, last) = (Cell::default(), RefCell::default());
        Self { render_id: render_id.to_owned(), turn, looks, last, _returns: returns }
    }
}

impl Watcher<'_> {
    /// Knows the last look, being the one that made it.
    pub fn catch_up(&self) {
        self.seen.set(self.watch.looks.get());
    }

    /// What a look saw that this one has not heard of, as a copy of its own.
    pub fn news(&self) -> Option<Record> {
        if self.seen.replace(self.watch.looks.get()) == self.watch.looks.get() {
            return None;
        }
        let record = self.watch.last.borrow().clone()?;
        let copy = JSON::stringify(&record.object).and_then(|text| JSON::parse(&String::from(text)));
        Some(Record { object: copy.unwrap_or_else(|_| record.object.clone()), ..record })
    }
}

impl Drop for Watcher<'_> {
    fn drop(&mut self) {
        // The list and this one: nobody else.
        if Rc::strong_count(&self.watch) == 2 {
            self.watches.0.borrow_mut().retain(|watch| !Rc::ptr_eq(watch, &self.watch));
        }
    }
}

/// Rings when the page is shown again or back online, until it is dropped.
struct Returns {
    stop: Function,
    _look: Closure<dyn FnMut()>,
}

impl Returns {
    fn ring(bell: Rc<Bell>) -> Self {
        let look = Closure::new(move || bell.ring());
        Self { stop: on_return(look.as_ref()), _look: look }
    }
}

impl Drop for Returns {
    fn drop(&mut self) {
        let _ = self.stop.call0(&JsValue::UNDEFINED);
    }
}
