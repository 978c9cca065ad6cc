//! The options of `prepareImage`.

use crate::prepare::{Fit, Options};
use js_sys::Reflect;
use reroom::photo::Format;
use reroom::photo::requirements::MAX_BYTES;
use reroom::wasm::js::error::Result;
use reroom::wasm::js::field::build_object;
use reroom::wasm::options::reader::Reader;
use wasm_bindgen::prelude::*;

const KEYS: &[&str] = &["fit", "focus", "quality", "format", "maxBytes"];

/// Reads the options of `prepareImage`.
pub fn read_options(options: &JsValue) -> Result<Options> {
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

/// Checks the `prepare` option of a run. The paths of its issues start with `prepare`.
pub fn check(options: JsValue) -> Result<()> {
    let run = build_object(&[("prepare", options)]);
    let mut reader = Reader::new(&run, &["prepare"]);
    reader.nested("prepare", read_options);
    reader.finish()
}
