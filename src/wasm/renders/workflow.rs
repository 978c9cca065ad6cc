//! From a photo and parameters to a finished render: the endpoints in their order.

use crate::api::routes::Endpoint;
use crate::api::{Issue, IssueCode, validate_job};
use crate::policy::limits::MAX_CONCURRENT_UPLOADS;
use crate::policy::status::Standing;
use crate::prepare::Options;
use crate::wasm::http::response::{self, Record};
use crate::wasm::imaging::prepare::prepare;
use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::field::{get, get_string, set};
use crate::wasm::js::progress::{emit_amount, emit_stage};
use crate::wasm::js::snapshot::snapshot;
use crate::wasm::photos::mask_size;
use crate::wasm::photos::source::{Photo, not_a_photo};
use crate::wasm::renders::look::render_failed;
use crate::wasm::renders::session::{Call, Limits, Session, Terms};
use crate::wasm::renders::shared_uploads::{Photos, Uploaded};
use crate::wasm::renders::submit::Order;
use crate::wasm::sync::semaphore::Semaphore;
use crate::wasm::sync::timeout::timeout;
use js_sys::Object;
use std::pin::pin;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

thread_local! {
    /// Whoever uploads in this context.
    static UPLOADING: Rc<Semaphore> = Rc::default();
}

/// What one run is given.
pub struct Job<'a> {
    pub image: &'a JsValue,
    pub params: &'a JsValue,
    pub terms: &'a Terms,
    /// The photos that several jobs of a batch share.
    pub photos: Option<&'a Photos>,
}

impl Session {
    /// Uploads a photo that the service would take; answers its record and its name (section 1).
    pub async fn upload(&self, image: &JsValue, terms: &Terms) -> Result<(JsValue, String)> {
        let Terms { options, limits } = terms;
        let listener = &options.on_progress;
        let photo = Photo::from_js(image).ok_or_else(|| Error::invalid_image(vec![not_a_photo()]))?;
        let report = photo.inspect(&limits.abort).await?;
        if self.options.validate && !report.ok() {
            return Err(Error::invalid_image(report.issues));
        }
        let permit = UPLOADING.with(|semaphore| semaphore.request(MAX_CONCURRENT_UPLOADS));
        timeout(permit.acquire(), &limits.abort, None).await.map_err(|_| limits.abort.error())?;
        // What the bytes are, whatever the file is called.
        let declared = photo.declared_type();
        let content_type = report.mime.or(declared.as_deref()).unwrap_or("application/octet-stream");
        let total = photo.size();
        emit_amount(listener, "uploading", 0.0, total);
        let call = Call {
            body: Some(photo.as_body()),
            content_type: Some(content_type),
            bytes: total,
            listener: Some(listener),
            ..Call::to(Endpoint::Upload)
        };
        let answer = self.call(&call, limits).await?;
        let uploaded = response::upload(&answer)?;
        emit_amount(listener, "uploading", total, total);
        Ok(uploaded)
    }

    /// The account (section 5).
    pub async fn account(&self, limits: &Limits) -> Result<JsValue> {
        let answer = self.call(&Call::to(Endpoint::Account), limits).await?;
        response::account(&answer)
    }

    /// The whole workflow: check, upload, wait for a slot, submit, wait for the end.
    pub async fn run(&self, job: &Job<'_>) -> Result<Record> {
        let Terms { options, limits } = job.terms;
        if limits.abort.is_aborted() {
            return Err(limits.abort.error());
        }
        let listener = &options.on_progress;
        emit_stage(listener, "preparing", None);
        let order = if is_reference(job.image) { self.reference_order(job)? } else { self.photo_order(job).await? };
        let submitted = self.submit(&order, limits).await?;
        match submitted.render {
            Some(record) if record.standing == Standing::Failed => Err(render_failed(record)),
            Some(record) => {
                emit_stage(listener, "done", Some(&submitted.render_id));
                Ok(record)
            }
            // Only the wait may be tried again.
            None => self.wait_for(&submitted.render_id, job.terms).await.map_err(Error::not_retryable),
        }
    }

    fn reference_order(&self, job: &Job<'_>) -> Result<Order> {
        let upscale = is_upscale(job.params);
        // As plain JSON: what a getter or a proxy throws would fly past the promise.
        let params = self.checked(job.params, &|snapshot| validate_job(&snapshot.value))?.plain;
        let image = snapshot(job.image).map_err(Error::invalid_request)?.plain;
        let request: Object = if upscale { Object::new() } else { params.unchecked_into() };
        let request: Object = Object::assign(&request, image.unchecked_ref());
        if upscale { self.upscale_order(&request) } else { self.render_order(&request) }
    }

    async fn photo_order(&self, job: &Job<'_>) -> Result<Order> {
        let snapshot = self.checked(job.params, &|snapshot| validate_job(&snapshot.value))?;
        let masked = !get(&snapshot.plain, "mask").is_undefined();
        if masked && self.options.validate {
            mask_size::check(&snapshot, job.image, &job.terms.limits.abort).await?;
        }
        let shared = job.photos.and_then(|photos| photos.shared(job.image));
        let uploaded = match shared {
            Some(shared) => shared.uploaded(|| self.bring(job, masked), &job.terms.limits.abort).await?,
            None => self.bring(job, masked).await?,
        };
        if masked && uploaded.reshaped {
            return Err(mask_elsewhere());
        }
        if snapshot.tool() == Some("upscale") {
            let request = Object::new();
            set(&request, "file_name", &uploaded.file_name.into());
            return self.upscale_order(&request);
        }
        set(snapshot.plain.unchecked_ref(), "file_name", &uploaded.file_name.into());
        Order::of_render(&snapshot)
    }

    /// Mends a photo where that is asked for, and uploads it.
    async fn bring(&self, job: &Job<'_>, masked: bool) -> Result<Uploaded> {
        let Terms { options, limits } = job.terms;
        let (prepared, reshaped) = match &options.prepare {
            Some(how) => prepare_for(job.image, how, masked, limits).await?,
            None => (None, false),
        };
        let image = prepared.as_ref().unwrap_or(job.image);
        let (_, file_name) = self.upload(image, job.terms).await?;
        Ok(Uploaded { file_name, reshaped })
    }
}

/// Mends a photo before it goes up; none where it goes up as it was. And whether it has another shape now.
async fn prepare_for(image: &JsValue, how: &Options, masked: bool, limits: &Limits) -> Result<(Option<JsValue>, bool)> {
    let preparing = timeout(pin!(prepare(image, how)), &limits.abort, None).await;
    let prepared = preparing.map_err(|_| limits.abort.error())??;
    let reshaped = prepared.is_reshaped();
    if masked && reshaped {
        return Err(mask_elsewhere());
    }
    Ok(((!prepared.changes.is_empty()).then(|| prepared.blob.into()), reshaped))
}

fn mask_elsewhere() -> Error {
    let message = "The photo must be cropped, padded or resized, and then the mask lies elsewhere: call prepareImage \
                   first, make the mask at its result's size, and give that as the image.";
    Error::invalid_image(vec![Issue::new("mask", IssueCode::MaskSize, message)])
}

#[wasm_bindgen(module = "/js/shims/clone-json.js")]
extern "C" {
    /// Clones plain data. Anything else is returned as it is, and rejected later.
    #[wasm_bindgen(js_name = cloneJson)]
    fn clone_json(value: &JsValue) -> JsValue;
}

/// A job's image and parameters at the time of the call: the caller may change the objects while the job waits.
pub fn snapshot_job(image: JsValue, params: &JsValue) -> (JsValue, JsValue) {
    let image = if is_reference(&image) { clone_json(&image) } else { image };
    (image, clone_json(params))
}

/// Whether an image is one that the service has or can fetch.
fn is_reference(image: &JsValue) -> bool {
    ["file_name", "file_url"].iter().any(|key| get(image, key).is_truthy())
}

fn is_upscale(params: &JsValue) -> bool {
    get_string(params, "tool").as_deref() == Some("upscale")
}
