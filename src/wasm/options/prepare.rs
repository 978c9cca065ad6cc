//! The options of `prepareImage`.

use crate::photo::Format;
use crate::photo::requirements::MAX_BYTES;
use crate::prepare::{Fit, Options};
use crate::wasm::js::error::Outcome;
use crate::wasm::options::reader::Reader;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

const KEYS: &[&str] = &["fit", "focus", "quality", "format", "maxBytes"];

/// Reads the options of `prepareImage`.
pub fn read_options(options: &JsValue) -> Outcome<Options> {
    let defaults = Options::default();
    let mut reader = Reader::new(options, KEYS);
    let read = Options {
        fit: match reader.word("fit", &["crop", "pad"]) {
            Some("pad") => Fit::Pad,
            _ => Fit::Crop,
        },
        focus: reader.take("focus", "{ x, y }, each from 0 to 1", focus).unwrap_or(defaults.focus),
        quality: reader.between("quality", 0, 1).unwrap_or(defaults.quality),
        format: match reader.word("format", &["jpeg", "png"]) {
            Some("jpeg") => Some(Format::Jpeg),
            Some("png") => Some(Format::Png),
            _ => None,
        },
        max_bytes: reader.between("maxBytes", 1, MAX_BYTES as u32).map_or(defaults.max_bytes, |bytes| bytes as u64),
    };
    reader.finish()?;
    Ok(read)
}

fn focus(value: &JsValue) -> Option<(f64, f64)> {
    let share = |key: &str| {
        let number = Reflect::get(value, &key.into()).ok()?.as_f64()?;
        (0.0..=1.0).contains(&number).then_some(number)
    };
    Some((share("x")?, share("y")?))
}

/// Reads the `prepare` of `run`: options, or whether to prepare with none.
pub fn read_choice(value: &JsValue) -> Outcome<Option<Options>> {
    match value.as_bool() {
        Some(wanted) => Ok(wanted.then(Options::default)),
        None => read_options(value).map(Some),
    }
}
