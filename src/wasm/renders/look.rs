//! Looking at a render: once, or until it is finished.

use crate::api::routes::Endpoint;
use crate::api::{Issue, IssueCode, messages};
use crate::policy::failure::ErrorCode;
use crate::policy::poll::PollIntervals;
use crate::policy::status::{MAX_UNKNOWN_STATUS_MS, Standing};
use crate::text::concat;
use crate::wasm::http::response::{self, Record};
use crate::wasm::js::error::{Outcome, Thrown};
use crate::wasm::js::field::text;
use crate::wasm::js::progress::{tell_stage, tell_status};
use crate::wasm::renders::session::{Call, Limits, Session, Terms};
use crate::wasm::renders::watch::{Watcher, is_hidden, is_offline};
use crate::wasm::sync::wait::aborted;
use crate::wasm::sync::wait::{Abort, Stopped, within};
use js_sys::{Date, Math};
use std::pin::pin;

impl Session {
    /// Looks a render up (section 4).
    pub async fn get_render(&self, render_id: &str, limits: &Limits) -> Outcome<Record> {
        if render_id.is_empty() {
            let message = "Say which render: the render_id that the submission answered.";
            return Err(Thrown::request(Issue::new("renderId", IssueCode::Required, message)));
        }
        let id = String::from(js_sys::encode_uri_component(render_id));
        let call = Call { suffix: &id, ..Call::to(Endpoint::GetRender) };
        let answer = match self.call(&call, limits).await {
            Ok(answer) => answer,
            Err(thrown) => {
                if is_unknown(&thrown) {
                    self.lose(render_id, limits).await;
                }
                return Err(thrown.about(render_id));
            }
        };
        let record = response::render(&answer).map_err(|thrown| thrown.about(render_id))?;
        if record.standing.is_final() {
            self.scope.release(render_id);
            self.pending.strike(render_id).await;
        } else {
            self.scope.touch(render_id);
            self.pending.restore(render_id);
            if let Some(uid) = text(&record.object, "uid") {
                self.pending.belongs(render_id, uid).await;
            }
        }
        self.watches.publish(render_id, &record);
        Ok(record)
    }

    /// The service does not know a render: it holds no slot, and waiting for it at every visit would be for nothing. Its
    /// entry stays where the render was only just ordered, and where it may be somebody else's.
    async fn lose(&self, render_id: &str, limits: &Limits) {
        let Some(entry) = self.pending.find(render_id) else { return };
        if entry.is_fresh(Date::now()) {
            return;
        }
        self.scope.release(render_id);
        let is_ours = match entry.uid {
            _ if entry.is_signed() && self.options.user.is_none() => false,
            None => true,
            // The key that is used now may be another account's.
            uid => self.account(limits).await.ok().and_then(|account| text(&account, "uid")) == uid,
        };
        if is_ours {
            self.pending.strike(render_id).await;
        }
    }

    /// Whether a render that was not seen may be seen by a later look.
    fn may_come(&self, thrown: &Thrown, render_id: &str) -> bool {
        let offline = thrown.failure().code == ErrorCode::Network && is_offline();
        let fresh = || self.pending.find(render_id).is_some_and(|entry| entry.is_fresh(Date::now()));
        offline || (is_unknown(thrown) && fresh())
    }

    /// Looks a render up until it is finished. Waits for the same render share their looks.
    pub async fn wait_for(&self, render_id: &str, terms: &Terms) -> Outcome<Record> {
        let Terms { options, limits } = terms;
        if self.pending.has(render_id) {
            self.scope.resume(render_id, self.options.max_concurrent_renders).await;
        }
        let _watching = self.scope.watch(render_id);
        let watcher = self.watches.join(render_id);
        let mut intervals = PollIntervals::new(options.poll_ms);
        let mut told = None;
        let mut since = Date::now();
        loop {
            // One last look may begin when the time is up: the device may have slept until then.
            let longest = (limits.deadline - Date::now()).max(limits.timeout_ms);
            let look = within(pin!(self.look(&watcher, render_id, limits)), &Abort::NONE, Some(longest)).await;
            match look.unwrap_or_else(|_| Err(past_deadline(render_id))) {
                Ok(record) if record.standing == Standing::Failed => return Err(render_failed(record)),
                Ok(record) => {
                    let (standing, status) = (record.standing, record.status());
                    if told.as_ref() != Some(&(standing, status.clone())) {
                        since = Date::now();
                        if standing == Standing::Unknown {
                            tell_status(&options.on_progress, standing.stage(), render_id, &status);
                        } else {
                            tell_stage(&options.on_progress, standing.stage(), Some(render_id));
                        }
                    }
                    if standing == Standing::Done {
                        return Ok(record);
                    }
                    if standing == Standing::Unknown && Date::now() - since >= MAX_UNKNOWN_STATUS_MS {
                        self.scope.release(render_id);
                        return Err(stuck(render_id, &status));
                    }
                    told = Some((standing, status));
                }
                // It will be looked at again once the platform is back online, or when the next look is due.
                Err(thrown) if self.may_come(&thrown, render_id) => {}
                Err(thrown) => return Err(thrown),
            }
            let left = limits.deadline - Date::now();
            if left <= 0.0 {
                return Err(past_deadline(render_id));
            }
            let pause = intervals.next(Math::random(), is_hidden()).min(left);
            if within(watcher.watch.turn.bell.next(), &limits.abort, Some(pause)).await == Err(Stopped::Aborted) {
                return Err(aborted(&limits.abort).about(render_id));
            }
        }
    }

    /// What another wait saw meanwhile, or a look of one's own.
    async fn look(&self, watcher: &Watcher<'_>, render_id: &str, limits: &Limits) -> Outcome<Record> {
        loop {
            if let Some(record) = watcher.news() {
                return Ok(record);
            }
            let turn = &watcher.watch.turn;
            if let Some(_turn) = turn.begin() {
                let record = self.get_render(render_id, limits).await?;
                watcher.catch_up();
                return Ok(record);
            }
            if within(turn.bell.next(), &limits.abort, None).await.is_err() {
                return Err(aborted(&limits.abort).about(render_id));
            }
        }
    }
}

/// What a render that failed is for the caller.
pub fn render_failed(record: Record) -> Thrown {
    let status = record.status();
    // One that is not documented is told, too: it may say more than that.
    let why = if status == "failed" { String::new() } else { concat(&[" with the status “", &status, "”"]) };
    let message = concat(&["The render failed", &why, ". Try another photo or other options."]);
    Thrown::new(ErrorCode::RenderFailed, &message).about(&record.id).with_render(record.object)
}

/// Whether the service itself says that it has no such render: not a proxy, nor an address that is none of its own.
fn is_unknown(thrown: &Thrown) -> bool {
    thrown.failure().code == ErrorCode::NotFound && thrown.failure().message == messages::RENDER_NOT_FOUND
}

fn stuck(render_id: &str, status: &str) -> Thrown {
    let message = concat(&[
        "For ten minutes the status of the render has been “",
        status,
        "”, which this version does not know. It is still pending: wait for its id again later.",
    ]);
    Thrown::new(ErrorCode::Timeout, &message).retryable().about(render_id)
}

fn past_deadline(render_id: &str) -> Thrown {
    let message = "The render did not finish in time. It is still being made: wait for its id again later.";
    Thrown::new(ErrorCode::Timeout, message).retryable().about(render_id)
}
