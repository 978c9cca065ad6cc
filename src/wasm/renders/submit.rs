//! The one place where money is spent: a checked order waits for a slot, is sent, and is written down.

use crate::api::routes::Endpoint;
use crate::api::{Issue, PhotoReference, Value, validate_render, validate_upscale};
use crate::policy::failure::ErrorCode;
use crate::wasm::http::response::{self, Submitted};
use crate::wasm::js::error::{Outcome, Thrown};
use crate::wasm::js::progress::tell_waiting;
use crate::wasm::js::snapshot::{Snapshot, snapshot};
use crate::wasm::renders::session::{Call, Limits, Session};
use crate::wasm::renders::slots::Slot;
use crate::wasm::sync::wait::aborted;
use crate::wasm::sync::wait::{Stopped, within};
use js_sys::Date;
use wasm_bindgen::prelude::*;

/// After how long a wait in the queue is told, and then how often its place is asked for, in milliseconds.
const TELL_MS: f64 = 50.0;
const TELL_AGAIN_MS: f64 = 1000.0;

/// A request that costs credits, ready to go.
pub struct Order {
    endpoint: Endpoint,
    query: String,
    tool: String,
    body: String,
}

impl Session {
    /// Checks a render's request (section 2).
    pub fn render_order(&self, request: &JsValue) -> Outcome<Order> {
        let snapshot = self.checked(request, &|snapshot| validate_render(&snapshot.value, PhotoReference::Required))?;
        Order::of_render(&snapshot)
    }

    /// Checks an upscale's request (section 2.8).
    pub fn upscale_order(&self, request: &JsValue) -> Outcome<Order> {
        let snapshot = self.checked(request, &|snapshot| validate_upscale(&snapshot.value))?;
        Order::of_upscale(&snapshot)
    }

    /// A request as plain JSON, if it passes the checks.
    pub fn checked(&self, request: &JsValue, check: &dyn Fn(&Snapshot) -> Vec<Issue>) -> Outcome<Snapshot> {
        let snapshot = snapshot(request).map_err(Thrown::request)?;
        let mut issues = if self.options.validate { check(&snapshot) } else { Vec::new() };
        // A `fetch` of the caller's own can be in this page, as a sandbox's is, and read what the page alone has.
        let photo = snapshot.value.get("file_url").and_then(Value::as_str).unwrap_or_default();
        if self.options.fetch.is_some() && photo.starts_with("blob:") {
            issues.retain(|issue| issue.path != "file_url");
        }
        if issues.is_empty() {
            return Ok(snapshot);
        }
        Err(Thrown::from_issues(ErrorCode::InvalidRequest, issues))
    }

    /// Submits an order once a slot is free. What did not come back finished holds the slot, and is pending.
    pub async fn submit(&self, order: &Order, limits: &Limits) -> Outcome<Submitted> {
        let slot = self.slot(limits).await?;
        let body = JsValue::from(&order.body);
        let content_type = Some("application/json");
        let call = Call { suffix: &order.query, body: Some(&body), content_type, ..Call::to(order.endpoint) };
        let answer = self.call(&call, limits).await?;
        let submitted = response::submission(&answer)?;
        if submitted.render.is_none() {
            self.pending.remember(&submitted.render_id, &order.tool).await;
            self.scope.hold(&submitted.render_id, slot).await;
        }
        Ok(submitted)
    }

    /// Waits in the queue for a slot.
    async fn slot(&self, limits: &Limits) -> Outcome<Slot> {
        if limits.abort.is_aborted() {
            return Err(aborted(&limits.abort));
        }
        let slot = self.scope.enter(self.options.max_concurrent_renders);
        {
            let mut reached = slot.reached();
            let (mut told, mut pause) = (0, TELL_MS);
            loop {
                let left = limits.deadline - Date::now();
                match within(&mut reached, &limits.abort, Some(pause.min(left))).await {
                    Ok(()) => break,
                    Err(Stopped::Aborted) => return Err(aborted(&limits.abort)),
                    Err(Stopped::TimedOut) if left <= pause => return Err(no_slot()),
                    Err(Stopped::TimedOut) => pause = TELL_AGAIN_MS,
                }
                self.scope.prune();
                let position = slot.position().await;
                if position > 0 && position != told {
                    told = position;
                    tell_waiting(&limits.waiting, position);
                }
            }
        }
        Ok(slot)
    }
}

impl Order {
    /// Of a render's request that was checked.
    pub fn of_render(snapshot: &Snapshot) -> Outcome<Self> {
        let (query, body) = snapshot.render_parts()?;
        Ok(Self { endpoint: Endpoint::Render, query, tool: snapshot.tool().unwrap_or("render").to_owned(), body })
    }

    fn of_upscale(snapshot: &Snapshot) -> Outcome<Self> {
        let (query, tool) = (String::new(), String::from("upscale"));
        Ok(Self { endpoint: Endpoint::Upscale, query, tool, body: snapshot.body()? })
    }
}

fn no_slot() -> Thrown {
    let message = "No slot became free in time, so nothing was submitted: other renders are still under way.";
    Thrown::new(ErrorCode::Timeout, message).retryable()
}
