//! `MaskReader`: a mask on its way from a canvas, an image or a `MaskEditor` into a PNG.

use crate::mask::{Editor, Extractor, Mask, MaskOptions, PhotoAxis, PixelOrder, align, check_shape, encode_base64};
use crate::wasm::error::invalid_image;
use crate::wasm::options::{channel, mask_options};
use reroom::api::{Issue, IssueCode};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Collects the pixels that JavaScript reads, and encodes them.
#[derive(Default)]
#[wasm_bindgen(skip_typescript)]
pub struct MaskReader {
    source: Source,
}

#[derive(Default)]
enum Source {
    #[default]
    Nothing,
    Pixels(Extractor),
    Editor(Rc<RefCell<Editor>>),
}

#[wasm_bindgen]
impl MaskReader {
    /// Starts an image. `channel` is its position in the options, `order` that in `imaging/js/mask-source.js`.
    #[wasm_bindgen(skip_typescript)]
    pub fn start(&mut self, width: u32, height: u32, channel: u8, order: u8) {
        let order = match order {
            0 => PixelOrder::Rgba,
            1 => PixelOrder::Bgra,
            2 => PixelOrder::Rgbx,
            _ => PixelOrder::Bgrx,
        };
        self.source = Source::Pixels(Extractor::new(width, height, self::channel(channel), order));
    }

    /// Adds the next rows.
    #[wasm_bindgen(skip_typescript)]
    pub fn push(&mut self, pixels: &[u8]) {
        if let Source::Pixels(extractor) = &mut self.source {
            extractor.push(pixels);
        }
    }

    /// Whether all pixels so far are opaque.
    #[wasm_bindgen(js_name = isOpaque, skip_typescript)]
    pub fn is_opaque(&self) -> bool {
        matches!(&self.source, Source::Pixels(extractor) if extractor.is_opaque())
    }

    /// Encodes the mask with the options of `encodeMask` as numbers.
    #[wasm_bindgen(skip_typescript)]
    pub fn encode(&self, options: &[f64]) -> Result<String, JsValue> {
        let options = mask_options(options);
        self.with_mask(|mask| encode_base64(mask, &options)).map_err(invalid_image)
    }

    /// Whether anything is painted.
    #[wasm_bindgen(js_name = isMarked, skip_typescript)]
    pub fn is_marked(&self) -> bool {
        self.with_mask(is_marked)
    }

    /// Encodes the mask for `run`. Each axis of the upload is `[original, prepared, scale, offset]`; without them, the mask
    /// keeps its size.
    ///
    /// # Errors
    ///
    /// `invalid_image`: `empty_mask` if the painted area was cropped off, `mask_size` if a side is over 4096 pixels or the
    /// mask has another aspect ratio than the photo.
    #[wasm_bindgen(js_name = encodeFor, skip_typescript)]
    pub fn encode_for(&self, across: &[f64], down: &[f64]) -> Result<String, JsValue> {
        let encoded = self.with_mask(|mask| match axis(across).zip(axis(down)) {
            Some((x, y)) => {
                check_shape(mask, (x.original, y.original))?;
                let aligned = align(mask, &x, &y);
                if is_marked(&aligned) { encode_base64(&aligned, &MaskOptions::default()) } else { Err(cropped_off()) }
            }
            None => encode_base64(mask, &MaskOptions::default()),
        });
        encoded.map_err(|issue| invalid_image(Issue { path: "mask".to_owned(), ..issue }))
    }
}

impl MaskReader {
    /// Uses a mask that is complete.
    pub(super) fn use_mask(&mut self, mask: Mask) {
        self.source = Source::Pixels(Extractor::from(mask));
    }

    /// Uses an editor's mask, without copying it.
    pub(super) fn use_editor(&mut self, editor: Rc<RefCell<Editor>>) {
        self.source = Source::Editor(editor);
    }

    /// Calls `read` with the mask.
    pub(super) fn with_mask<T>(&self, read: impl FnOnce(&Mask) -> T) -> T {
        match &self.source {
            Source::Nothing => read(&Mask::default()),
            Source::Pixels(extractor) => read(extractor.mask()),
            Source::Editor(editor) => read(editor.borrow().mask()),
        }
    }
}

fn axis(numbers: &[f64]) -> Option<PhotoAxis> {
    let [original, prepared, scale, offset] = *numbers.first_chunk()?;
    Some(PhotoAxis { original: original as u32, prepared: prepared as u32, scale, offset })
}

fn is_marked(mask: &Mask) -> bool {
    mask.data.iter().any(|value| *value >= MaskOptions::default().threshold)
}

fn cropped_off() -> Issue {
    let message = "Everything that the mask marks was cropped off. Paint inside the part that is kept, or set prepare: { fit: \"pad\" }.";
    Issue::new("mask", IssueCode::EmptyMask, message)
}
