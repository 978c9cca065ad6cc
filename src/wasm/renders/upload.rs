//! Uploads photos, a few at once in this context.

use crate::api::routes::Endpoint;
use crate::policy::limits::MAX_CONCURRENT_UPLOADS;
use crate::wasm::http::api_client::ApiClient;
use crate::wasm::http::call::{ApiCall, CallContext};
use crate::wasm::http::response::parse_upload;
use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::progress::emit_amount;
use crate::wasm::photos::source::{Photo, not_a_photo};
use crate::wasm::sync::semaphore::Semaphore;
use crate::wasm::sync::timeout::timeout;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

thread_local! {
    static UPLOADS: Rc<Semaphore> = Rc::default();
}

/// Checks and uploads a photo. Returns the response and the file name (section 1).
pub async fn upload(api: &ApiClient, image: &JsValue, context: &CallContext) -> Result<(JsValue, String)> {
    let CallContext { options, limits } = context;
    let listener = &options.on_progress;
    let photo = Photo::from_js(image).ok_or_else(|| Error::invalid_image(vec![not_a_photo()]))?;
    let report = photo.inspect(&limits.abort).await?;
    if api.options.validate && !report.ok() {
        return Err(Error::invalid_image(report.issues));
    }
    let permit = UPLOADS.with(|semaphore| semaphore.request(MAX_CONCURRENT_UPLOADS));
    timeout(permit.acquire(), &limits.abort, None).await.map_err(|_| limits.abort.error())?;
    // The type of the bytes, not of the file's name.
    let declared = photo.declared_type();
    let content_type = report.mime.or(declared.as_deref()).unwrap_or("application/octet-stream");
    let total = photo.size();
    emit_amount(listener, "uploading", 0.0, total);
    let call = ApiCall {
        body: Some(photo.as_body()),
        content_type: Some(content_type),
        bytes: total,
        on_progress: Some(listener),
        ..ApiCall::new(Endpoint::Upload)
    };
    let response = api.call(&call, limits).await?;
    let uploaded = parse_upload(&response)?;
    emit_amount(listener, "uploading", total, total);
    Ok(uploaded)
}
