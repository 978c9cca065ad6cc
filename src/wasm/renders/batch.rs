//! Any number of jobs through the same queue, a few at a time.

use crate::api::IssueCode;
use crate::policy::limits::MAX_PREPARED_AHEAD;
use crate::wasm::js::error::Outcome;
use crate::wasm::js::field::{get, object};
use crate::wasm::js::listener::Listener;
use crate::wasm::js::progress::tell_amount;
use crate::wasm::js::promise::settle;
use crate::wasm::options::call::CallOptions;
use crate::wasm::options::reader::refuse;
use crate::wasm::renders::session::Session;
use crate::wasm::renders::shared_uploads::Photos;
use crate::wasm::renders::workflow::{Job, frozen};
use js_sys::{Array, Promise, Reflect};
use std::cell::Cell;
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
    let at_once = (session.options.max_concurrent_renders + MAX_PREPARED_AHEAD).min(jobs.length());
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
