//! Looking at a render: once, or until it is finished.

use super::error::{Outcome, Thrown};
use super::progress::tell_stage;
use super::response::{self, Record};
use super::session::{Call, Limits, Session, Terms, aborted};
use super::wait::{Abort, Stopped, within};
use super::watch::{Watcher, is_hidden, is_offline};
use crate::api::routes::Endpoint;
use crate::api::{Issue, IssueCode};
use crate::client::failure::ErrorCode;
use crate::client::poll::Pauses;
use crate::client::status::Standing;
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
        let answer = self.call(&call, limits).await.map_err(|thrown| thrown.about(render_id))?;
        let record = response::render(&answer).map_err(|thrown| thrown.about(render_id))?;
        if record.standing.is_final() {
            self.scope.release(render_id);
            self.pending.strike(render_id).await;
        } else {
            self.scope.touch(render_id);
            self.pending.restore(render_id);
        }
        self.watches.publish(render_id, &record);
        Ok(record)
    }

    /// Looks a render up until it is finished. Waits for the same render share their looks.
    pub async fn wait_for(&self, render_id: &str, terms: &Terms) -> Outcome<Record> {
        let Terms { options, limits } = terms;
        if self.pending.has(render_id) {
            self.scope.resume(render_id, self.options.max_concurrent_renders).await;
        }
        let _watching = self.scope.watch(render_id);
        let watcher = self.watches.join(render_id);
        let mut pauses = Pauses::starting_at(options.poll_ms);
        let mut told = None;
        loop {
            // One last look may begin when the time is up: the device may have slept until then.
            let longest = (limits.deadline - Date::now()).max(limits.timeout_ms);
            let look = within(pin!(self.look(&watcher, render_id, limits)), &Abort::NONE, Some(longest)).await;
            match look.unwrap_or_else(|_| Err(past_deadline(render_id))) {
                Ok(record) if record.standing == Standing::Failed => return Err(render_failed(record)),
                Ok(record) => {
                    if told.replace(record.standing) != Some(record.standing) {
                        tell_stage(&options.on_progress, record.standing.stage(), Some(render_id));
                    }
                    if record.standing == Standing::Done {
                        return Ok(record);
                    }
                }
                // It will be looked at again once the platform is back online, or when the next look is due.
                Err(thrown) if thrown.failure().code == ErrorCode::Network && is_offline() => {}
                Err(thrown) => return Err(thrown),
            }
            let left = limits.deadline - Date::now();
            if left <= 0.0 {
                return Err(past_deadline(render_id));
            }
            let pause = pauses.next(Math::random(), is_hidden()).min(left);
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
    let message = "The render failed. Try another photo or other options.";
    Thrown::new(ErrorCode::RenderFailed, message).about(&record.id).with_render(record.object)
}

fn past_deadline(render_id: &str) -> Thrown {
    let message = "The render did not finish in time. It goes on: wait for its id again later.";
    Thrown::new(ErrorCode::Timeout, message).retryable().about(render_id)
}
