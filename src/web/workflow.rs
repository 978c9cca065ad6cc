//! From a photo and parameters to a finished render: the endpoints in their order.

use super::error::{Outcome, Thrown, set};
use super::json::{Snapshot, snapshot};
use super::mask_size;
use super::options::{CallOptions, Listener};
use super::photo::{Photo, not_a_photo};
use super::prepare::prepare;
use super::response::{self, Record, Submitted};
use super::session::{Call, Limits, Session, aborted};
use super::wait::{pause, within};
use crate::api::routes::Endpoint;
use crate::api::{Issue, IssueCode, Source, validate_job, validate_render, validate_upscale};
use crate::client::failure::{ErrorCode, Failure};
use crate::client::poll::Pauses;
use crate::client::status::Standing;
use crate::image::mend::Options;
use js_sys::{Date, Math, Object, Reflect};
use wasm_bindgen::prelude::*;

impl Session {
    /// Uploads a photo that the service would take; answers its record and its name (section 1).
    pub async fn upload(&self, image: &JsValue, limits: &Limits) -> Outcome<(JsValue, String)> {
        let photo = Photo::from_js(image).ok_or_else(|| Thrown::image(vec![not_a_photo()]))?;
        let report = photo.inspect().await?;
        if self.options.validate && !report.ok() {
            return Err(Thrown::image(report.issues));
        }
        // What the bytes are, whatever the file is called.
        let declared = photo.declared_type();
        let content_type = report.mime.or(declared.as_deref()).unwrap_or("application/octet-stream");
        let call = Call {
            endpoint: Endpoint::Upload,
            suffix: "",
            body: Some(photo.as_body()),
            content_type: Some(content_type),
            bytes: photo.size(),
        };
        response::upload(&self.call(&call, limits).await?)
    }

    /// Submits a render (section 2).
    pub async fn render(&self, request: &JsValue, limits: &Limits) -> Outcome<Submitted> {
        let snapshot = self.checked(request, |snapshot| validate_render(&snapshot.value, Source::Given))?;
        self.submit_render(&snapshot, limits).await
    }

    /// Submits an upscale (section 2.8).
    pub async fn upscale(&self, request: &JsValue, limits: &Limits) -> Outcome<Submitted> {
        let snapshot = self.checked(request, |snapshot| validate_upscale(&snapshot.value))?;
        self.submit(Endpoint::Upscale, "", "upscale", snapshot.body()?, limits).await
    }

    async fn submit_render(&self, snapshot: &Snapshot, limits: &Limits) -> Outcome<Submitted> {
        let (query, body) = snapshot.render_parts()?;
        self.submit(Endpoint::Render, &query, snapshot.tool().unwrap_or("render"), body, limits).await
    }

    async fn submit(
        &self,
        endpoint: Endpoint,
        query: &str,
        tool: &str,
        body: String,
        limits: &Limits,
    ) -> Outcome<Submitted> {
        let body = JsValue::from(body);
        let content_type = Some("application/json");
        let call = Call { endpoint, suffix: query, body: Some(&body), content_type, bytes: 0.0 };
        let submitted = response::submission(&self.call(&call, limits).await?)?;
        if submitted.render.is_none() {
            self.pending.remember(&submitted.render_id, tool);
        }
        Ok(submitted)
    }

    fn checked(&self, request: &JsValue, check: impl FnOnce(&Snapshot) -> Vec<Issue>) -> Outcome<Snapshot> {
        let snapshot = snapshot(request).map_err(Thrown::request)?;
        let issues = if self.options.validate { check(&snapshot) } else { Vec::new() };
        if issues.is_empty() {
            return Ok(snapshot);
        }
        Err(Failure::of_issues(ErrorCode::InvalidRequest, issues).into())
    }

    /// Looks a render up (section 4).
    pub async fn get_render(&self, render_id: &str, limits: &Limits) -> Outcome<Record> {
        if render_id.is_empty() {
            let message = "Say which render: the render_id that the submission answered.";
            return Err(Thrown::request(Issue::new("renderId", IssueCode::Required, message)));
        }
        let id = String::from(js_sys::encode_uri_component(render_id));
        let call = Call { endpoint: Endpoint::GetRender, suffix: &id, body: None, content_type: None, bytes: 0.0 };
        let answer = self.call(&call, limits).await.map_err(|thrown| thrown.about(render_id))?;
        let record = response::render(&answer).map_err(|thrown| thrown.about(render_id))?;
        if record.standing.is_final() {
            self.pending.forget(render_id);
        }
        Ok(record)
    }

    /// The account (section 5).
    pub async fn account(&self, limits: &Limits) -> Outcome<JsValue> {
        let call = Call { endpoint: Endpoint::Account, suffix: "", body: None, content_type: None, bytes: 0.0 };
        response::account(&self.call(&call, limits).await?)
    }

    /// Looks a render up until it is finished.
    pub async fn wait_for(&self, render_id: &str, options: &CallOptions, limits: &Limits) -> Outcome<Record> {
        let deadline = Date::now() + options.deadline_ms;
        let mut pauses = Pauses::starting_at(options.poll_ms);
        let mut told = None;
        loop {
            let record = self.get_render(render_id, limits).await?;
            if record.standing == Standing::Failed {
                return Err(render_failed(record));
            }
            if told.replace(record.standing) != Some(record.standing) {
                tell_stage(&options.on_progress, record.standing.stage(), Some(render_id));
            }
            if record.standing == Standing::Done {
                return Ok(record);
            }
            let left = deadline - Date::now();
            if left <= 0.0 {
                return Err(past_deadline(render_id));
            }
            if !pause(pauses.next(Math::random()).min(left), &limits.abort).await {
                return Err(aborted(&limits.abort).about(render_id));
            }
        }
    }

    /// The whole workflow: check, upload, submit, wait.
    pub async fn run(&self, image: &JsValue, params: &JsValue, options: &CallOptions) -> Outcome<Record> {
        let limits = self.limits(options);
        tell_stage(&options.on_progress, "preparing", None);
        let submitted = if is_reference(image) {
            self.submit_reference(image, params, &limits).await?
        } else {
            self.submit_photo(image, params, options, &limits).await?
        };
        match submitted.render {
            Some(record) if record.standing == Standing::Failed => Err(render_failed(record)),
            Some(record) => {
                tell_stage(&options.on_progress, "done", Some(&submitted.render_id));
                Ok(record)
            }
            None => self.wait_for(&submitted.render_id, options, &limits).await,
        }
    }

    async fn submit_reference(&self, image: &JsValue, params: &JsValue, limits: &Limits) -> Outcome<Submitted> {
        let upscale = is_upscale(params);
        // As plain JSON: what a getter or a proxy throws would fly past the promise.
        let params = self.checked(params, |snapshot| validate_job(&snapshot.value))?.plain;
        let image = snapshot(image).map_err(Thrown::request)?.plain;
        let request: Object = if upscale { Object::new() } else { params.unchecked_into() };
        let request: Object = Object::assign(&request, image.unchecked_ref());
        if upscale { self.upscale(&request, limits).await } else { self.render(&request, limits).await }
    }

    async fn submit_photo(
        &self,
        image: &JsValue,
        params: &JsValue,
        options: &CallOptions,
        limits: &Limits,
    ) -> Outcome<Submitted> {
        let snapshot = self.checked(params, |snapshot| validate_job(&snapshot.value))?;
        let prepared = match &options.prepare {
            Some(how) => prepare_for(&snapshot, image, how, limits).await?,
            None => None,
        };
        let image = prepared.as_ref().unwrap_or(image);
        if self.options.validate {
            mask_size::check(&snapshot, image).await?;
        }
        let total = Photo::from_js(image).map_or(0.0, |photo| photo.size());
        tell_upload(&options.on_progress, 0.0, total);
        let (_, file_name) = self.upload(image, limits).await?;
        tell_upload(&options.on_progress, total, total);
        if snapshot.tool() == Some("upscale") {
            let request = Object::new();
            set(&request, "file_name", &file_name.into());
            return self.upscale(&request, limits).await;
        }
        set(snapshot.plain.unchecked_ref(), "file_name", &file_name.into());
        self.submit_render(&snapshot, limits).await
    }
}

/// Mends a photo before it goes up; none where it goes up as it was.
async fn prepare_for(job: &Snapshot, image: &JsValue, how: &Options, limits: &Limits) -> Outcome<Option<JsValue>> {
    let preparing = within(prepare(image, how), &limits.abort, None).await;
    let prepared = preparing.map_err(|_| aborted(&limits.abort))??;
    let masked = Reflect::get(&job.plain, &"mask".into()).is_ok_and(|mask| !mask.is_undefined());
    if masked && prepared.is_reshaped() {
        let message = "The photo must be cropped, padded or resized, and then the mask lies elsewhere: call prepareImage \
                       first, make the mask at its result's size, and give that as the image.";
        return Err(Thrown::image(vec![Issue::new("mask", IssueCode::MaskSize, message)]));
    }
    Ok((!prepared.changes.is_empty()).then(|| prepared.blob.into()))
}

/// Whether an image is one that the service has or can fetch.
fn is_reference(image: &JsValue) -> bool {
    ["file_name", "file_url"].iter().any(|key| Reflect::get(image, &(*key).into()).is_ok_and(|value| value.is_truthy()))
}

fn is_upscale(params: &JsValue) -> bool {
    Reflect::get(params, &"tool".into()).is_ok_and(|tool| tool.as_string().as_deref() == Some("upscale"))
}

fn tell_stage(listener: &Listener, stage: &str, render_id: Option<&str>) {
    listener.tell(|| {
        let progress = Object::new();
        set(&progress, "stage", &stage.into());
        if let Some(id) = render_id {
            set(&progress, "renderId", &id.into());
        }
        progress.into()
    });
}

fn tell_upload(listener: &Listener, loaded: f64, total: f64) {
    listener.tell(|| {
        let progress = Object::new();
        set(&progress, "stage", &"uploading".into());
        set(&progress, "loaded", &loaded.into());
        set(&progress, "total", &total.into());
        progress.into()
    });
}

fn render_failed(record: Record) -> Thrown {
    let failure = Failure::new(ErrorCode::RenderFailed, "The render failed. Try another photo or other options.");
    Thrown::from(failure).about(&record.id).with_render(record.object)
}

fn past_deadline(render_id: &str) -> Thrown {
    let message = "The render did not finish in time. It goes on: wait for its id again later.";
    Thrown::from(Failure::new(ErrorCode::Timeout, message).retryable()).about(render_id)
}
