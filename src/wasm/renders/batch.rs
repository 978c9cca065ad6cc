//! `runAll`: runs the jobs of a batch, a few at once.

use crate::api::IssueCode;
use crate::policy::limits::MAX_PREPARED_AHEAD;
use crate::wasm::js::error::Result;
use crate::wasm::js::field::{build_object, get, get_string, has_method};
use crate::wasm::js::progress::emit_amount;
use crate::wasm::js::promise::settle;
use crate::wasm::options::call::{CallOptions, RUN_KEYS};
use crate::wasm::options::reader::reject;
use crate::wasm::renders::run::{Job, run, snapshot_job, take_mask};
use crate::wasm::renders::service::RenderService;
use crate::wasm::renders::shared_uploads::SharedUploads;
use js_sys::{Array, Promise, Reflect};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// A running batch.
struct Batch {
    service: Rc<RenderService>,
    jobs: Array,
    options: CallOptions,
    uploads: SharedUploads,
    results: Array,
    next: Cell<u32>,
    settled: Cell<u32>,
}

/// Runs all jobs. Resolves to their results, in the order of the jobs.
pub async fn run_all(service: &Rc<RenderService>, jobs: Array, options: &CallOptions) -> Result<JsValue> {
    let concurrency = (service.api.options.max_concurrent_renders + MAX_PREPARED_AHEAD).min(jobs.length());
    let batch = Rc::new(Batch {
        service: service.clone(),
        results: Array::new_with_length(jobs.length()),
        uploads: SharedUploads::new(&jobs),
        jobs,
        options: options.clone(),
        next: Cell::default(),
        settled: Cell::default(),
    });
    batch.emit_progress();
    let mut workers = Vec::new();
    for _ in 0..concurrency {
        workers.push(batch.clone().work());
    }
    for worker in workers {
        // Workers never reject.
        let _ = JsFuture::from(worker).await;
    }
    Ok(batch.results.clone().into())
}

impl Batch {
    /// Runs one job after another.
    fn work(self: Rc<Self>) -> Promise {
        settle(async move {
            while self.next.get() < self.jobs.length() {
                let index = self.next.replace(self.next.get() + 1);
                let result = to_settled_result(self.run_job(index).await);
                self.results.set(index, result.clone());
                self.options.on_settled.for_job(index).emit(|| result);
                self.settled.set(self.settled.get() + 1);
                self.emit_progress();
            }
            Ok(JsValue::UNDEFINED)
        })
    }

    async fn run_job(&self, index: u32) -> Result<JsValue> {
        let job = self.jobs.get(index);
        let (image, params) = (get(&job, "image"), get(&job, "params"));
        let on_progress = self.options.on_job.for_job(index);
        let tag = get_string(&job, "tag").or_else(|| self.options.tag.clone());
        let mut context = self.service.api.create_context(CallOptions { on_progress, tag, ..self.options.clone() });
        context.prepare_run();
        context.limits.completes_paid_calls = true;
        let mask = take_mask(&params);
        let job = Job { image: &image, params: &params, context: &context, uploads: Some(&self.uploads) };
        let result = run(&self.service, &job, mask).await;
        self.uploads.release(&image);
        Ok(result?.object)
    }

    /// Emits how many jobs have settled.
    fn emit_progress(&self) {
        let (settled, total) = (self.settled.get(), self.jobs.length());
        let stage = match settled {
            _ if settled == total => "done",
            0 => "preparing",
            _ => "rendering",
        };
        emit_amount(&self.options.on_progress, stage, settled.into(), total.into());
    }
}

/// The jobs at the time of the call: the caller may change the list and the parameters later. Rejects what is not an array, an
/// array of photos, and options in a job, which have no effect there. Reads field by field, because an exception in a proxy
/// would escape the promise.
pub fn snapshot_jobs(jobs: &JsValue) -> Result<Array> {
    let message = "The jobs must be an array of { image, params }, without options: runAll(jobs, { onProgress }).";
    let malformed = || reject("jobs", IssueCode::Malformed, message);
    let length = get(jobs, "length").as_f64().filter(|_| Array::is_array(jobs)).ok_or_else(malformed)?;
    let copy = Array::new();
    for index in 0..length as u32 {
        let job = Reflect::get_u32(jobs, index).unwrap_or_default();
        let has_option = |key: &&str| *key != "tag" && !get(&job, key).is_undefined();
        if has_method(&job, "slice") || RUN_KEYS.iter().any(has_option) {
            return Err(malformed());
        }
        let (image, params) = snapshot_job(get(&job, "image"), &get(&job, "params"));
        copy.push(&build_object("image params tag", &[image, params, get(&job, "tag")]));
    }
    Ok(copy)
}

/// Converts a result as `Promise.allSettled` does.
fn to_settled_result(result: Result<JsValue>) -> JsValue {
    match result {
        Ok(render) => build_object("status value", &["fulfilled".into(), render]),
        Err(error) => build_object("status reason", &["rejected".into(), error.into()]),
    }
}
