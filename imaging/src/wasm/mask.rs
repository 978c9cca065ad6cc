//! `encodeMask`: encodes a painted mask for an edit.

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
/** The source of a mask. */
export type MaskSource = HTMLCanvasElement | OffscreenCanvas | ImageBitmap | ImageData | MaskEditor;

/** How to read and encode a mask. */
export interface MaskOptions {
  /** Width of the uploaded photo in pixels. The mask is scaled to it. Default: the source's width. */
  width?: number;
  /** Height of the uploaded photo in pixels. Required with `width`. */
  height?: number;
  /** The channel that marks pixels. Default `"auto"`: alpha if any pixel is transparent, else luminance. */
  channel?: "auto" | "alpha" | "luminance";
  /** The lowest value that marks a pixel, 0 to 255. Default 128. */
  threshold?: number;
  /** The color of the area to edit. Default `"white-edits"`. */
  polarity?: "white-edits" | "black-edits";
  /** How far the soft edge extends to either side, 0 to 512 pixels. Default 0. Ignored with one bit per pixel. */
  feather?: number;
  /** Bits per pixel of the PNG. Default 8: grayscale without alpha, which every decoder supports. */
  bitDepth?: 1 | 8;
  /** Whether to add the prefix `data:image/png;base64,`. Default false: the service accepts only the base64. */
  dataUrl?: boolean;
}
"#;

/// Encodes a painted mask as the base64 PNG that an edit needs. By default, white marks the area to change.
///
/// Rejects with `invalid_request` for invalid options, and with `invalid_image` if the mask is empty (`empty_mask`), if
/// only one of `width` and `height` is set (`required`), if a side of the result is 0 or over 4096 pixels
/// (`mask_size`), if the page may not read the canvas, or if the browser alters canvas data (`canvas_protected`). (API
/// page, section 2.6, `mask`.)
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
