//! A photo as callers have it: a `Blob`, an `ArrayBuffer` or bytes. Only the ranges that are asked for enter wasm.

use crate::api::{Issue, IssueCode};
use crate::photo::{Inspector, Report, Step};
use crate::wasm::js::error::{Outcome, Thrown};
use crate::wasm::js::field::is_a;
use crate::wasm::sync::wait::aborted;
use crate::wasm::sync::wait::{Abort, within};
use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

#[wasm_bindgen]
extern "C" {
    /// Bytes of any realm's buffer, as this realm's.
    #[wasm_bindgen(js_name = Uint8Array)]
    type View;

    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn new(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> Result<View, JsValue>;

    /// A part of a file, or of what a library calls one.
    type Part;

    #[wasm_bindgen(catch, method, js_name = arrayBuffer)]
    fn contents(this: &Part) -> Result<JsValue, JsValue>;
}

/// A photo to inspect or upload.
pub enum Photo {
    /// A file, wherever it is.
    Blob(Blob),
    /// Bytes in memory.
    Bytes(Uint8Array),
}

impl Photo {
    /// Takes what a caller gave, if it is a photo's source.
    pub fn from_js(source: &JsValue) -> Option<Self> {
        // Each is recognized by what it is and not by its class, which may be another realm's: test environments have one
        // realm for the page and one for Node.
        let has = |name: &str| Reflect::get(source, &name.into()).unwrap_or_default();
        if is_a(source, "Uint8Array") {
            return Some(Self::Bytes(bytes_of(&has("buffer"), &has("byteOffset"), &has("byteLength"))));
        }
        if is_a(source, "ArrayBuffer") {
            return Some(Self::Bytes(bytes_of(source, &JsValue::UNDEFINED, &JsValue::UNDEFINED)));
        }
        // A Blob may also be a library's.
        let is_blob = has("slice").is_function() && has("arrayBuffer").is_function() && has("size").as_f64().is_some();
        is_blob.then(|| Self::Blob(source.clone().unchecked_into()))
    }

    /// Its size in bytes.
    pub fn size(&self) -> f64 {
        match self {
            Self::Blob(blob) => blob.size(),
            Self::Bytes(bytes) => f64::from(bytes.length()),
        }
    }

    /// What goes into a request's body: the file itself, not a copy.
    pub fn as_body(&self) -> &JsValue {
        match self {
            Self::Blob(blob) => blob.as_ref(),
            Self::Bytes(bytes) => bytes.as_ref(),
        }
    }

    /// The type that a `Blob` says it is.
    pub fn declared_type(&self) -> Option<String> {
        match self {
            Self::Blob(blob) => Some(blob.type_()).filter(|mime| !mime.is_empty()),
            Self::Bytes(_) => None,
        }
    }

    /// Looks at the ranges that tell what the photo is, unless the caller aborts meanwhile: a file may lie far away.
    pub async fn inspect(&self, abort: &Abort) -> Outcome<Report> {
        let mut inspector = Inspector::new(self.size() as u64);
        let mut begun = None;
        while let Step::Read { offset, length } = inspector.next() {
            let reading = match begun.take() {
                Some(reading) => reading,
                None => self.begin(offset, length)?,
            };
            if let Step::Read { offset, length } = inspector.following() {
                begun = Some(self.begin(offset, length)?);
            }
            inspector.supply(offset, &arrived(reading, abort).await?);
        }
        Ok(inspector.finish())
    }

    /// Reads a range.
    pub async fn read(&self, offset: u64, length: u32) -> Outcome<Vec<u8>> {
        arrived(self.begin(offset, length)?, &Abort::NONE).await
    }

    /// Begins to read a range, of which comes its bytes or the buffer of them.
    fn begin(&self, offset: u64, length: u32) -> Outcome<JsFuture> {
        let part = self.part(offset as f64, offset as f64 + f64::from(length))?;
        let promise = match self {
            Self::Bytes(_) => Promise::resolve(&part),
            Self::Blob(_) => Promise::resolve(&part.unchecked_ref::<Part>().contents().map_err(unreadable)?),
        };
        Ok(JsFuture::from(promise))
    }

    /// A range as a part of another file. Nothing is read.
    pub fn part(&self, start: f64, end: f64) -> Outcome<JsValue> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.subarray(start as u32, end as u32).into()),
            Self::Blob(blob) => blob.slice_with_f64_and_f64(start, end).map(JsValue::from).map_err(unreadable),
        }
    }
}

/// A view of a buffer; of one that was transferred away, which has no bytes, an empty one.
fn bytes_of(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> Uint8Array {
    View::new(buffer, offset, length).map_or_else(|_| Uint8Array::new_with_length(0), JsCast::unchecked_into)
}

/// The bytes of a range that is being read.
async fn arrived(reading: JsFuture, abort: &Abort) -> Outcome<Vec<u8>> {
    let read = within(reading, abort, None).await.map_err(|_| aborted(abort))?.map_err(unreadable)?;
    Ok(read.dyn_into().unwrap_or_else(|buffer| Uint8Array::new(&buffer)).to_vec())
}

/// What is said of something that is no photo's source.
pub fn not_a_photo() -> Issue {
    Issue::new("image", IssueCode::Malformed, "The image must be a Blob or File, an ArrayBuffer or a Uint8Array.")
}

/// A file that was moved, changed or taken away since it was picked.
fn unreadable(cause: JsValue) -> Thrown {
    let message = "The file could not be read: it may have been moved or changed; choose it again.";
    Thrown::image(vec![Issue::new("image", IssueCode::Corrupt, message)]).because(cause)
}
