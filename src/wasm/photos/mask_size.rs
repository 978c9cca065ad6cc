//! Checks that a job's mask has the size of its photo, before the upload.

use crate::api::Value;
use crate::photo::check_mask_size;
use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::snapshot::Snapshot;
use crate::wasm::photos::source::Photo;
use crate::wasm::sync::abort::Abort;
use wasm_bindgen::prelude::*;

/// Rejects a mask that differs in size from the photo (section 2.6). Skips invalid photos, which are prepared or
/// rejected later.
pub async fn check(job: &Snapshot, image: &JsValue, abort: &Abort) -> Result<()> {
    let Some(mask) = job.value.get("mask").and_then(Value::as_str) else { return Ok(()) };
    let Some(photo) = Photo::from_js(image) else { return Ok(()) };
    let report = photo.inspect(abort).await?;
    match report.width.zip(report.height).and_then(|size| check_mask_size(mask, size)) {
        Some(issue) if report.ok() => Err(Error::invalid_image(vec![issue])),
        _ => Ok(()),
    }
}
