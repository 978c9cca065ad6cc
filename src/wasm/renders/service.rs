//! `RenderService`: everything that the public class `ReRoom` owns.

use crate::policy::failure::ErrorCode;
use crate::policy::pending::{Entry, storage_key};
use crate::policy::status::RenderStatus;
use crate::wasm::http::api_client::ApiClient;
use crate::wasm::http::call::{ApiCall, CallContext, Limits};
use crate::wasm::http::response::{RenderRecord, Submission};
use crate::wasm::js::error::Result;
use crate::wasm::js::page::{draw_key, get_uptime};
use crate::wasm::js::progress::emit_stage;
use crate::wasm::options::call::CallOptions;
use crate::wasm::options::client::ClientOptions;
use crate::wasm::renders::order::place_order;
use crate::wasm::renders::paid_request::PaidRequest;
use crate::wasm::renders::pending_store::PendingStore;
use crate::wasm::renders::poller::{Poller, render_failed};
use crate::wasm::renders::shared_polls::SharedPolls;
use crate::wasm::renders::slot_pool::SlotPool;
use js_sys::Date;
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
    pub fn submit<'a>(
        &'a self,
        request: &'a PaidRequest,
        context: &'a CallContext,
    ) -> impl Future<Output = Result<Submission>> + 'a {
        let options = &context.options;
        let key = options.idempotency_key.clone().unwrap_or_else(draw_key);
        let (tool, tag, submitted_ms) = (request.tool.clone(), options.tag.clone(), Date::now());
        self.order(Entry { key, tool, tag, submitted_ms, ..Entry::default() }, Some(request), &context.limits)
    }

    /// Gets the answer to an order, and updates its entry. What is pending under its key, or done since the client was created,
    /// is not bought again. Without a gateway, one call at a time places the order with a key, across all tabs, and the others
    /// wait for it. A gateway is asked instead, even if the tab that places the order is frozen.
    async fn order(&self, mut entry: Entry, request: Option<&PaidRequest>, limits: &Limits) -> Result<Submission> {
        let take_turn = || self.pending.lock_order(&entry.key, &limits.abort, limits.deadline - get_uptime());
        let direct = || self.api.gateway.get() != Some(true);
        let (mut turn, mut known) = (None, self.pending.find_bought(&entry.key));
        if known.is_none() && request.is_some() && direct() {
            turn = Some(take_turn().await);
            known = self.pending.find_bought(&entry.key);
        }
        let is_new = request.is_none() || (known.is_none() && !matches!(turn, Some(Err(_))));
        let is_known = known.is_some();
        if let Some(render_id) = known.and_then(|known| known.render_id) {
            return Ok(Submission { render_id, render: None });
        }
        let mut slot = None;
        if request.is_some() {
            slot = Some(self.slots.acquire(self.api.options.max_concurrent_renders, limits).await?);
            // Before it is sent: if the page is closed, `waitFor` can find out what came of it. Not again, because that could
            // overwrite the id that another tab has just stored.
            if !is_known {
                self.pending.put(entry.clone()).await;
            }
        }
        let call = request.map(|request| ApiCall {
            suffix: &request.query,
            body: Some(&request.body),
            content_type: Some("application/json"),
            ..ApiCall::new(request.endpoint)
        });
        let result = place_order(&self.api, &entry, call, is_new, limits).await;
        if result.is_err() && turn.is_none() && direct() {
            drop(take_turn().await);
        }
        // What another tab has stored is visible a little later than the end of its turn.
        if result.is_err()
            && let Some(render_id) = self.pending.find(&entry.key).and_then(|entry| entry.render_id)
        {
            return Ok(Submission { render_id, render: None });
        }
        match &result {
            Ok(Submission { render_id, render }) => {
                entry.render_id = Some(render_id.clone());
                self.pending.put(entry).await;
                match (render, slot) {
                    (Some(record), _) => {
                        drop(turn);
                        self.pending.end(render_id, record.status == RenderStatus::Done, limits.restores).await;
                    }
                    (None, Some(slot)) => self.slots.hold(render_id, slot).await,
                    _ => {}
                }
            }
            // Even if nothing more will be known, the caller must not lose a render that may be paid for.
            Err(error) if !error.is_settled() || error.failure().code == ErrorCode::OutcomeUnknown => {
                self.pending.restore(&entry.key);
            }
            _ => self.pending.remove(&entry.key).await,
        }
        result
    }

    /// Waits for a pending render. If the answer to its order was not seen, asks the gateway first.
    pub async fn wait_for(&self, render: Entry, context: &CallContext) -> Result<RenderRecord> {
        let mut entry = self.pending.find(&render.key).unwrap_or(render);
        let submission = match entry.render_id.take() {
            Some(render_id) => Submission { render_id, render: None },
            None => self.order(entry, None, &context.limits).await?,
        };
        self.finish(submission, context).await
    }

    /// Waits for the render of a submission.
    pub async fn finish(&self, submission: Submission, context: &CallContext) -> Result<RenderRecord> {
        match submission.render {
            Some(record) if record.status == RenderStatus::Failed => Err(render_failed(record)),
            Some(record) => {
                emit_stage(&context.options.on_progress, "done", Some(&submission.render_id));
                Ok(record)
            }
            None => self.poller.wait_for(&submission.render_id, context).await,
        }
    }

    /// Stops tracking a render: frees its slot and removes its pending entry.
    pub fn forget(&self, id: &str) {
        let render_id = self.pending.find(id).and_then(|entry| entry.render_id);
        self.slots.release(render_id.as_deref().unwrap_or(id));
        self.pending.remove_now(id);
    }
}
