//! The bindings to JavaScript.

use wasm_bindgen::prelude::*;

use crate::decoder::{Block, Decoder};
use crate::error::Error;

/// Decodes one photo.
#[wasm_bindgen(skip_typescript)]
pub struct HeicDecoder {
    decoder: Decoder,
    block: Option<Block>,
}

#[wasm_bindgen]
impl HeicDecoder {
    /// Reads a file's structure. Decodes nothing yet.
    ///
    /// # Errors
    ///
    /// A string with the reason, as for `next_block`.
    #[wasm_bindgen(constructor, skip_typescript)]
    pub fn new(file: Vec<u8>) -> Result<Self, JsValue> {
        let decoder = Decoder::new(file).map_err(to_js)?;
        Ok(Self { decoder, block: None })
    }

    /// The displayed width and height.
    #[wasm_bindgen(skip_typescript)]
    pub fn size(&self) -> Vec<u32> {
        let (width, height) = self.decoder.size();
        vec![width, height]
    }

    /// Decodes the next part of the photo: its left and top edge, its width, and where its pixels are in the memory. They stay there
    /// until the next call. Empty at the end.
    ///
    /// # Errors
    ///
    /// A string with the kind and the reason.
    #[wasm_bindgen(js_name = next, skip_typescript)]
    pub fn next_block(&mut self) -> Result<Vec<u32>, JsValue> {
        self.block = None;
        self.block = self.decoder.next_block().map_err(to_js)?;
        Ok(self.block.as_ref().map_or_else(Vec::new, |Block { x, y, width, pixels }| {
            vec![*x, *y, *width, pixels.as_ptr() as u32, pixels.len() as u32]
        }))
    }
}

/// The kind and the reason of an error, separated by a colon.
fn to_js(error: Error) -> JsValue {
    let (kind, reason) = match error {
        Error::Damaged(reason) => ("damaged", reason),
        Error::Unsupported(feature) => ("unsupported", feature),
        Error::TooLarge => ("large", ""),
    };
    JsValue::from([kind, reason].join(":"))
}
