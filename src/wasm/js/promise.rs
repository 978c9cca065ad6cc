//! Promises for JavaScript.

use crate::wasm::js::error::Result;
use js_sys::Promise;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// Runs a call as a promise, which rejects only with a `ReRoomError`.
pub fn settle(call: impl Future<Output = Result<JsValue>> + 'static) -> Promise {
    // Boxed: otherwise the wasm would contain the promise code once per method.
    settle_boxed(Box::pin(call))
}

fn settle_boxed(call: Pin<Box<dyn Future<Output = Result<JsValue>>>>) -> Promise {
    future_to_promise(async move { call.await.map_err(JsValue::from) })
}
