//! Any number of jobs through the same queue, a few at a time.

use super::client::settle;
use super::error::Outcome;
use super::field::{get, object};
use super::options::{CallOptions, Listener, refuse};
use super::progress::tell_amount;
use super::session::{Session, aborted};
use super::wait::{Abort, Turn, within};
use super::workflow::{Job, Uploaded, frozen};
use crate::api::IssueCode;
use crate::client::queue::AHEAD;
use js_sys::{Array, Map, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What the jobs of one batch share.
struct Batch {
    session: Rc<Session>,
    jobs: Array,
    options: CallOptions,
    /// Told of each job, with its index.
    on_job: Listener,
    /// Told of each job that is over, with its index.
    on_settled: Listener,
    photos: Photos,
    results: Array,
    next: Cell<u32>,
    settled: Cell<u32>,
}

/// Runs every job and answers what came of each, in their order.
pub async fn run_all(session: &Rc<Session>, jobs: Option<Array>, options: &CallOptions) -> Outcome<JsValue> {
    let message = "The jobs must be an array of { image, params }.";
    let jobs = jobs.ok_or_else(|| refuse("jobs", IssueCode::Malformed, message))?;
    let at_once = (session.options.max_concurrent_renders + AHEAD).min(jobs.length());
    let (photos, on_job, on_settled) = (Photos::of(&jobs), options.on_job.clone(), options.on_settled.clone());
    let batch = Rc::new(Batch {
        session: session.clone(),
        results: Array::new_with_length(jobs.length()),
        jobs,
        options: options.clone(),
        on_job,
        on_settled,
        photos,
        next: Cell::default(),
        settled: Cell::default(),
    });
    batch.tell();
    let mut workers = Vec::new();
    for _ in 0..at_once {
        workers.push(batch.clone().work());
    }
    for worker in workers {
        // They never reject.
        let _ = JsFuture::from(worker).await;
    }
    Ok(batch.results.clone().into())
}

impl Batch {
    /// Takes one job after the other.
    fn work(self: Rc<Self>) -> Promise {
        settle(async move {
            while self.next.get() < self.jobs.length() {
                let index = self.next.replace(self.next.get() + 1);
                let outcome = settled(self.run(index).await);
                self.results.set(index, outcome.clone());
                self.on_settled.of_job(index).tell(|| outcome);
                self.settled.set(self.settled.get() + 1);
                self.tell();
            }
            Ok(JsValue::UNDEFINED)
        })
    }

    async fn run(&self, index: u32) -> Outcome<JsValue> {
        let job = self.jobs.get(index);
        let (image, params) = (get(&job, "image"), get(&job, "params"));
        let options = CallOptions { on_progress: self.on_job.of_job(index), ..self.options.clone() };
        let mut terms = self.session.terms_of(options);
        terms.wait_out();
        terms.limits.lets_finish = true;
        let job = Job { image: &image, params: &params, terms: &terms, photos: Some(&self.photos) };
        let outcome = self.session.run(&job).await;
        self.photos.used(&image);
        Ok(outcome?.object)
    }

    /// Tells how many jobs are over.
    fn tell(&self) {
        let (settled, total) = (self.settled.get(), self.jobs.length());
        let stage = match settled {
            _ if settled == total => "done",
            0 => "preparing",
            _ => "rendering",
        };
        tell_amount(&self.options.on_progress, stage, settled.into(), total.into());
    }
}

/// The jobs as they are now, whose list and parameters the caller may change meanwhile; none where they are no list. Field
/// by field: what a proxy throws would fly past the promise.
pub fn copied(jobs: &JsValue) -> Option<Array> {
    let length = get(jobs, "length").as_f64().filter(|_| Array::is_array(jobs))?;
    let copy = Array::new();
    for index in 0..length as u32 {
        let job = Reflect::get_u32(jobs, index).unwrap_or_default();
        let (image, params) = frozen(get(&job, "image"), &get(&job, "params"));
        copy.push(&object(&[("image", image), ("params", params)]));
    }
    Some(copy)
}

/// As `Promise.allSettled` would have it.
fn settled(outcome: Outcome<JsValue>) -> JsValue {
    let (status, key, value) = match outcome {
        Ok(render) => ("fulfilled", "value", render),
        Err(thrown) => ("rejected", "reason", thrown.into()),
    };
    object(&[("status", status.into()), (key, value)])
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
    fn of(jobs: &Array) -> Self {
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
    fn used(&self, image: &JsValue) {
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
