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
    /// `turn` says how the stored pixels are displayed. A picture that is opaque and sRGB `as_decoded`, and that only
    /// fills the frame, is not drawn but handed over, which saves a copy.
    pub async fn draw(
        source: &JsValue,
        frame: &Frame,
        photo: (u32, u32),
        turn: Turn,
        as_decoded: bool,
    ) -> Outcome<Self> {
        let part = turn.stored(frame.source, photo);
        let (wide, high) = turn.stored_size(frame.target.width, frame.target.height);
        let bitmap = take(source, part, wide, high).await.map_err(undecodable)?;
        let as_it_is = as_decoded && !frame.padded && turn == Turn::of(1);
        Self::of(&bitmap, frame, turn, as_it_is).map_err(undrawable)
    }

    fn of(bitmap: &ImageBitmap, frame: &Frame, turn: Turn, as_it_is: bool) -> Result<Self, JsValue> {
        let canvas = OffscreenCanvas::new(frame.width, frame.height)?;
        let mut raster = Self { canvas, context: None };
        if !as_it_is || !raster.hand_over(bitmap) {
            raster.paint(bitmap, frame.target, turn)?;
        }
        bitmap.close();
        raster.probe(frame.target)?;
        Ok(raster)
    }

    /// Gives a decoded picture to the canvas; false where that has no such context or the picture has another size.
    fn hand_over(&self, bitmap: &ImageBitmap) -> bool {
        if (bitmap.width(), bitmap.height()) != (self.canvas.width(), self.canvas.height()) {
            return false;
        }
        let Ok(Some(context)) = self.canvas.get_context("bitmaprenderer") else { return false };
        context.unchecked_into::<ImageBitmapRenderingContext>().transfer_from_image_bitmap(bitmap);
        true
    }

    /// Draws a decoded picture into its place. The canvas is sRGB, into which the browser converts other colour spaces.
    fn paint(&mut self, bitmap: &ImageBitmap, target: Rect, turn: Turn) -> Result<(), JsValue> {
        let context = self.context.insert(context_of(&self.canvas)?);
        set(context, "imageSmoothingQuality", &"high".into());
        let [a, b, c, d, e, f] = turn.matrix(target);
        context.set_transform(a, b, c, d, e, f)?;
        let (wide, high) = turn.stored_size(target.width, target.height);
        context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, wide.into(), high.into())
    }

    /// Encodes it; quality is JPEG's.
    pub async fn encode(&self, mime: &str, quality: f64) -> Result<Blob, JsValue> {
        let options = Object::new();
        set(&options, "type", &mime.into());
        set(&options, "quality", &quality.into());
        let encoding = self.canvas.convert_to_blob_with_options(options.unchecked_ref::<ImageEncodeOptions>())?;
        Ok(JsFuture::from(encoding).await?.unchecked_into())
    }

    /// Puts white behind the picture.
    pub fn fill(&self) -> Result<(), JsValue> {
        let Some(context) = &self.context else { return Ok(()) };
        context.reset_transform()?;
        context.set_global_composite_operation("destination-over")?;
        context.set_fill_style_str("#fff");
        context.fill_rect(0.0, 0.0, self.canvas.width().into(), self.canvas.height().into());
        Ok(())
    }

    /// Looks whether there is a picture: a canvas that the platform has no memory for stays empty and says nothing.
    fn probe(&self, target: Rect) -> Result<(), JsValue> {
        let small = context_of(&OffscreenCanvas::new(PROBE, PROBE)?)?;
        let [x, y, width, height] = [target.x, target.y, target.width, target.height].map(f64::from);
        let side = f64::from(PROBE);
        small.draw_image_with_offscreen_canvas_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            &self.canvas,
            x,
            y,
            width,
            height,
            0.0,
            0.0,
            side,
            side,
        )?;
        let pixels = small.get_image_data(0.0, 0.0, side, side)?.data();
        match pixels.iter().skip(3).step_by(4).any(|alpha| *alpha > 0) {
            true => Ok(()),
            false => Err(JsValue::UNDEFINED),
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

fn context_of(canvas: &OffscreenCanvas) -> Result<Context, JsValue> {
    Ok(canvas.get_context("2d")?.ok_or(JsValue::UNDEFINED)?.unchecked_into())
}

/// A photo whose headers are right and which the browser does not decode all the same.
fn undecodable(cause: JsValue) -> Thrown {
    let message = "The photo cannot be decoded here: it is damaged, or too large for this device, or this is no browser \
                   with createImageBitmap. Save it anew or smaller.";
    Thrown::image(vec![Issue::new("image", IssueCode::Corrupt, message)]).because(cause)
}

/// A canvas that was not given, or that came out blank.
pub fn undrawable(cause: JsValue) -> Thrown {
    let message = "The photo came out blank: it is all transparent, or this device has no memory for a picture of its \
                   size, or this is no browser with OffscreenCanvas. Scale it down to at most 4096 pixels a side.";
    Thrown::image(vec![Issue::new("image", IssueCode::Malformed, message)]).because(cause)
}
