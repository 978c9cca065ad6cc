//! Reads a canvas's pixels through a `VideoFrame`, without converting them. This is three times as fast as
//! `getImageData`, which converts every pixel.

use crate::mask::{Channel, Extractor, Mask, PixelOrder};
use js_sys::{Object, Promise, Uint8Array};
use reroom::wasm::js::field::set;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Below this number of pixels, `getImageData` is as fast.
const MIN_PIXELS: u32 = 1 << 19;

/// Whether a `VideoFrame` is the faster way to read a canvas of this size.
pub fn is_faster((width, height): (u32, u32), channel: Channel) -> bool {
    channel != Channel::Luminance && width.saturating_mul(height) >= MIN_PIXELS
}

#[wasm_bindgen]
extern "C" {
    type VideoFrame;

    #[wasm_bindgen(constructor, catch)]
    fn new(canvas: &JsValue, init: &Object) -> Result<VideoFrame, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn format(this: &VideoFrame) -> Option<String>;

    #[wasm_bindgen(method, catch, js_name = copyTo)]
    fn copy_to(this: &VideoFrame, buffer: &Uint8Array, options: &Object) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method)]
    fn close(this: &VideoFrame);
}

/// A frame that is closed on drop. Until then, it holds the canvas's memory.
struct Frame(VideoFrame);

impl Drop for Frame {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Reads a canvas or an `ImageBitmap` in strips of `rows` rows. `None` if the browser does not provide its pixels this
/// way.
///
/// Colors may be premultiplied by alpha, so luminance can be read only from opaque images.
pub async fn read(canvas: &JsValue, (width, height): (u32, u32), rows: u32, channel: Channel) -> Option<Mask> {
    let init = Object::new();
    set(&init, "timestamp", &0.into());
    let frame = Frame(VideoFrame::new(canvas, &init).ok()?);
    let order = match frame.0.format()?.as_str() {
        "RGBA" => PixelOrder::Rgba,
        "BGRA" => PixelOrder::Bgra,
        "RGBX" => PixelOrder::Rgbx,
        "BGRX" => PixelOrder::Bgrx,
        _ => return None,
    };
    let luminance = channel == Channel::Luminance;
    let mut extractor = Extractor::new(width, height, if luminance { Channel::Auto } else { channel }, order);
    let strip = Uint8Array::new_with_length(width * rows.min(height) * 4);
    let mut bytes = vec![0; strip.length() as usize];
    for top in (0..height).step_by(rows as usize) {
        let rows = rows.min(height - top);
        JsFuture::from(frame.0.copy_to(&strip, &part(width, top, rows)).ok()?).await.ok()?;
        let length = width * rows * 4;
        let bytes = bytes.get_mut(..length as usize)?;
        strip.subarray(0, length).copy_to(bytes);
        extractor.push(bytes);
    }
    (!luminance || extractor.is_opaque()).then(|| extractor.finish())
}

/// The options of `copyTo` for these rows.
fn part(width: u32, top: u32, rows: u32) -> Object {
    let (options, rect) = (Object::new(), Object::new());
    for (key, value) in [("x", 0), ("y", top), ("width", width), ("height", rows)] {
        set(&rect, key, &value.into());
    }
    set(&options, "rect", &rect);
    options
}
