//! The exported class: one method an endpoint, and the workflow over them.

use crate::wasm::js::error::Outcome;
use crate::wasm::js::promise::settle;
use crate::wasm::options::call::{REQUEST_KEYS, RUN_ALL_KEYS, RUN_KEYS, UPLOAD_KEYS, WAIT_KEYS};
use crate::wasm::options::client::ClientOptions;
use crate::wasm::photos::imaging;
use crate::wasm::renders::batch::{copied, run_all};
use crate::wasm::renders::session::{Session, Terms};
use crate::wasm::renders::submit::Order;
use crate::wasm::renders::workflow::{Job, frozen};
use js_sys::{Array, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A client of the ReRoom Enterprise API.
///
/// Every promise it gives settles, and every rejection is a `ReRoomError`. Methods can be called side by side.
#[wasm_bindgen]
pub struct ReRoom {
    // Shared with the calls under way, so that they outlive `free()`.
    session: Rc<Session>,
}

#[wasm_bindgen]
impl ReRoom {
    /// Makes a client; sends nothing.
    ///
    /// Throws a `ReRoomError` (`invalid_request`) for options that are not usable, and for a key in a page that
    /// visitors may open.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_optional_param_type = "ReRoomOptions")] options: JsValue,
    ) -> Result<ReRoom, JsValue> {
        let session = ClientOptions::read(&options).and_then(Session::new)?;
        Ok(Self { session: Rc::new(session) })
    }

    /// Uploads a photo and answers the name to use in a request. Costs nothing; may be repeated by itself.
    ///
    /// The bytes decide the `Content-Type`, not the file's name. Rejects with `invalid_image` for a photo that the
    /// service would refuse, before anything is sent. (API page, section 1.)
    #[wasm_bindgen(unchecked_return_type = "Promise<Upload>")]
    pub fn upload(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ImageSource")] image: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "UploadOptions")] options: JsValue,
    ) -> Promise {
        self.call(Asked::Upload(image), options, UPLOAD_KEYS)
    }

    /// Submits a render, which costs credits, once one of `maxConcurrentRenders` slots is free.
    ///
    /// It is sent again only where the service plainly refused it because as many renders are under way as may be, up
    /// to `maxRetries` times. Its slot is given back when `waitFor` or `getRender` sees the end, or 15 seconds after
    /// the last look while nobody waits. Rejects with `invalid_request` and every issue before anything is sent; with
    /// `insufficient_credits` or `too_many_renders` where the service refused it; with `timeout` where no slot became
    /// free in half an hour; with `outcome_unknown` where it was sent and no answer came that can be read. (API page,
    /// sections 2.1 to 2.6 and 3.)
    #[wasm_bindgen(unchecked_return_type = "Promise<Submission>")]
    pub fn render(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RenderRequest")] request: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> Promise {
        self.call(Asked::Submit(self.session.render_order(&request)), options, REQUEST_KEYS)
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
        self.call(Asked::Submit(self.session.upscale_order(&request)), options, REQUEST_KEYS)
    }

    /// Looks a render up once, an upscale too.
    ///
    /// Rejects with `not_found` where the account has no such render. (API page, section 4.)
    #[wasm_bindgen(js_name = getRender, unchecked_return_type = "Promise<Render>")]
    pub fn get_render(
        &self,
        #[wasm_bindgen(js_name = renderId, unchecked_param_type = "string")] render_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> Promise {
        self.call(Asked::Look(render_id), options, REQUEST_KEYS)
    }

    /// The account behind the key: credits (−1 is unlimited) and whether it is active.
    ///
    /// The service echoes the key in `key`; a gateway takes it out. (API page, section 5.)
    #[wasm_bindgen(unchecked_return_type = "Promise<Account>")]
    pub fn account(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "RequestOptions")] options: JsValue,
    ) -> Promise {
        self.call(Asked::Account, options, REQUEST_KEYS)
    }

    /// Looks a render up until it is finished: about once a second at first, then ever less often.
    ///
    /// Rejects with `render_failed` (the record is its `render`), and with `timeout` once `deadlineMs` has passed;
    /// the render goes on then, and can be waited for again. (API page, section 4.)
    #[wasm_bindgen(js_name = waitFor, unchecked_return_type = "Promise<Render>")]
    pub fn wait_for(
        &self,
        #[wasm_bindgen(js_name = renderId, unchecked_param_type = "string")] render_id: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "WaitOptions")] options: JsValue,
    ) -> Promise {
        self.call(Asked::Wait(render_id), options, WAIT_KEYS)
    }

    /// The renders that were submitted and not yet seen to finish, oldest first; with `storage`, those of earlier
    /// visits and other tabs too, for seven days. Wait for each again with `waitFor`.
    #[wasm_bindgen(unchecked_return_type = "PendingRender[]")]
    #[must_use]
    pub fn pending(&self) -> Array {
        self.session.pending.to_js()
    }

    /// Strikes a render off the pending ones and gives its slot back. The render itself goes on.
    pub fn forget(&self, #[wasm_bindgen(js_name = renderId, unchecked_param_type = "string")] render_id: JsValue) {
        if let Some(id) = render_id.as_string() {
            self.session.scope.release(&id);
            self.session.pending.forget(&id);
        }
    }

    /// The whole workflow: checks the photo and the parameters, uploads, waits for a slot, submits, and waits for the
    /// finished render.
    ///
    /// A service that takes no more renders is waited out until `deadlineMs` has passed since the call.
    ///
    /// Takes a photo, or a reference to one that the service has or can fetch. Once the render is submitted, every
    /// rejection carries its `renderId` and is not `retryable`: another `run` would pay for another render, where
    /// `waitFor` goes on waiting for this one.
    #[wasm_bindgen(unchecked_return_type = "Promise<Render>")]
    pub fn run(
        &self,
        #[wasm_bindgen(unchecked_param_type = "ImageSource | ImageRef")] image: JsValue,
        #[wasm_bindgen(unchecked_param_type = "JobParams")] params: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RunOptions")] options: JsValue,
    ) -> Promise {
        let (image, params) = frozen(image, &params);
        self.call(Asked::Run { image, params }, options, RUN_KEYS)
    }

    /// Runs any number of jobs through the same queue, a few at a time, and resolves to what came of each, in their
    /// order; one that fails does not stop the rest.
    ///
    /// A photo that is the same object in several jobs goes up once. `onJob` is told of each job with its index,
    /// `onSettled` what came of it, `onProgress` how many jobs are over. An abort stops what was not submitted; what
    /// was submitted keeps its `renderId` on the error, and is pending. Rejects only where the jobs or the options are
    /// not usable.
    #[wasm_bindgen(js_name = runAll, unchecked_return_type = "Promise<PromiseSettledResult<Render>[]>")]
    pub fn run_all(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Job[]")] jobs: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RunAllOptions")] options: JsValue,
    ) -> Promise {
        self.call(Asked::RunAll(copied(&jobs)), options, RUN_ALL_KEYS)
    }
}

/// What a method asks for, as it was at the call: promises begin later, and callers use their objects again.
enum Asked {
    Upload(JsValue),
    Submit(Outcome<Order>),
    Look(JsValue),
    Account,
    Wait(JsValue),
    Run { image: JsValue, params: JsValue },
    RunAll(Option<Array>),
}

impl ReRoom {
    fn call(&self, asked: Asked, options: JsValue, known: &'static [&'static str]) -> Promise {
        let (session, terms) = (self.session.clone(), self.session.terms(&options, known));
        settle(async move { answer(&session, asked, terms?).await })
    }
}

/// What comes of it. One for all methods: each `async` block of its own would be a state machine of its own.
async fn answer(session: &Rc<Session>, asked: Asked, mut terms: Box<Terms>) -> Outcome<JsValue> {
    // `true` stands for the defaults, which need no check.
    if let Some(how) = terms.options.prepare.as_ref().filter(|how| how.is_object()) {
        imaging::check_options(how, &terms.limits.abort).await?;
    }
    let text = |id: &JsValue| id.as_string().unwrap_or_default();
    Ok(match asked {
        Asked::Upload(image) => session.upload(&image, &terms).await?.0,
        Asked::Submit(order) => session.submit(&order?, &terms.limits).await?.to_js(),
        Asked::Look(render_id) => session.get_render(&text(&render_id), &terms.limits).await?.object,
        Asked::Account => session.account(&terms.limits).await?,
        Asked::Wait(render_id) => session.wait_for(&text(&render_id), &terms).await?.object,
        Asked::Run { image, params } => {
            terms.wait_out();
            session.run(&Job { image: &image, params: &params, terms: &terms, photos: None }).await?.object
        }
        Asked::RunAll(jobs) => run_all(session, jobs, &terms.options).await?,
    })
}
