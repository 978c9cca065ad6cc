//! From a photo and parameters to a finished render: the endpoints in their order.

use crate::api::routes::Endpoint;
use crate::api::{Issue, IssueCode, validate_job};
use crate::policy::limits::MAX_CONCURRENT_UPLOADS;
use crate::policy::status::Standing;
use crate::wasm::http::response::{self, Record};
use crate::wasm::js::error::{Outcome, Thrown};
use crate::wasm::js::field::{get, set, text};
use crate::wasm::js::progress::{tell_amount, tell_stage};
use crate::wasm::js::snapshot::{plain, snapshot};
use crate::wasm::photos::imaging::{self, Prepared};
use crate::wasm::photos::mask_size;
use crate::wasm::photos::source::{Photo, not_a_photo};
use crate::wasm::renders::look::render_failed;
use crate::wasm::renders::session::{Call, Limits, Session, Terms};
use crate::wasm::renders::shared_uploads::{Photos, Uploaded};
use crate::wasm::renders::submit::Order;
use crate::wasm::sync::line::Line;
use crate::wasm::sync::wait::aborted;
use crate::wasm::sync::wait::within;
use js_sys::Object;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

thread_local! {
    /// Whoever uploads in this context.
    static UPLOADING: Rc<Line> = Rc::default();
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
    pub async fn upload(&self, image: &JsValue, terms: &Terms) -> Outcome<(JsValue, String)> {
        let Terms { options, limits } = terms;
        let listener = &options.on_progress;
        let photo = Photo::from_js(image).ok_or_else(|| Thrown::image(vec![not_a_photo()]))?;
        let report = photo.inspect(&limits.abort).await?;
        if self.options.validate && !report.ok() {
            return Err(Thrown::image(report.issues));
        }
        let place = UPLOADING.with(|line| line.enter(MAX_CONCURRENT_UPLOADS));
        within(place.reached(), &limits.abort, None).await.map_err(|_| aborted(&limits.abort))?;
        // What the bytes are, whatever the file is called.
        let declared = photo.declared_type();
        let content_type = report.mime.or(declared.as_deref()).unwrap_or("application/octet-stream");
        let total = photo.size();
        tell_amount(listener, "uploading", 0.0, total);
        let call = Call {
            body: Some(photo.as_body()),
            content_type: Some(content_type),
            bytes: total,
            listener: Some(listener),
            ..Call::to(Endpoint::Upload)
        };
        let answer = self.call(&call, limits).await?;
        let uploaded = response::upload(&answer)?;
        tell_amount(listener, "uploading", total, total);
        Ok(uploaded)
    }

    /// The account (section 5).
    pub async fn account(&self, limits: &Limits) -> Outcome<JsValue> {
        let answer = self.call(&Call::to(Endpoint::Account), limits).await?;
        response::account(&answer)
    }

    /// The whole workflow: check, upload, wait for a slot, submit, wait for the end.
    pub async fn run(&self, job: &Job<'_>) -> Outcome<Record> {
        let Terms { options, limits } = job.terms;
        if limits.abort.is_aborted() {
            return Err(aborted(&limits.abort));
        }
        let listener = &options.on_progress;
        tell_stage(listener, "preparing", None);
        let order = if is_reference(job.image) { self.reference_order(job)? } else { self.photo_order(job).await? };
        let submitted = self.submit(&order, limits).await?;
        match submitted.render {
            Some(record) if record.standing == Standing::Failed => Err(render_failed(record)),
            Some(record) => {
                tell_stage(listener, "done", Some(&submitted.render_id));
                Ok(record)
            }
            // Only the wait may be tried again.
            None => self.wait_for(&submitted.render_id, job.terms).await.map_err(Thrown::paid_for),
        }
    }

    fn reference_order(&self, job: &Job<'_>) -> Outcome<Order> {
        let upscale = is_upscale(job.params);
        // As plain JSON: what a getter or a proxy throws would fly past the promise.
        let params = self.checked(job.params, &|snapshot| validate_job(&snapshot.value))?.plain;
        let image = snapshot(job.image).map_err(Thrown::request)?.plain;
        let request: Object = if upscale { Object::new() } else { params.unchecked_into() };
        let request: Object = Object::assign(&request, image.unchecked_ref());
        if upscale { self.upscale_order(&request) } else { self.render_order(&request) }
    }

    async fn photo_order(&self, job: &Job<'_>) -> Outcome<Order> {
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

    /// Prepares a photo if the options ask for it, and uploads it.
    async fn bring(&self, job: &Job<'_>, masked: bool) -> Outcome<Uploaded> {
        let Terms { options, limits } = job.terms;
        let prepared = match &options.prepare {
            Some(how) => imaging::prepare(job.image, how, &limits.abort).await?,
            None => Prepared::default(),
        };
        if masked && prepared.reshaped {
            return Err(mask_elsewhere());
        }
        let image = prepared.blob.as_ref().unwrap_or(job.image);
        let (_, file_name) = self.upload(image, job.terms).await?;
        Ok(Uploaded { file_name, reshaped: prepared.reshaped })
    }
}

fn mask_elsewhere() -> Thrown {
    let message = "The photo must be cropped, padded or resized, and then the mask lies elsewhere: call prepareImage \
                   first, make the mask at its result's size, and give that as the image.";
    Thrown::image(vec![Issue::new("mask", IssueCode::MaskSize, message)])
}

/// A job's image and parameters as they are now, whatever the caller does with the objects while the job waits.
pub fn frozen(image: JsValue, params: &JsValue) -> (JsValue, JsValue) {
    let image = if is_reference(&image) { plain(&image) } else { image };
    (image, plain(params))
}

/// Whether an image is one that the service has or can fetch.
fn is_reference(image: &JsValue) -> bool {
    ["file_name", "file_url"].iter().any(|key| get(image, key).is_truthy())
}

fn is_upscale(params: &JsValue) -> bool {
    text(params, "tool").as_deref() == Some("upscale")
}
