//! `inspectImage`: what a photo is and what the service would refuse about it.

use crate::api::Issue;
use crate::photo::Report;
use crate::wasm::js::error::{issues_to_js, list_to_js};
use crate::wasm::js::field::object;
use crate::wasm::js::promise::settle;
use crate::wasm::photos::source::{Photo, not_a_photo};
use crate::wasm::sync::wait::Abort;
use js_sys::Promise;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

/// What `inspectImage` found, from the bytes and never from the name.
#[derive(Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ImageReport {
    /// Whether the service takes it: no issues.
    pub ok: bool,
    /// What the bytes are.
    #[tsify(type = r#""jpeg" | "png" | "unknown""#)]
    pub format: &'static str,
    /// The media type of the bytes, where it is known; also of formats that the service does not take.
    #[tsify(optional)]
    pub mime: Option<&'static str>,
    /// Width in pixels as displayed, with the orientation applied.
    #[tsify(optional)]
    pub width: Option<u32>,
    /// Height in pixels as displayed.
    #[tsify(optional)]
    pub height: Option<u32>,
    /// EXIF orientation, 1 to 8; 1 where none is given.
    pub orientation: u8,
    /// Size of the file in bytes.
    #[tsify(type = "number")]
    pub bytes: f64,
    /// How many bytes were read to find this out.
    #[tsify(type = "number")]
    pub bytes_read: f64,
    /// Everything that is wrong.
    pub issues: Vec<Issue>,
    /// What is worth knowing and not wrong, such as that only the first frame of an animation counts.
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
        object(&[
            ("ok", self.ok.into()),
            ("format", self.format.into()),
            ("mime", self.mime.into()),
            ("width", self.width.into()),
            ("height", self.height.into()),
            ("orientation", self.orientation.into()),
            ("bytes", self.bytes.into()),
            ("bytesRead", self.bytes_read.into()),
            ("issues", issues_to_js(&self.issues)),
            ("notes", list_to_js(&self.notes)),
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

/// Finds out what a photo is and what the service would refuse about it, without decoding it.
///
/// Reads at most 64 KB of an ordinary file. Never rejects over a bad image: whatever is wrong is in `issues`, each
/// with what to do about it. The rules are 512 to 4096 pixels on each side, 4:3 to 16:9 as displayed, 15 MiB, JPEG or
/// PNG. (API page, section 1, image requirements.)
#[wasm_bindgen(js_name = inspectImage, unchecked_return_type = "Promise<ImageReport>")]
pub fn inspect_image(#[wasm_bindgen(unchecked_param_type = "ImageSource")] image: JsValue) -> Promise {
    settle(async move { Ok(report_of(&image).await.to_js()) })
}

async fn report_of(image: &JsValue) -> ImageReport {
    match Photo::from_js(image) {
        Some(photo) => match photo.inspect(&Abort::NONE).await {
            Ok(report) => report.into(),
            Err(thrown) => ImageReport::from_issues(thrown.into_failure().issues),
        },
        None => ImageReport::from_issues(vec![not_a_photo()]),
    }
}
