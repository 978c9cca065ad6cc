//! `inspectImage`: what a photo is and what the service would reject about it.

use crate::api::Issue;
use crate::photo::{Report, type_mismatch};
use crate::wasm::js::error::{Error, Result, issues_to_js, strings_to_js};
use crate::wasm::js::field::{build_object, set};
use crate::wasm::js::promise::settle;
use crate::wasm::photos::source::{Photo, not_a_photo};
use crate::wasm::sync::abort::Abort;
use js_sys::Promise;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

/// The result of `inspectImage`. It depends only on the bytes, never on the file's name.
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ImageReport {
    /// Whether the service accepts the photo, so there are no issues.
    pub ok: bool,
    /// The format of the bytes.
    #[tsify(type = r#""jpeg" | "png" | "unknown""#)]
    pub format: &'static str,
    /// The media type of the bytes, if known. Also set for formats that the service does not accept.
    #[tsify(optional)]
    pub mime: Option<&'static str>,
    /// Displayed width in pixels, with the orientation applied.
    #[tsify(optional)]
    pub width: Option<u32>,
    /// Displayed height in pixels.
    #[tsify(optional)]
    pub height: Option<u32>,
    /// EXIF orientation, 1 to 8. Default 1.
    pub orientation: u8,
    /// File size in bytes.
    #[tsify(type = "number")]
    pub bytes: f64,
    /// How many bytes `inspectImage` read.
    #[tsify(type = "number")]
    pub bytes_read: f64,
    /// All problems.
    pub issues: Vec<Issue>,
    /// Hints that are not problems, for example that only the first frame of an animation is used.
    #[tsify(type = "string[]")]
    pub notes: Vec<&'static str>,
    /// The photo carries signed provenance (C2PA Content Credentials). Whether the signature is valid is not checked. It does
    /// not survive `prepareImage`, unless the photo is returned unchanged.
    #[tsify(optional, type = r#""c2pa""#)]
    pub credentials: Option<&'static str>,
}

impl From<Report> for ImageReport {
    fn from(report: Report) -> Self {
        Self {
            ok: report.ok(),
            format: report.format.as_str(),
            mime: report.mime,
            width: report.width,
            height: report.height,
            orientation: report.orientation,
            bytes: report.bytes as f64,
            bytes_read: report.bytes_read as f64,
            issues: report.issues,
            notes: report.notes,
            credentials: report.credentials,
        }
    }
}

impl ImageReport {
    fn to_js(&self) -> JsValue {
        build_object(&[
            ("ok", self.ok.into()),
            ("format", self.format.into()),
            ("mime", self.mime.into()),
            ("width", self.width.into()),
            ("height", self.height.into()),
            ("orientation", self.orientation.into()),
            ("bytes", self.bytes.into()),
            ("bytesRead", self.bytes_read.into()),
            ("issues", issues_to_js(&self.issues)),
            ("notes", strings_to_js(&self.notes)),
            ("credentials", self.credentials.into()),
        ])
    }

    fn from_issues(issues: Vec<Issue>) -> Self {
        Self {
            ok: false,
            format: "unknown",
            mime: None,
            width: None,
            height: None,
            orientation: 1,
            bytes: 0.0,
            bytes_read: 0.0,
            issues,
            notes: Vec::new(),
            credentials: None,
        }
    }
}

/// Inspects a photo without decoding it, and reports whether the service accepts it.
///
/// Reads at most 64 KB of an ordinary file. Never rejects because of a bad image: `issues` lists every problem and what to do
/// about it. The service accepts JPEG and PNG files up to 15 MiB, with 512 to 4096 pixels on each side and a displayed aspect
/// ratio from 4:3 to 16:9. (API page, section 1, image requirements.)
#[wasm_bindgen(js_name = inspectImage, unchecked_return_type = "Promise<ImageReport>")]
pub fn inspect_image(#[wasm_bindgen(unchecked_param_type = "ImageSource")] image: JsValue) -> Promise {
    report(image, false)
}

/// Inspects a photo for the imaging module: the report, and what it needs to prepare the photo. Rejects if the photo cannot be
/// read.
#[wasm_bindgen(js_name = inspectPhoto, skip_typescript)]
pub fn inspect_photo(image: JsValue) -> Promise {
    report(image, true)
}

/// One function for both, because each future of an inspection adds a kilobyte.
fn report(image: JsValue, for_imaging: bool) -> Promise {
    settle(async move {
        match inspect(&image).await {
            Ok((photo, report)) if for_imaging => Ok(with_facts(&photo, report)),
            Ok((_, report)) => Ok(ImageReport::from(report).to_js()),
            Err(error) if for_imaging => Err(error),
            Err(error) => Ok(ImageReport::from_issues(error.into_failure().issues).to_js()),
        }
    })
}

async fn inspect(image: &JsValue) -> Result<(Photo, Report)> {
    let photo = Photo::from_js(image).ok_or_else(|| Error::invalid_image(vec![not_a_photo()]))?;
    let report = photo.inspect(&Abort::NEVER).await?;
    Ok((photo, report))
}

/// The report with what the imaging module needs to know.
fn with_facts(photo: &Photo, report: Report) -> JsValue {
    let declared = photo.declared_type().unwrap_or_default();
    let facts = [
        ("unfixable", issues_to_js(&report.unfixable_issues())),
        ("truncated", issues_to_js(&report.truncation_issues())),
        ("isSupported", (!report.is_unsupported_format()).into()),
        ("isMistyped", type_mismatch(&declared, &report).is_some().into()),
        ("lacksEndMarker", report.lacks_end_marker.into()),
        ("mayHaveTrailingData", report.may_have_trailing_data.into()),
    ];
    let object = ImageReport::from(report).to_js();
    for (key, value) in &facts {
        set(object.unchecked_ref(), key, value);
    }
    object
}
