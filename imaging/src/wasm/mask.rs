//! `encodeMask`: from what a page has painted to what an edit takes.

use crate::mask::{BitDepth, Channel, MaskOptions, Polarity, encode_base64};
use crate::wasm::mask_editor::MaskEditor;
use crate::wasm::mask_source::read_mask_source;
use js_sys::Promise;
use reroom::wasm::js::error::{Error, Result};
use reroom::wasm::js::promise::settle;
use reroom::wasm::options::reader::Reader;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r#"
/** What a mask is made from. */
export type MaskSource = HTMLCanvasElement | OffscreenCanvas | ImageBitmap | ImageData | MaskEditor;

/** How a mask is read and written. */
export interface MaskOptions {
  /** Width of the uploaded photo in pixels; the mask is scaled to it. Absent: the source's own. */
  width?: number;
  /** Height of the uploaded photo in pixels, given where `width` is. */
  height?: number;
  /** What in a pixel says that it is marked. Default `"auto"`: alpha where any pixel is transparent, else luminance. */
  channel?: "auto" | "alpha" | "luminance";
  /** The least coverage that is marked, 0 to 255. Default 128. */
  threshold?: number;
  /** The colour of what is to be edited. Default `"white-edits"`. */
  polarity?: "white-edits" | "black-edits";
  /** Pixels of soft edge. Default 0. */
  feather?: number;
  /** Bits a pixel of the PNG. Default 8: grey without alpha, which every decoder reads. */
  bitDepth?: 1 | 8;
  /** Whether to put `data:image/png;base64,` before it. Default false, since the service takes the base64 alone. */
  dataUrl?: boolean;
}
"#;

/// Encodes a painted mask as the PNG in base64 that an edit takes, white where the photo is to change.
///
/// Rejects with `invalid_image` for a mask that marks nothing (`empty_mask`), for sizes other than 1 to 4096
/// (`mask_size`), for a canvas that the page may not read, and if the browser changes what is read from a canvas
/// (`canvas_protected`). (API page, section 2.6, `mask`.)
#[wasm_bindgen(js_name = encodeMask, unchecked_return_type = "Promise<string>")]
pub fn encode_mask(
    #[wasm_bindgen(unchecked_param_type = "MaskSource")] source: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "MaskOptions")] options: JsValue,
) -> Promise {
    settle(async move { encode(&source, &options).await.map(JsValue::from) })
}

async fn encode(source: &JsValue, options: &JsValue) -> Result<String> {
    let options = read_options(options)?;
    let encoded = match MaskEditor::from_js(source) {
        Some(editor) => editor?.with_mask(|plane| encode_base64(plane, &options)),
        None => encode_base64(&read_mask_source(source, options.channel).await?, &options),
    };
    encoded.map_err(|issue| Error::invalid_image(vec![issue]))
}

const KEYS: &[&str] = &["width", "height", "channel", "threshold", "polarity", "feather", "bitDepth", "dataUrl"];

fn read_options(options: &JsValue) -> Result<MaskOptions> {
    let defaults = MaskOptions::default();
    let mut reader = Reader::new(options, KEYS);
    let read = MaskOptions {
        width: reader.count("width"),
        height: reader.count("height"),
        channel: match reader.word("channel", &["auto", "alpha", "luminance"]) {
            Some("alpha") => Channel::Alpha,
            Some("luminance") => Channel::Luminance,
            _ => Channel::Auto,
        },
        threshold: reader.between("threshold", 0, 255).map_or(defaults.threshold, |number| number as u8),
        polarity: match reader.word("polarity", &["white-edits", "black-edits"]) {
            Some("black-edits") => Polarity::BlackEdits,
            _ => Polarity::WhiteEdits,
        },
        feather: reader.between("feather", 0, 512).map_or(defaults.feather, |number| number as f32),
        bit_depth: reader.take("bitDepth", "1 or 8", bit_depth).unwrap_or_default(),
        data_url: reader.boolean("dataUrl").unwrap_or_default(),
    };
    reader.finish()?;
    Ok(read)
}

fn bit_depth(value: &JsValue) -> Option<BitDepth> {
    match value.as_f64() {
        Some(1.0) => Some(BitDepth::One),
        Some(8.0) => Some(BitDepth::Eight),
        _ => None,
    }
}
