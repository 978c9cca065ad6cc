//! The browser's own decoder, resizer and encoder. `createImageBitmap` and `convertToBlob` work beside the calling
//! thread; what is drawn between them is drawn on it.

use super::error::{Outcome, Thrown, set};
use crate::api::{Issue, IssueCode};
use crate::image::mend::{Frame, Rect, Turn};
use js_sys::{Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, ImageBitmap, ImageBitmapRenderingContext, ImageEncodeOptions, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d as Context,
};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = createImageBitmap)]
    fn decode_whole(source: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = globalThis, js_name = createImageBitmap)]
    fn decode_part(
        source: &JsValue,
        x: u32,
        y: u32,
        width: u32,
        height: u32,
        options: &Object,
    ) -> Result<Promise, JsValue>;
}

/// A side of the small picture that a drawn one is looked at by.
const PROBE: u32 = 8;

/// Decodes a whole picture as it is displayed; the error is the browser's own.
pub async fn decode(blob: &Blob) -> Result<ImageBitmap, JsValue> {
    Ok(JsFuture::from(decode_whole(blob)?).await?.unchecked_into())
}

/// Decodes the part of a picture that a frame takes, as it is stored, at the size that the frame gives it.
async fn take(source: &JsValue, part: Rect, width: u32, height: u32) -> Result<ImageBitmap, JsValue> {
    let options = Object::new();
    if (part.width, part.height) != (width, height) {
        set(&options, "resizeWidth", &width.into());
        set(&options, "resizeHeight", &height.into());
        set(&options, "resizeQuality", &"high".into());
    }
    let promise = decode_part(source, part.x, part.y, part.width, part.height, &options)?;
    Ok(JsFuture::from(promise).await?.unchecked_into())
}

/// A picture on a canvas of its own.
pub struct Raster {
    canvas: OffscreenCanvas,
    /// Absent where the canvas holds the decoder's picture itself.
    context: Option<Context>,
}

impl Raster {
    /// Draws what a frame takes of `source`: a file without an orientation, or a decoded picture.
    ///
    /// `turn` says how the stored pixels are displayed. An `opaque` picture that only fills the frame is not drawn but
    /// handed over, which saves a copy.
    pub async fn draw(source: &JsValue, frame: &Frame, photo: (u32, u32), turn: Turn, opaque: bool) -> Outcome<Self> {
        let part = turn.stored(frame.source, photo);
        let Rect { width, height, .. } = frame.target;
        let (wide, high) = if turn.swap { (height, width) } else { (width, height) };
        let bitmap = take(source, part, wide, high).await.map_err(undecodable)?;
        let canvas = OffscreenCanvas::new(frame.width, frame.height).map_err(undrawable)?;
        let as_it_is = opaque && !frame.padded && turn == Turn::of(1);
        let raster = match as_it_is.then(|| hand_over(&canvas, &bitmap)) {
            Some(true) => Self { canvas, context: None },
            _ => Self { context: Some(drawn(&canvas, &bitmap, frame.target, turn, wide, high)?), canvas },
        };
        bitmap.close();
        raster.probe(frame.target)?;
        Ok(raster)
    }

    /// Encodes it; quality is JPEG's. A JPEG has no transparency: what is transparent becomes white.
    pub async fn encode(&self, mime: &str, quality: f64) -> Outcome<Blob> {
        if mime == "image/jpeg" {
            self.fill()?;
        }
        let options = Object::new();
        set(&options, "type", &mime.into());
        set(&options, "quality", &quality.into());
        let options = options.unchecked_into::<ImageEncodeOptions>();
        let encoding = self.canvas.convert_to_blob_with_options(&options).map_err(undrawable)?;
        Ok(JsFuture::from(encoding).await.map_err(undrawable)?.unchecked_into())
    }

    /// Puts white behind the picture.
    pub fn fill(&self) -> Outcome<()> {
        let Some(context) = &self.context else { return Ok(()) };
        context.reset_transform().map_err(undrawable)?;
        context.set_global_composite_operation("destination-over").map_err(undrawable)?;
        context.set_fill_style_str("#fff");
        context.fill_rect(0.0, 0.0, self.canvas.width().into(), self.canvas.height().into());
        Ok(())
    }

    /// Looks whether there is a picture: a canvas that the platform has no memory for stays empty and says nothing.
    fn probe(&self, target: Rect) -> Outcome<()> {
        let small = OffscreenCanvas::new(PROBE, PROBE).map_err(undrawable)?;
        let context = context_of(&small)?;
        let [x, y, width, height] = [target.x, target.y, target.width, target.height].map(f64::from);
        let side = f64::from(PROBE);
        context
            .draw_image_with_offscreen_canvas_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.canvas,
                x,
                y,
                width,
                height,
                0.0,
                0.0,
                side,
                side,
            )
            .map_err(undrawable)?;
        let pixels = context.get_image_data(0.0, 0.0, side, side).map_err(undrawable)?.data();
        match pixels.iter().skip(3).step_by(4).any(|alpha| *alpha > 0) {
            true => Ok(()),
            false => Err(undrawable(JsValue::UNDEFINED)),
        }
    }
}

impl Drop for Raster {
    /// Gives the pixels back at once: some platforms count them against a limit until the canvas is collected.
    fn drop(&mut self) {
        self.canvas.set_width(0);
        self.canvas.set_height(0);
    }
}

fn context_of(canvas: &OffscreenCanvas) -> Outcome<Context> {
    let context = canvas.get_context("2d").map_err(undrawable)?;
    Ok(context.ok_or_else(|| undrawable(JsValue::UNDEFINED))?.unchecked_into())
}

/// Gives a decoded picture to a canvas; false where that has no such context or the picture has another size.
fn hand_over(canvas: &OffscreenCanvas, bitmap: &ImageBitmap) -> bool {
    if (bitmap.width(), bitmap.height()) != (canvas.width(), canvas.height()) {
        return false;
    }
    let Ok(Some(context)) = canvas.get_context("bitmaprenderer") else { return false };
    context.unchecked_into::<ImageBitmapRenderingContext>().transfer_from_image_bitmap(bitmap);
    true
}

/// Draws a decoded picture into its place. The canvas is sRGB, into which the browser converts other colour spaces.
fn drawn(
    canvas: &OffscreenCanvas,
    bitmap: &ImageBitmap,
    target: Rect,
    turn: Turn,
    wide: u32,
    high: u32,
) -> Outcome<Context> {
    let context = context_of(canvas)?;
    set(&context, "imageSmoothingQuality", &"high".into());
    let [a, b, c, d, e, f] = turn.matrix(target);
    context.set_transform(a, b, c, d, e, f).map_err(undrawable)?;
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, wide.into(), high.into())
        .map_err(undrawable)?;
    Ok(context)
}

/// A photo whose headers are right and which the browser does not decode all the same.
fn undecodable(cause: JsValue) -> Thrown {
    let message = "The photo cannot be decoded here: it is damaged, or too large for this device, or this is no browser \
                   with createImageBitmap. Save it anew or smaller.";
    Thrown { cause: Some(cause), ..Thrown::image(vec![Issue::new("image", IssueCode::Corrupt, message)]) }
}

/// A canvas that was not given, or that came out blank.
pub fn undrawable(cause: JsValue) -> Thrown {
    let message = "The photo came out blank: it is all transparent, or this device has no memory for a picture of its \
                   size, or this is no browser with OffscreenCanvas. Scale it down to at most 4096 pixels a side.";
    Thrown { cause: Some(cause), ..Thrown::image(vec![Issue::new("image", IssueCode::Malformed, message)]) }
}
