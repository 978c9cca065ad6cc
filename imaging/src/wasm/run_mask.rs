//! The mask of an edit in `run`: read when the run starts, and encoded once the size of the upload is known.

use crate::mask::{Channel, Mask, MaskOptions, PhotoAxis, align, encode_base64};
use crate::wasm::mask_editor::MaskEditor;
use crate::wasm::mask_source::read_mask_source;
use js_sys::Promise;
use reroom::api::{Issue, IssueCode};
use reroom::wasm::js::error::{Error, Result};
use reroom::wasm::js::promise::settle;
use wasm_bindgen::prelude::*;

/// The mask of an edit, for the client.
#[wasm_bindgen(skip_typescript)]
pub struct RunMask {
    mask: Mask,
}

/// Reads the mask of an edit, for the client. Rejects with `invalid_image` if the source cannot be read or the mask is
/// empty.
#[wasm_bindgen(js_name = readMask, skip_typescript)]
pub fn read_mask(source: JsValue) -> Promise {
    settle(async move {
        let mask = match MaskEditor::from_js(&source) {
            Some(editor) => editor?.with_mask(Mask::clone),
            None => read_mask_source(&source, Channel::Auto).await?,
        };
        if !is_marked(&mask) {
            return Err(empty("The mask is empty. Paint over what should change."));
        }
        Ok(RunMask { mask }.into())
    })
}

#[wasm_bindgen]
impl RunMask {
    /// Encodes the mask at its own size.
    ///
    /// # Errors
    ///
    /// `invalid_image` (`mask_size`) if a side is over 4096 pixels.
    #[wasm_bindgen(skip_typescript)]
    pub fn encode(&self) -> Result<String, JsValue> {
        Ok(encode(&self.mask)?)
    }

    /// Encodes the mask at the size of the upload. Each axis is `[original, prepared, scale, offset]`.
    ///
    /// # Errors
    ///
    /// `invalid_image` (`empty_mask`) if the painted area was cropped off.
    #[wasm_bindgen(js_name = encodeFor, skip_typescript)]
    pub fn encode_for(&self, across: &[f64], down: &[f64]) -> Result<String, JsValue> {
        let Some((x, y)) = axis(across).zip(axis(down)) else { return self.encode() };
        let aligned = align(&self.mask, &x, &y);
        if !is_marked(&aligned) {
            let message = "Everything that the mask marks was cropped off. Paint inside the part that is kept, or set \
                           prepare: { fit: \"pad\" }.";
            return Err(empty(message).into());
        }
        Ok(encode(&aligned)?)
    }
}

fn axis(numbers: &[f64]) -> Option<PhotoAxis> {
    let [original, prepared, scale, offset] = *numbers.first_chunk()?;
    Some(PhotoAxis { original: original as u32, prepared: prepared as u32, scale, offset })
}

fn encode(mask: &Mask) -> Result<String> {
    encode_base64(mask, &MaskOptions::default()).map_err(|mut issue| {
        issue.path = "mask".to_owned();
        Error::invalid_image(vec![issue])
    })
}

fn is_marked(mask: &Mask) -> bool {
    mask.data.iter().any(|value| *value >= MaskOptions::default().threshold)
}

fn empty(message: &'static str) -> Error {
    Error::invalid_image(vec![Issue::new("mask", IssueCode::EmptyMask, message)])
}
