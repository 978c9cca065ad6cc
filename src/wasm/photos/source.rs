//! A photo from the caller: a `Blob`, an `ArrayBuffer` or bytes. Only the requested ranges are copied into wasm.

use crate::api::{Issue, IssueCode};
use crate::photo::{Inspector, Report, Step};
use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::field::{get, get_string, has_method, is_a};
use crate::wasm::sync::abort::Abort;
use crate::wasm::sync::timeout::timeout;
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

#[wasm_bindgen]
extern "C" {
    /// This realm's view of a buffer of any realm.
    #[wasm_bindgen(js_name = Uint8Array)]
    type View;

    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn new(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> Result<View, JsValue>;

    /// A part of a file. A library may have its own `Blob`.
    type Part;

    #[wasm_bindgen(catch, method, js_name = arrayBuffer)]
    fn array_buffer(this: &Part) -> Result<JsValue, JsValue>;
}

/// A photo to inspect or upload.
pub enum Photo {
    /// A file.
    Blob(Blob),
    /// Bytes in memory.
    Bytes(Uint8Array),
}

impl Photo {
    /// Converts the caller's value. `None` if it is not a photo.
    pub fn from_js(source: &JsValue) -> Option<Self> {
        // Not `instanceof`: the value may come from another realm. Test environments have a realm for the page and one for
        // Node.
        if is_a(source, "Uint8Array") {
            let (buffer, offset) = (get(source, "buffer"), get(source, "byteOffset"));
            return Some(Self::Bytes(to_bytes(&buffer, &offset, &get(source, "byteLength"))));
        }
        if is_a(source, "ArrayBuffer") {
            return Some(Self::Bytes(to_bytes(source, &JsValue::UNDEFINED, &JsValue::UNDEFINED)));
        }
        // A library may have its own `Blob`.
        let is_blob =
            has_method(source, "slice") && has_method(source, "arrayBuffer") && get(source, "size").as_f64().is_some();
        is_blob.then(|| Self::Blob(source.clone().unchecked_into()))
    }

    /// Its size in bytes.
    pub fn size(&self) -> f64 {
        match self {
            Self::Blob(blob) => blob.size(),
            Self::Bytes(bytes) => f64::from(bytes.length()),
        }
    }

    /// The body of a request: the file itself, not a copy.
    pub fn as_body(&self) -> &JsValue {
        match self {
            Self::Blob(blob) => blob.as_ref(),
            Self::Bytes(bytes) => bytes.as_ref(),
        }
    }

    /// The declared type of a `Blob`.
    pub fn declared_type(&self) -> Option<String> {
        match self {
            // Not `Blob::type_`, which throws if a lookalike's type is not a string.
            Self::Blob(blob) => get_string(blob, "type").filter(|mime| !mime.is_empty()),
            Self::Bytes(_) => None,
        }
    }

    /// Inspects the photo by reading only the ranges that matter. The caller can abort, because reading a file may be slow.
    pub async fn inspect(&self, abort: &Abort) -> Result<Report> {
        let mut inspector = Inspector::new(self.size() as u64);
        let mut started = None;
        while let Step::Read { offset, length } = inspector.next() {
            let reading = match started.take() {
                Some(reading) => reading,
                None => self.start_read(offset, length)?,
            };
            if let Step::Read { offset, length } = inspector.following() {
                started = Some(self.start_read(offset, length)?);
            }
            inspector.supply(offset, &finish_read(reading, abort).await?);
        }
        Ok(inspector.finish())
    }

    /// Starts to read a range. The future resolves to bytes, or to their buffer.
    fn start_read(&self, offset: u32, length: u32) -> Result<JsFuture> {
        let part = self.part(offset.into(), f64::from(offset) + f64::from(length))?;
        let promise = match self {
            Self::Bytes(_) => Promise::resolve(&part),
            Self::Blob(_) => Promise::resolve(&part.unchecked_ref::<Part>().array_buffer().map_err(unreadable)?),
        };
        Ok(JsFuture::from(promise))
    }

    /// A range as a file. Nothing is read.
    fn part(&self, start: f64, end: f64) -> Result<JsValue> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.subarray(start as u32, end as u32).into()),
            Self::Blob(blob) => blob.slice_with_f64_and_f64(start, end).map(JsValue::from).map_err(unreadable),
        }
    }
}

/// Creates a view of a buffer. It is empty if the buffer was transferred.
fn to_bytes(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> Uint8Array {
    View::new(buffer, offset, length).map_or_else(|_| Uint8Array::new_with_length(0), JsCast::unchecked_into)
}

/// Waits for the bytes of a range.
async fn finish_read(reading: JsFuture, abort: &Abort) -> Result<Vec<u8>> {
    let read = timeout(reading, abort, None).await.map_err(|_| abort.error())?.map_err(unreadable)?;
    Ok(read.dyn_into().unwrap_or_else(|buffer| Uint8Array::new(&buffer)).to_vec())
}

/// The issue of a value that is not a photo.
pub fn not_a_photo() -> Issue {
    Issue::new(
        "image",
        IssueCode::Malformed,
        "The image must be a Blob, File, ArrayBuffer or Uint8Array, not a path or URL. run() also takes { file_name } or { file_url }.",
    )
}

/// The error of a file that was moved, changed or deleted after the user chose it.
fn unreadable(cause: JsValue) -> Error {
    let message = "The file could not be read. It may have been moved or changed: choose it again.";
    Error::invalid_image(vec![Issue::new("image", IssueCode::Corrupt, message)]).with_cause(cause)
}
