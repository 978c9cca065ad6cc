//! `inspectImage`: what a photo is and what the service would reject about it.

use crate::api::Issue;
use crate::photo::{Report, type_mismatch};
use crate::wasm::js::error::{Error, Result, issues_to_js, strings_to_js};
use crate::wasm::js::field::build_object;
use crate::wasm::js::promise::settle;
use crate::wasm::photos::source::{Photo, not_a_photo};
use crate::wasm::sync::abort::Abort;
use js_sys::{Object, Promise};
use tsify::Tsify;
use wasm_bindgen::prelude::*;

/// The result of `inspectImage`. It depends only on the bytes, never on the file's name.
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ImageReport {
    /// Whether the service accepts the photo, so there are no issues.
    pub ok: bool,
    /// The format of the bytes. `"heic"` is also HEIF: `mime` tells them apart.
    #[tsify(type = r#""jpeg" | "png" | "heic" | "unknown""#)]
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
    /// Orientation as in EXIF, 1 to 8. Default 1. For HEIC, that of `irot` and `imir`.
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

/// Converts a report.
fn report_to_js(report: &Report) -> JsValue {
    build_object(
        "ok format mime width height orientation bytes bytesRead issues notes credentials",
        &[
            report.ok().into(),
            report.format.as_str().into(),
            report.mime.into(),
            report.width.into(),
            report.height.into(),
            report.orientation.into(),
            (report.bytes as f64).into(),
            (report.bytes_read as f64).into(),
            issues_to_js(&report.issues),
            strings_to_js(&report.notes),
            report.credentials.into(),
        ],
    )
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
        let (declared, report) = match inspect(&image).await {
            Ok((photo, report)) => (photo.declared_type(), report),
            Err(error) if for_imaging => return Err(error),
            Err(error) => (None, Report { issues: error.into_failure().issues, ..Report::new(0) }),
        };
        let object = report_to_js(&report);
        if for_imaging {
            add_facts(&object, report, &declared.unwrap_or_default());
        }
        Ok(object)
    })
}

async fn inspect(image: &JsValue) -> Result<(Photo, Report)> {
    let photo = Photo::from_js(image).ok_or_else(|| Error::invalid_image(vec![not_a_photo()]))?;
    let report = photo.inspect(&Abort::NEVER).await?;
    Ok((photo, report))
}

/// Adds what the imaging module needs to know.
fn add_facts(object: &JsValue, report: Report, declared: &str) {
    let facts = build_object(
        "unfixable isSupported isMistyped lacksEndMarker mayHaveTrailingData truncated",
        &[
            issues_to_js(&report.unfixable_issues()),
            (!report.is_unsupported_format()).into(),
            type_mismatch(declared, &report).is_some().into(),
            report.lacks_end_marker.into(),
            report.may_have_trailing_data.into(),
            issues_to_js(&report.into_truncation_issues()),
        ],
    );
    let _: Object = Object::assign(object.unchecked_ref(), facts.unchecked_ref());
}
