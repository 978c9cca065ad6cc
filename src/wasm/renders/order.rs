//! Orders: paid requests, sent again only if that cannot buy a second render, and what came of those whose answer was not
//! seen.

use crate::api::messages;
use crate::api::routes::Endpoint;
use crate::policy::failure::{ErrorCode, OUTCOME_UNKNOWN};
use crate::policy::order::{Order, OrderState, Step, next_step};
use crate::policy::pending::Entry;
use crate::policy::poll::{DEFAULT_POLL_MS, PollIntervals};
use crate::wasm::http::api_client::ApiClient;
use crate::wasm::http::call::{ApiCall, Limits};
use crate::wasm::http::response::{Submission, parse_kept_answer, parse_submission};
use crate::wasm::http::transport::HttpResponse;
use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::field::get_string;
use crate::wasm::js::page::{ReturnListener, get_uptime, is_cross_origin, is_hidden};
use crate::wasm::sync::notify::Notify;
use crate::wasm::sync::timeout::{Interrupted, timeout};
use js_sys::{Date, Math};
use std::rc::Rc;

/// Gets the answer to an order. Sends `request` for it, if it is new or a gateway has no such order; without a request, asks the
/// gateway until it knows the answer. Errors that end the order are settled.
pub async fn place_order(
    api: &ApiClient,
    entry: &Entry,
    mut request: Option<ApiCall<'_>>,
    is_new: bool,
    limits: &Limits,
) -> Result<Submission> {
    let id = String::from(js_sys::encode_uri_component(&entry.key));
    let question = ApiCall { suffix: &id, ..ApiCall::new(Endpoint::Order) };
    // A service that does not expect the key's header would fail its preflight. So a page asks first who answers.
    let crossing = is_cross_origin(&api.options.base_url).is_ok_and(|crossing| crossing.is_truthy());
    let asks_first = request.is_none() || !is_new || (crossing && api.gateway.get().is_none());
    let mut step = if asks_first { Step::Ask } else { Step::Send };
    let notify = Rc::new(Notify::default());
    let _on_return = ReturnListener::new({
        let notify = notify.clone();
        move || notify.notify_all()
    });
    let mut intervals = PollIntervals::new(DEFAULT_POLL_MS);
    let (mut failures, started) = (0, get_uptime());
    // Another call, whose answer was not seen, may have sent it.
    let mut broken = (!is_new).then(|| Error::new(ErrorCode::OutcomeUnknown, OUTCOME_UNKNOWN));
    loop {
        let via_gateway = api.gateway.get() == Some(true);
        let repeatable = request.is_some() && (!crossing || via_gateway);
        let call = match &mut request {
            Some(request) if step == Step::Send => {
                request.idempotency_key = repeatable.then_some(&entry.key);
                request
            }
            _ => &question,
        };
        let result = api.call(call, limits).await;
        if step == Step::Send {
            match result.and_then(|response| parse_submission(&response)) {
                Err(error) if error.is_open() && repeatable && api.gateway.get() != Some(false) => {
                    broken = Some(error);
                    step = Step::Ask;
                }
                // After a broken attempt, a rejection is about this attempt alone.
                Err(error) if broken.is_none() && !error.is_open() => return Err(error.settled()),
                result => return result,
            }
            continue;
        }
        if request.is_some() && broken.is_none() {
            step = Step::Send;
            continue;
        }
        let via_gateway = api.gateway.get() == Some(true);
        let state = read_state(&result, via_gateway);
        failures += u32::from(state == OrderState::Failed);
        let age_ms = Date::now() - entry.submitted_ms;
        let order = Order { via_gateway, repeatable, age_ms, asked_ms: get_uptime() - started, failures };
        step = next_step(state, order);
        let error = match step {
            Step::Ask | Step::Send if get_uptime() < limits.deadline => {
                let pause = intervals.next(Math::random(), is_hidden());
                if timeout(notify.wait(), &limits.abort, Some(pause)).await == Err(Interrupted::Aborted) {
                    let error = broken.unwrap_or_else(|| limits.abort.error()).with_cause(limits.abort.reason());
                    return Err(error.with_key(&entry.key));
                }
                continue;
            }
            Step::Answer => return result.and_then(|answer| parse_kept_answer(&answer)).map_err(Error::settled),
            Step::NotFound => {
                let message = "The order never reached the gateway, so nothing was bought. Submit it again.";
                return Err(Error::new(ErrorCode::NotFound, message).settled());
            }
            Step::Unknown => return Err(Error::new(ErrorCode::OutcomeUnknown, OUTCOME_UNKNOWN).settled()),
            Step::Ask | Step::Send => {
                let message = "The order was not answered in time. It is still pending: call waitFor again later.";
                Error::new(ErrorCode::Timeout, message).retryable()
            }
            Step::Open => match result {
                Err(error) if state != OrderState::Foreign => error,
                _ => Error::new(ErrorCode::OutcomeUnknown, OUTCOME_UNKNOWN),
            },
        };
        // How the order broke says more than why asking failed.
        let error = broken.unwrap_or(error);
        return Err(if state == OrderState::Foreign { error } else { error.with_key(&entry.key) });
    }
}

/// Reads what came back when the gateway was asked for an order.
fn read_state(result: &Result<Box<HttpResponse>>, via_gateway: bool) -> OrderState {
    match result {
        Ok(answer) => match get_string(&answer.body, "state").as_deref() {
            Some("running") => OrderState::Running,
            Some("answered") => OrderState::Answered,
            Some("unknown") => OrderState::Unknown,
            _ => OrderState::Foreign,
        },
        Err(error) => match error.failure() {
            // The service may use the same words for a path that it does not know.
            failure if via_gateway && failure.message == messages::ORDER_NOT_FOUND => OrderState::NotFound,
            failure if failure.retryable => OrderState::Failed,
            failure if matches!(failure.code, ErrorCode::Unauthorized | ErrorCode::Aborted) => OrderState::Denied,
            _ => OrderState::Foreign,
        },
    }
}
