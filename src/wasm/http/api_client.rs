//! `ApiClient`: calls the service's endpoints.

use crate::api::routes::Endpoint;
use crate::text::concat;
use crate::wasm::http::auth::{add_headers, build_headers, get_secret};
use crate::wasm::http::call::{ApiCall, CallContext, Limits};
use crate::wasm::http::response::parse_account;
use crate::wasm::http::retry::{check_response, next_delay};
use crate::wasm::http::transport::{self, HttpRequest, HttpResponse, InFlight, TransportError};
use crate::wasm::js::error::Result;
use crate::wasm::js::field::build_object;
use crate::wasm::js::listener::Listener;
use crate::wasm::js::page::get_uptime;
use crate::wasm::js::progress::emit_position;
use crate::wasm::options::api_key::check_key_exposure;
use crate::wasm::options::call::CallOptions;
use crate::wasm::options::client::ClientOptions;
use crate::wasm::sync::abort::Abort;
use crate::wasm::sync::sleep::sleep;
use crate::wasm::sync::timeout::Interrupted;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use web_sys::{Headers, RequestCredentials};

/// The slowest upload to allow for, because `fetch` does not report its progress.
const MIN_UPLOAD_BYTES_PER_MS: f64 = 32.0;

/// The default timeout of a request without progress, in milliseconds.
const DEFAULT_TIMEOUT_MS: f64 = 60_000.0;
/// The same for a paid request, which may return the finished render and then takes longer.
const DEFAULT_PAID_TIMEOUT_MS: f64 = 300_000.0;

/// Sends requests to the service, with authentication, timeouts and retries.
pub struct ApiClient {
    pub options: ClientOptions,
    headers: Headers,
    credentials: RequestCredentials,
    /// Whether a gateway answers. `None` until that is known.
    pub gateway: Cell<Option<bool>>,
}

impl ApiClient {
    /// Checks everything that can be checked before the first request.
    pub fn new(options: ClientOptions) -> Result<Self> {
        check_key_exposure(&options)?;
        let headers = build_headers(&options)?;
        let credentials = match options.credentials {
            "omit" => RequestCredentials::Omit,
            "include" => RequestCredentials::Include,
            _ => RequestCredentials::SameOrigin,
        };
        Ok(Self { options, headers, credentials, gateway: Cell::default() })
    }

    /// The context of a call: its options, and the client's where it has none.
    pub fn create_context(&self, options: CallOptions) -> Box<CallContext> {
        let timeout_ms = options.timeout_ms.or(self.options.timeout_ms);
        let limits = Limits {
            abort: Abort::listen(options.signal.clone()),
            timeout_ms: timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS),
            paid_timeout_ms: timeout_ms.unwrap_or(DEFAULT_PAID_TIMEOUT_MS),
            max_retries: options.max_retries.unwrap_or(self.options.max_retries),
            deadline: get_uptime() + options.deadline_ms,
            retries_until_deadline: false,
            completes_paid_calls: false,
            restores: false,
            on_waiting: Listener::default(),
        };
        Box::new(CallContext { options, limits })
    }

    /// Calls an endpoint. Retries unless that could buy a second render.
    pub async fn call(&self, call: &ApiCall<'_>, limits: &Limits) -> Result<Box<HttpResponse>> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            let secret = get_secret(&self.options, limits).await?;
            let headers = add_headers(&self.headers, secret.as_deref(), call)?;
            let started = get_uptime();
            let response = match self.send(call, limits, &headers) {
                Ok(mut request) => {
                    let result = request.wait(call.abort(limits)).await;
                    request.read(result)
                }
                Err(error) => Err(error),
            };
            self.emit_request(call, attempt, &response, get_uptime() - started);
            if let Ok(response) = &response {
                self.note_gateway(response);
            }
            let failed = match check_response(response, call, limits, secret) {
                Ok(response) => return Ok(response),
                Err(failed) => failed,
            };
            let Some(ms) = next_delay(&failed, call, limits, attempt) else { return Err(failed.error) };
            if call.endpoint.is_paid() && attempt == 1 {
                emit_position(&limits.on_waiting, 1);
            }
            if sleep(ms, &limits.abort).await == Err(Interrupted::Aborted) {
                return Err(limits.abort.error());
            }
        }
    }

    /// Gets the account (section 5).
    pub async fn get_account(&self, limits: &Limits) -> Result<JsValue> {
        let response = self.call(&ApiCall::new(Endpoint::Account), limits).await?;
        parse_account(&response)
    }

    /// Notes who answers. Responses without the header may also come from a proxy in front of a gateway, except successes.
    fn note_gateway(&self, response: &HttpResponse) {
        if response.from_gateway {
            self.gateway.set(Some(true));
        } else if self.gateway.get().is_none() && (200..300).contains(&response.status) {
            self.gateway.set(Some(false));
        }
    }

    fn send(&self, call: &ApiCall<'_>, limits: &Limits, headers: &Headers) -> Result<InFlight, TransportError> {
        transport::send(&HttpRequest {
            is_post: !call.is_get(),
            url: &self.url(call),
            headers,
            body: call.body,
            credentials: self.credentials,
            fetch: self.options.fetch.as_ref(),
            timeout_ms: if call.endpoint.is_paid() { limits.paid_timeout_ms } else { limits.timeout_ms },
            upload_ms: call.bytes / MIN_UPLOAD_BYTES_PER_MS,
            on_progress: call.on_progress,
        })
    }

    fn url(&self, call: &ApiCall<'_>) -> String {
        concat(&[&self.options.base_url, call.endpoint.path(), call.suffix])
    }

    /// Calls `onRequest`. Headers are not passed, and so no key.
    fn emit_request(
        &self,
        call: &ApiCall<'_>,
        attempt: u32,
        response: &Result<Box<HttpResponse>, TransportError>,
        duration_ms: f64,
    ) {
        self.options.on_request.emit(|| {
            let method = if call.is_get() { "GET" } else { "POST" };
            let status = response.as_ref().ok().map(|response| response.status);
            build_object(
                "method url attempt status durationMs",
                &[method.into(), self.url(call).into(), attempt.into(), status.into(), duration_ms.into()],
            )
        });
    }
}
