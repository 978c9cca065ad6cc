//! The exported class: a method per endpoint, and the workflow over them.

use crate::policy::failure::ErrorCode;
use crate::policy::pending::Entry;
use crate::wasm::http::call::CallContext;
use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::promise::settle;
use crate::wasm::options::call::{REQUEST_KEYS, RUN_ALL_KEYS, RUN_KEYS, UPLOAD_KEYS, WAIT_KEYS};
use crate::wasm::options::client::ClientOptions;
use crate::wasm::photos::imaging::{self, MaskReading};
use crate::wasm::renders::batch::{run_all, snapshot_jobs};
use crate::wasm::renders::paid_request::PaidRequest;
use crate::wasm::renders::pending_entry::read_render;
use crate::wasm::renders::run::{Job, run, snapshot_job, take_mask};
use crate::wasm::renders::service::RenderService;
use crate::wasm::renders::upload::upload;
use js_sys::{Array, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A client for the ReRoom Enterprise API.
///
/// Every promise settles, and every rejection is a `ReRoomError`. You can call methods concurrently.
#[wasm_bindgen]
pub struct ReRoom {
    // Shared with running calls, so that they survive `free()`.
    service: Rc<RenderService>,
}

#[wasm_bindgen]
impl ReRoom {
    /// Creates a client. Sends nothing.
    ///
    /// Throws a `ReRoomError` (`invalid_request`) for invalid options, and for an API key in a public page.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_optional_param_type = "ReRoomOptions")] options: JsValue,
    ) -> Result<ReRoom, JsValue> {
        let service = ClientOptions::read(&options).and_then(RenderService::new)?;
        Ok(Self { service: Rc::new(service) })
    }

    /// Uploads a photo and resolves to its file name for render requests. Uploads are free, and are retried.
    ///
    /// The `Content-Type` depends on the bytes, not on the file's name. Rejects with `invalid_image` before it sends a photo
    /// that the service would reject. (API page, section 1.)
    #[wasm_bindgen(unchecked_return_type = "Promise<Upload>")]
    pub fn upload(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ImageSource")] image: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "UploadOptions")] options: JsValue,
    ) -> Promise {
        self.call(Ok(Operation::Upload(image)), options, UPLOAD_KEYS)
    }

    /// Submits a render once one of `maxConcurrentRenders` slots is free. This costs credits.
    ///
    /// It is sent again if the service rejects it because the render limit is reached, up to `maxRetries` times, and through a
    /// gateway if its connection breaks. A gateway buys one render per `idempotencyKey`. Its
    /// slot is released when `waitFor` or `getRender` sees the end of the render, or 15 seconds after the last poll if no
    /// call waits for it. Before sending, it rejects with `invalid_request` and all issues, or with `timeout` if no slot
    /// becomes free within half an hour. If the service rejects the request, the code is `insufficient_credits` or
    /// `too_many_renders`. If it was sent and its outcome is unknown, the code is `outcome_unknown`. (API page,
    /// sections 2.1 to 2.6 and 3.)
    #[wasm_bindgen(unchecked_return_type = "Promise<Submission>")]
    pub fn render(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RenderRequest")] request: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> Promise {
        let request = PaidRequest::check_render(&self.service.api.options, &request);
        self.call(request.map(Operation::Submit), options, REQUEST_KEYS)
    }

    /// Submits an upscale to 1536 pixels on the shortest side, which costs four credits.
    ///
    /// Waits for a slot and rejects as `render` does. (API page, section 2.8.)
    #[wasm_bindgen(unchecked_return_type = "Promise<Submission>")]
    pub fn upscale(
        &self,
        #[wasm_bindgen(unchecked_param_type = "UpscaleRequest")] request: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> Promise {
        let request = PaidRequest::check_upscale(&self.service.api.options, &request);
        self.call(request.map(Operation::Submit), options, REQUEST_KEYS)
    }

    /// Gets the current state of a render or an upscale.
    ///
    /// Rejects with `not_found` if the account has no such render. (API page, section 4.)
    #[wasm_bindgen(js_name = getRender, unchecked_return_type = "Promise<Render>")]
    pub fn get_render(
        &self,
        #[wasm_bindgen(js_name = renderId, unchecked_param_type = "string")] render_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> Promise {
        self.call(Ok(Operation::GetRender(render_id)), options, REQUEST_KEYS)
    }

    /// Gets the account of the key: its credits (−1 is unlimited) and whether it is active.
    ///
    /// The service returns the key in `key`; a gateway removes it. (API page, section 5.)
    #[wasm_bindgen(unchecked_return_type = "Promise<Account>")]
    pub fn account(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> Promise {
        self.call(Ok(Operation::Account), options, REQUEST_KEYS)
    }

    /// Polls a render until it is finished: about once a second at first, then less often.
    ///
    /// Takes a render id, an entry of `pending()`, or the idempotency key of one. If the entry has no `renderId`, the answer to
    /// its order was not seen, and the gateway is asked for it first. Then it also rejects with `not_found` if the order never
    /// arrived, so that nothing was bought, or with `outcome_unknown` if not even the gateway knows.
    ///
    /// Rejects with `render_failed`, whose `render` is the record, or with `timeout` after `deadlineMs`. The render then
    /// continues, and you can wait for it again. (API page, section 4.)
    #[wasm_bindgen(js_name = waitFor, unchecked_return_type = "Promise<Render>")]
    pub fn wait_for(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string | PendingRender")] render: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions")] options: JsValue,
    ) -> Promise {
        self.call(Ok(Operation::WaitFor(read_render(&render))), options, WAIT_KEYS)
    }

    /// Lists the renders that were sent and have not been seen to finish, oldest first. With `storage`, the list includes
    /// those of earlier visits and other tabs, for seven days. Pass each entry to `waitFor`.
    #[wasm_bindgen(unchecked_return_type = "PendingRender[]")]
    #[must_use]
    pub fn pending(&self) -> Array {
        self.service.pending.list()
    }

    /// Removes a render from the pending ones, and releases its slot. Takes an entry of `pending()`, a render id or an
    /// idempotency key. The render itself continues.
    pub fn forget(&self, #[wasm_bindgen(unchecked_param_type = "string | PendingRender")] render: JsValue) {
        self.service.forget(&read_render(&render).key);
    }

    /// Runs the whole workflow: checks the photo and the parameters, uploads, waits for a slot, submits, and waits for the
    /// finished render.
    ///
    /// The image is a photo, or a reference to one that the service has or can fetch. If the service's render limit is
    /// reached, `run` waits and retries until `deadlineMs`. Once the render is submitted, every rejection has its `renderId`
    /// and is not `retryable`: another `run` would pay for another render, but `waitFor` keeps waiting for this one.
    #[wasm_bindgen(unchecked_return_type = "Promise<Render>")]
    pub fn run(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ImageSource | ImageRef")] image: JsValue,
        #[wasm_bindgen(unchecked_param_type = "JobParams")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RunOptions")] options: JsValue,
    ) -> Promise {
        let (image, params) = snapshot_job(image, &params);
        let mask = take_mask(&params);
        self.call(Ok(Operation::Run { image, params, mask }), options, RUN_KEYS)
    }

    /// Runs several jobs, a few at once. Resolves to their results in the order of the jobs; a failed job does not stop the
    /// others.
    ///
    /// If several jobs have the same image object, it is uploaded once. `onJob` receives the progress of each job with its
    /// index, `onSettled` each result, and `onProgress` the number of settled jobs. An abort stops the jobs that are not
    /// submitted yet. Those that are submitted stay pending, and their errors have a `renderId`. Rejects only if the jobs or
    /// the options are invalid.
    #[wasm_bindgen(js_name = runAll, unchecked_return_type = "Promise<PromiseSettledResult<Render>[]>")]
    pub fn run_all(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Job[]")] jobs: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RunAllOptions")] options: JsValue,
    ) -> Promise {
        self.call(snapshot_jobs(&jobs).map(Operation::RunAll), options, RUN_ALL_KEYS)
    }
}

/// What a method does, with its arguments at the time of the call: promises start later, and the caller may change the
/// objects until then.
enum Operation {
    Upload(JsValue),
    Submit(PaidRequest),
    GetRender(JsValue),
    Account,
    WaitFor(Entry),
    Run { image: JsValue, params: JsValue, mask: Option<MaskReading> },
    RunAll(Array),
}

impl ReRoom {
    fn call(&self, operation: Result<Operation>, options: JsValue, keys: &[&'static str]) -> Promise {
        let (service, context) = (self.service.clone(), self.service.read_context(&options, keys));
        settle(async move { execute(&service, operation?, context?).await })
    }
}

/// Executes an operation. One function for all methods, because each `async` block adds a state machine to the wasm.
async fn execute(service: &Rc<RenderService>, operation: Operation, mut context: Box<CallContext>) -> Result<JsValue> {
    imaging::check_options(&context.options, &context.limits.abort).await?;
    let string = |id: &JsValue| id.as_string().unwrap_or_default();
    let runs = matches!(operation, Operation::Run { .. });
    let pending = match &operation {
        Operation::WaitFor(render) => Some(render.clone()),
        // Not sent again: the photo would have another name, and a gateway rejects another request under the same key.
        _ if runs => context.options.idempotency_key.as_ref().and_then(|key| service.pending.find_bought(key)),
        _ => None,
    };
    if let Some(render) = pending {
        match service.wait_for(render, &context).await {
            Err(error) if runs && never_arrived(&error) => {}
            Err(error) if runs => return Err(error.not_retryable()),
            result => return result.map(|record| record.object),
        }
    }
    let limits = &context.limits;
    Ok(match operation {
        Operation::Upload(image) => upload(&service.api, &image, &context).await?.0,
        Operation::Submit(request) => service.submit(&request, &context).await?.to_js(),
        Operation::GetRender(id) => service.poller.get_render(&string(&id), limits, f64::INFINITY).await?.object,
        Operation::Account => service.api.get_account(limits).await?,
        // Has returned above.
        Operation::WaitFor(_) => JsValue::UNDEFINED,
        Operation::Run { image, params, mask } => {
            context.prepare_run();
            let job = Job { image: &image, params: &params, context: &context, uploads: None };
            run(service, &job, mask).await?.object
        }
        Operation::RunAll(jobs) => run_all(service, jobs, &context.options).await?,
    })
}

/// Whether an order never arrived. Its error has no render id.
fn never_arrived(error: &Error) -> bool {
    error.failure().code == ErrorCode::NotFound && error.failure().render_id.is_none()
}
