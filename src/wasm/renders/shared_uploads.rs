//! The photos that several jobs of a batch have, each uploaded once.

use crate::wasm::js::error::Outcome;
use crate::wasm::js::field::get;
use crate::wasm::sync::wait::aborted;
use crate::wasm::sync::wait::{Abort, Turn, within};
use js_sys::{Array, Map};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A photo that the service has now.
#[derive(Clone)]
pub struct Uploaded {
    pub file_name: String,
    /// Whether a mask made for the original lies elsewhere now.
    pub reshaped: bool,
}

/// The photos that several jobs of a batch have, each to go up once.
pub struct Photos {
    /// How many jobs still have it; JavaScript's own map knows objects by identity.
    left: Map,
    shared: RefCell<Vec<(JsValue, Rc<Shared>)>>,
}

/// One of them.
#[derive(Default)]
pub struct Shared {
    uploaded: RefCell<Option<Uploaded>>,
    turn: Turn,
}

impl Photos {
    pub fn of(jobs: &Array) -> Self {
        let left = Map::new();
        for index in 0..jobs.length() {
            let image = get(&jobs.get(index), "image");
            if image.is_object() {
                let count = left.get(&image).as_f64().unwrap_or_default();
                left.set(&image, &(count + 1.0).into());
            }
        }
        Self { left, shared: RefCell::default() }
    }

    /// The shared upload of a photo; none where no other job has it.
    pub fn shared(&self, image: &JsValue) -> Option<Rc<Shared>> {
        let mut shared = self.shared.borrow_mut();
        if let Some((_, known)) = shared.iter().find(|(other, _)| other == image) {
            return Some(known.clone());
        }
        (self.left.get(image).as_f64()? > 1.0).then(|| {
            let new = Rc::new(Shared::default());
            shared.push((image.clone(), new.clone()));
            new
        })
    }

    /// One of the jobs that have it is over.
    pub fn used(&self, image: &JsValue) {
        let Some(left) = self.left.get(image).as_f64() else { return };
        self.left.set(image, &(left - 1.0).into());
        if left <= 1.0 {
            self.left.delete(image);
            self.shared.borrow_mut().retain(|(other, _)| other != image);
        }
    }
}

impl Shared {
    /// The upload that another job has made, or else its own; where that fails, the next job tries.
    pub async fn uploaded<F>(&self, bring: impl FnOnce() -> F, abort: &Abort) -> Outcome<Uploaded>
    where
        F: Future<Output = Outcome<Uploaded>>,
    {
        loop {
            if let Some(uploaded) = self.uploaded.borrow().clone() {
                return Ok(uploaded);
            }
            if let Some(_turn) = self.turn.begin() {
                let uploaded = bring().await?;
                self.uploaded.replace(Some(uploaded.clone()));
                return Ok(uploaded);
            }
            within(self.turn.bell.next(), abort, None).await.map_err(|_| aborted(abort))?;
        }
    }
}
