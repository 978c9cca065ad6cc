//! `RenderService`: everything that the public class `ReRoom` owns.

use crate::policy::pending::storage_key;
use crate::wasm::http::api_client::ApiClient;
use crate::wasm::http::call::{ApiCall, CallContext, Limits};
use crate::wasm::http::response::{Submission, parse_submission};
use crate::wasm::js::error::Result;
use crate::wasm::options::call::CallOptions;
use crate::wasm::options::client::ClientOptions;
use crate::wasm::renders::paid_request::PaidRequest;
use crate::wasm::renders::pending_store::PendingStore;
use crate::wasm::renders::poller::Poller;
use crate::wasm::renders::shared_polls::SharedPolls;
use crate::wasm::renders::slot_pool::SlotPool;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The parts of a client.
pub struct RenderService {
    pub api: Rc<ApiClient>,
    pub slots: Rc<SlotPool>,
    pub pending: Rc<PendingStore>,
    pub poller: Poller,
}

impl RenderService {
    /// Creates the parts. Sends nothing.
    pub fn new(options: ClientOptions) -> Result<Self> {
        let key = storage_key(&options.base_url, options.user.as_deref());
        let pending = Rc::new(PendingStore::new(options.storage.clone(), key));
        let slots = SlotPool::get(&options.base_url);
        let api = Rc::new(ApiClient::new(options)?);
        let polls = SharedPolls::default();
        let poller = Poller { api: api.clone(), slots: slots.clone(), pending: pending.clone(), polls };
        Ok(Self { api, slots, pending, poller })
    }

    /// Reads a call's options, of which the method accepts these keys.
    pub fn read_context(&self, options: &JsValue, keys: &[&'static str]) -> Result<Box<CallContext>> {
        CallOptions::read(options, keys).map(|options| self.api.create_context(options))
    }

    /// Submits a request once a slot is free. Every paid request goes through here. An unfinished render holds its slot,
    /// and is pending.
    pub async fn submit(&self, request: &PaidRequest, limits: &Limits) -> Result<Submission> {
        let slot = self.slots.acquire(self.api.options.max_concurrent_renders, limits).await?;
        let body = JsValue::from(&request.body);
        let content_type = Some("application/json");
        let call =
            ApiCall { suffix: &request.query, body: Some(&body), content_type, ..ApiCall::new(request.endpoint) };
        let response = self.api.call(&call, limits).await?;
        let submission = parse_submission(&response)?;
        if submission.render.is_none() {
            self.pending.add(&submission.render_id, &request.tool).await;
            self.slots.hold(&submission.render_id, slot).await;
        }
        Ok(submission)
    }

    /// Stops tracking a render: frees its slot and removes its pending entry.
    pub fn forget(&self, render_id: &str) {
        self.slots.release(render_id);
        self.pending.remove_now(render_id);
    }
}
