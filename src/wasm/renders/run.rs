//! `run`: from a photo and parameters to a finished render.

use crate::api::{Issue, IssueCode, validate_job};
use crate::wasm::http::call::CallContext;
use crate::wasm::http::response::RenderRecord;
use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::field::{get, get_string, set};
use crate::wasm::js::progress::emit_stage;
use crate::wasm::js::snapshot::{clone_json, take_snapshot};
use crate::wasm::photos::imaging::{self, MaskReading, PreparedPhoto};
use crate::wasm::photos::mask_size;
use crate::wasm::renders::paid_request::{PaidRequest, check_request};
use crate::wasm::renders::service::RenderService;
use crate::wasm::renders::shared_uploads::{SharedUploads, UploadedPhoto};
use crate::wasm::renders::upload::upload;
use js_sys::Object;
use wasm_bindgen::prelude::*;

/// The arguments of one run.
pub struct Job<'a> {
    pub image: &'a JsValue,
    pub params: &'a JsValue,
    pub context: &'a CallContext,
    /// The uploads that the jobs of a batch share.
    pub uploads: Option<&'a SharedUploads>,
}

/// Checks, uploads, waits for a slot, submits, and waits for the render.
///
/// `mask` is the mask that is being read from what was painted, if there is one.
pub async fn run(service: &RenderService, job: &Job<'_>, mask: Option<MaskReading>) -> Result<RenderRecord> {
    let CallContext { options, limits } = job.context;
    if limits.abort.is_aborted() {
        return Err(limits.abort.error());
    }
    emit_stage(&options.on_progress, "preparing", None);
    let (request, photo) = if is_reference(job.image) {
        (request_by_reference(service, job, mask).await?, SentPhoto::default())
    } else {
        upload_photo(service, job, mask).await?
    };
    let submission = service.submit(&request, job.context).await?;
    // Retrying the run would pay again. Only the wait may be retried.
    let mut record = service.finish(submission, job.context).await.map_err(Error::not_retryable)?;
    record.object = imaging::restore(&photo.prepared, &photo.mask, record.object, options).await;
    // Not before: the page may be closed while the result is restored.
    service.pending.remove_now(&record.id);
    Ok(record)
}

/// What is needed to restore the result. All are `undefined` if there is nothing to restore.
#[derive(Default)]
struct SentPhoto {
    /// The `PreparedImage`.
    prepared: JsValue,
    /// The encoded mask of an edit.
    mask: JsValue,
}

async fn request_by_reference(
    service: &RenderService,
    job: &Job<'_>,
    reading: Option<MaskReading>,
) -> Result<PaidRequest> {
    let options = &service.api.options;
    let upscale = is_upscale(job.params);
    // Snapshots, because an exception in a getter or proxy would escape the promise.
    let params = check_request(options, job.params, &|snapshot| validate_job(&snapshot.value))?.plain;
    if let Some(reading) = reading {
        let mask = reading.wait(&job.context.limits.abort).await?;
        // The size of the photo is unknown: the mask keeps its own.
        set_mask(&params, &mask, &JsValue::UNDEFINED)?;
    }
    let image = take_snapshot(job.image).map_err(Error::invalid_request)?.plain;
    let request: Object = if upscale { Object::new() } else { params.unchecked_into() };
    let request: Object = Object::assign(&request, image.unchecked_ref());
    if upscale { PaidRequest::check_upscale(options, &request) } else { PaidRequest::check_render(options, &request) }
}

async fn upload_photo(
    service: &RenderService,
    job: &Job<'_>,
    reading: Option<MaskReading>,
) -> Result<(PaidRequest, SentPhoto)> {
    let options = &service.api.options;
    let abort = &job.context.limits.abort;
    let snapshot = check_request(options, job.params, &|snapshot| validate_job(&snapshot.value))?;
    let mask = match &reading {
        Some(reading) => Some(reading.wait(abort).await?),
        None => None,
    };
    // A mask that is encoded already fits only the original.
    let masked = mask.is_none() && !get(&snapshot.plain, "mask").is_undefined();
    if masked && options.validate {
        mask_size::check(&snapshot, job.image, abort).await?;
    }
    // Before the upload, so that nothing is sent if it does not fit.
    if let (Some(mask), None) = (&mask, &job.context.options.prepare) {
        set_mask(&snapshot.plain, mask, &imaging::find_placement(job.image, abort).await?)?;
    }
    let shared = job.uploads.and_then(|uploads| uploads.find(job.image));
    let uploaded = match shared {
        Some(shared) => shared.get_or_upload(|| prepare_and_upload(service, job, masked), abort).await?,
        None => prepare_and_upload(service, job, masked).await?,
    };
    if masked && uploaded.reshaped {
        return Err(mask_misplaced());
    }
    if let Some(mask) = mask.filter(|_| !uploaded.placement.is_undefined()) {
        set_mask(&snapshot.plain, &mask, &uploaded.placement)?;
    }
    let photo = SentPhoto { prepared: uploaded.prepared, mask: get(&snapshot.plain, "mask") };
    let file_name = uploaded.file_name.into();
    let request = if snapshot.tool() == Some("upscale") {
        let request = Object::new();
        set(&request, "file_name", &file_name);
        PaidRequest::check_upscale(options, &request)?
    } else {
        set(snapshot.plain.unchecked_ref(), "file_name", &file_name);
        PaidRequest::from_render(&snapshot)
    };
    Ok((request, photo))
}

/// Prepares the photo if the options ask for it, and uploads it.
async fn prepare_and_upload(service: &RenderService, job: &Job<'_>, masked: bool) -> Result<UploadedPhoto> {
    let CallContext { options, limits } = job.context;
    let prepared = match &options.prepare {
        Some(options) => imaging::prepare(job.image, options, &limits.abort).await?,
        None => PreparedPhoto::default(),
    };
    if masked && prepared.reshaped {
        return Err(mask_misplaced());
    }
    let image = prepared.blob.as_ref().unwrap_or(job.image);
    let (_, file_name) = upload(&service.api, image, job.context).await?;
    let PreparedPhoto { reshaped, placement, object, .. } = prepared;
    Ok(UploadedPhoto { file_name, reshaped, placement, prepared: object })
}

/// Replaces the placeholder of [`take_mask`] with the encoded mask.
fn set_mask(params: &JsValue, mask: &JsValue, placement: &JsValue) -> Result<()> {
    let encoded = imaging::encode_mask(mask, placement)?;
    set(params.unchecked_ref(), "mask", &encoded.into());
    Ok(())
}

fn mask_misplaced() -> Error {
    let message = "The photo must be cropped, padded or resized, and then the mask no longer fits. Call prepareImage \
                   first, create the mask at the size of its result, and pass that result as the image.";
    Error::invalid_image(vec![Issue::new("mask", IssueCode::MaskSize, message)])
}

/// A job's image and parameters at the time of the call: the caller may change the objects while the job waits. A mask that
/// is not encoded yet stays the caller's object.
pub fn snapshot_job(image: JsValue, params: &JsValue) -> (JsValue, JsValue) {
    (if is_reference(&image) { clone_json(&image) } else { image }, clone_json(params))
}

/// Starts to read the mask of a job's snapshot, if it is not encoded yet. Until it is, a placeholder that passes the checks
/// of the other parameters takes its place.
pub fn take_mask(params: &JsValue) -> Option<MaskReading> {
    let mask = get(params, "mask");
    mask.is_object().then(|| {
        set(params.unchecked_ref(), "mask", &"AAAA".into());
        MaskReading::start(&mask)
    })
}

/// Whether an image is a reference: an uploaded file or a URL.
fn is_reference(image: &JsValue) -> bool {
    ["file_name", "file_url"].iter().any(|key| get(image, key).is_truthy())
}

fn is_upscale(params: &JsValue) -> bool {
    get_string(params, "tool").as_deref() == Some("upscale")
}
