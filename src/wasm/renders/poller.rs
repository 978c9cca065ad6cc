//! `Poller`: requests a render once, or until it is finished.

use crate::api::routes::Endpoint;
use crate::api::{Issue, IssueCode, messages};
use crate::policy::failure::ErrorCode;
use crate::policy::pending::Entry;
use crate::policy::poll::PollIntervals;
use crate::policy::status::{MAX_UNKNOWN_STATUS_MS, RenderStatus};
use crate::text::concat;
use crate::wasm::http::api_client::ApiClient;
use crate::wasm::http::call::{ApiCall, CallContext, Limits};
use crate::wasm::http::response::{RenderRecord, parse_render};
use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::field::get_string;
use crate::wasm::js::page::{get_uptime, is_hidden, is_offline};
use crate::wasm::js::progress::{emit_stage, emit_status};
use crate::wasm::renders::pending_store::PendingStore;
use crate::wasm::renders::shared_polls::{SharedPolls, Subscription};
use crate::wasm::renders::slot_pool::SlotPool;
use crate::wasm::sync::abort::Abort;
use crate::wasm::sync::timeout::{Interrupted, timeout};
use js_sys::{Date, Math};
use std::pin::pin;
use std::rc::Rc;

/// Polls renders, and updates their slots and pending entries.
pub struct Poller {
    pub api: Rc<ApiClient>,
    pub slots: Rc<SlotPool>,
    pub pending: Rc<PendingStore>,
    pub polls: SharedPolls,
}

impl Poller {
    /// Gets a render (section 4). `asked_ms` is how long a wait has asked for it.
    pub async fn get_render(&self, render_id: &str, limits: &Limits, asked_ms: f64) -> Result<RenderRecord> {
        if render_id.is_empty() {
            let message = "No render id was given. Pass the render_id of the submission.";
            return Err(Error::invalid_request(Issue::new("renderId", IssueCode::Required, message)));
        }
        let id = String::from(js_sys::encode_uri_component(render_id));
        let call = ApiCall { suffix: &id, ..ApiCall::new(Endpoint::GetRender) };
        let response = match self.api.call(&call, limits).await {
            Ok(response) => response,
            Err(error) => {
                if is_not_found(&error) {
                    self.drop_unknown(render_id, limits, asked_ms).await;
                }
                return Err(error.with_render_id(render_id));
            }
        };
        let record = parse_render(&response).map_err(|error| error.with_render_id(render_id))?;
        if record.status.is_final() {
            self.slots.release(render_id);
            self.pending.end(render_id, record.status == RenderStatus::Done, limits.restores).await;
        } else {
            self.slots.extend(render_id);
            self.pending.restore(render_id);
            if let Some(uid) = get_string(&record.object, "uid")
                && let Some(entry) = self.pending.find(render_id).filter(|entry| entry.uid.is_none())
            {
                self.pending.put(Entry { uid: Some(uid), ..entry }).await;
            }
        }
        self.polls.publish(render_id, &record);
        Ok(record)
    }

    /// Releases the slot of a render that the service does not know, and removes its pending entry. The entry stays if the
    /// render was just submitted, or may belong to another account or user.
    async fn drop_unknown(&self, render_id: &str, limits: &Limits, asked_ms: f64) {
        let Some(entry) = self.pending.find(render_id) else { return };
        if entry.is_fresh(Date::now(), asked_ms) {
            return;
        }
        self.slots.release(render_id);
        let is_own = match entry.uid {
            _ if entry.is_signed() && self.api.options.user.is_none() => false,
            None => true,
            // The current key may belong to another account.
            uid => self.api.get_account(limits).await.ok().and_then(|account| get_string(&account, "uid")) == uid,
        };
        if is_own {
            self.pending.remove(render_id).await;
        }
    }

    /// Whether a later poll may succeed after this error.
    fn may_recover(&self, error: &Error, render_id: &str, asked_ms: f64) -> bool {
        let offline = error.failure().code == ErrorCode::Network && is_offline();
        let fresh = || self.pending.find(render_id).is_some_and(|entry| entry.is_fresh(Date::now(), asked_ms));
        offline || (is_not_found(error) && fresh())
    }

    /// Polls a render until it is finished.
    pub async fn wait_for(&self, render_id: &str, context: &CallContext) -> Result<RenderRecord> {
        let CallContext { options, limits } = context;
        if self.pending.find(render_id).is_some() {
            self.slots.resume(render_id, self.api.options.max_concurrent_renders).await;
        }
        let _watcher = self.slots.watch(render_id);
        let subscription = self.polls.subscribe(render_id);
        let mut intervals = PollIntervals::new(options.poll_ms);
        let mut emitted = None;
        let started = get_uptime();
        let mut since = started;
        loop {
            let asked_ms = get_uptime() - started;
            // After the deadline, one last poll may still start: the device may have slept until then.
            let longest = (limits.deadline - get_uptime()).max(limits.timeout_ms);
            let poll = pin!(self.poll(&subscription, render_id, limits, asked_ms));
            let poll = timeout(poll, &Abort::NEVER, Some(longest)).await;
            match poll.unwrap_or_else(|_| Err(deadline_passed(render_id))) {
                Ok(record) if record.status == RenderStatus::Failed => return Err(render_failed(record)),
                Ok(record) => {
                    let (status, raw) = (record.status, record.raw_status());
                    if emitted.as_ref() != Some(&(status, raw.clone())) {
                        since = get_uptime();
                        if status == RenderStatus::Unknown {
                            emit_status(&options.on_progress, status.stage(), render_id, &raw);
                        } else {
                            emit_stage(&options.on_progress, status.stage(), Some(render_id));
                        }
                    }
                    if status == RenderStatus::Done {
                        return Ok(record);
                    }
                    if status == RenderStatus::Unknown && get_uptime() - since >= MAX_UNKNOWN_STATUS_MS {
                        self.slots.release(render_id);
                        return Err(stuck(render_id, &raw));
                    }
                    emitted = Some((status, raw));
                }
                Err(error) if self.may_recover(&error, render_id, asked_ms) => {}
                Err(error) => return Err(error),
            }
            let left = limits.deadline - get_uptime();
            if left <= 0.0 {
                return Err(deadline_passed(render_id));
            }
            let interval = intervals.next(Math::random(), is_hidden()).min(left);
            let notified = subscription.poll.mutex.notify.wait();
            if timeout(notified, &limits.abort, Some(interval)).await == Err(Interrupted::Aborted) {
                return Err(limits.abort.error().with_render_id(render_id));
            }
        }
    }

    /// Takes the record that another call has polled, or polls.
    async fn poll(
        &self,
        subscription: &Subscription<'_>,
        render_id: &str,
        limits: &Limits,
        asked_ms: f64,
    ) -> Result<RenderRecord> {
        loop {
            if let Some(record) = subscription.take_new() {
                return Ok(record);
            }
            let mutex = &subscription.poll.mutex;
            if let Some(_guard) = mutex.try_lock() {
                let record = self.get_render(render_id, limits, asked_ms).await?;
                subscription.mark_seen();
                return Ok(record);
            }
            if timeout(mutex.notify.wait(), &limits.abort, None).await.is_err() {
                return Err(limits.abort.error().with_render_id(render_id));
            }
        }
    }
}

/// The error of a render that failed.
pub fn render_failed(record: RenderRecord) -> Error {
    let status = record.raw_status();
    // An undocumented status may explain more.
    let why = if status == "failed" { String::new() } else { concat(&[" with the status “", &status, "”"]) };
    let message = concat(&["The render failed", &why, ". Try another photo or other options."]);
    Error::new(ErrorCode::RenderFailed, &message).with_render_id(&record.id).with_render(record.object)
}

/// Whether the service itself does not know the render. A proxy's 404 does not count.
fn is_not_found(error: &Error) -> bool {
    error.failure().code == ErrorCode::NotFound && error.failure().message == messages::RENDER_NOT_FOUND
}

fn stuck(render_id: &str, status: &str) -> Error {
    let message = concat(&[
        "The render has had the unknown status “",
        status,
        "” for ten minutes. It is still pending: call waitFor again later.",
    ]);
    Error::new(ErrorCode::Timeout, &message).retryable().with_render_id(render_id)
}

fn deadline_passed(render_id: &str) -> Error {
    let message = "The render did not finish in time. It is still running: call waitFor again later.";
    Error::new(ErrorCode::Timeout, message).retryable().with_render_id(render_id)
}
