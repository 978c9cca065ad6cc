//! Promises for JavaScript.

use crate::wasm::js::error::Outcome;
use js_sys::Promise;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// A promise that rejects with nothing but a `ReRoomError`.
pub fn settle(call: impl Future<Output = Outcome<JsValue>> + 'static) -> Promise {
    // Boxed, so that the wasm has one promise machinery and not one a method.
    settle_boxed(Box::pin(call))
}

fn settle_boxed(call: Pin<Box<dyn Future<Output = Outcome<JsValue>>>>) -> Promise {
    future_to_promise(async move { call.await.map_err(JsValue::from) })
}
