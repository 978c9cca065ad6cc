//! `MaskEditor`: the model behind a painting surface.

mod read;

use crate::mask::{Channel, Editor, Mask, OverlayColor, Point, Rect, project_to_canvas, render_overlay};
use crate::wasm::mask_source::read_mask_source;
use crate::wasm::raster;
use js_sys::{Function, Promise};
use reroom::api::{Issue, IssueCode};
use reroom::wasm::js::error::{Error, Result};
use reroom::wasm::js::field::{build_object, get};
use reroom::wasm::js::promise::settle;
use reroom::wasm::photos::source::Photo;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::convert::TryFromJsValue;
use wasm_bindgen::{Clamped, prelude::*};
use web_sys::{ImageData, OffscreenCanvasRenderingContext2d as Context};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r##"
/** The photo to mask, or its size in pixels. */
export type PhotoOrSize =
  | ImageSource
  | ImageBitmap
  | {
      /** Width in pixels, 1 to 4096. */
      width: number;
      /** Height in pixels, 1 to 4096. */
      height: number;
    };

/** A brush. */
export interface StrokeOptions {
  /** Pixels of the photo across, above 0 and up to 16384; times each point's pressure. */
  size: number;
  /** How much of the brush marks fully, 0 (soft from its middle on) to 1 (a sharp edge). Default 1. */
  hardness?: number;
  /** Whether to take marks away. Default false. */
  erase?: boolean;
}

/** How a shape is drawn. */
export interface ShapeOptions {
  /** Whether to take marks away. Default false. */
  erase?: boolean;
}

/** How a mask is shown. */
export interface OverlayOptions {
  /** `#rgb` or `#rrggbb`. Default `"#ff2d55"`. */
  color?: string;
  /** Of what is fully marked, 0 to 1. Default 0.5. */
  opacity?: number;
  /** Whether to draw everything, for a canvas that something else has drawn on or emptied. Default false. */
  full?: boolean;
}
"##;

/// Pixels of a canvas that are made at a time.
const STRIP_PIXELS: u32 = 1 << 18;

/// A mask that is being painted, at the size of the photo, however large the picture is on screen.
///
/// It marks nothing at first. Everything is given in the photo's pixels, from its top left corner, and may lie outside
/// of the photo. `encodeMask` takes it as it is. Holds one byte a pixel and, for undo, at most 64 MiB; `free()` gives
/// them back.
#[wasm_bindgen]
pub struct MaskEditor {
    // Shared with a `load()` under way, so that it outlives `free()`.
    shared: Rc<Shared>,
}

/// Nothing that could call the page is called while either is borrowed.
struct Shared {
    editor: RefCell<Editor>,
    shown: RefCell<Option<Shown>>,
}

/// What a canvas shows.
#[derive(Clone, PartialEq)]
struct Shown {
    canvas: JsValue,
    size: (u32, u32),
    ink: OverlayColor,
    revision: u32,
}

#[wasm_bindgen]
impl MaskEditor {
    /// Creates an empty mask for a photo: for the size at which the photo is displayed, or for a given size, 1 to 4096
    /// pixels on each side.
    ///
    /// Rejects with `invalid_request` for another size, and with `invalid_image` for a photo whose size cannot be read.
    #[wasm_bindgen(unchecked_return_type = "Promise<MaskEditor>")]
    pub fn create(#[wasm_bindgen(unchecked_param_type = "PhotoOrSize")] photo: JsValue) -> Promise {
        settle(async move {
            let (width, height) = read::size(&photo).await?;
            let editor = Editor::new(width, height).map_err(Error::invalid_request)?;
            let shared = Shared { editor: RefCell::new(editor), shown: RefCell::new(None) };
            Ok(Self { shared: Rc::new(shared) }.into())
        })
    }

    /// The photo's width in pixels.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn width(&self) -> u32 {
        self.shared.editor.borrow().mask().width
    }

    /// The photo's height in pixels.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn height(&self) -> u32 {
        self.shared.editor.borrow().mask().height
    }

    /// Paints, or erases, with a round brush along lines from point to point; one point is a dab.
    ///
    /// Points are `[x, y]` or `[x, y, pressure]`, or a `Float32Array` of x, y and pressure of each; pressure is 0 to
    /// 1, and 1 where it is not given. For a stroke of several calls, begin each with the last point of the one
    /// before, between `begin()` and `end()`. Going over a place again adds nothing. Points that are not finite are
    /// left out. Throws a `ReRoomError` (`invalid_request`) for options and points of another form.
    pub fn stroke(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Float32Array | [x: number, y: number, pressure?: number][]")]
        points: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "StrokeOptions")] options: &JsValue,
    ) -> Result<(), JsValue> {
        let brush = read::brush(options)?;
        let points = read::points(points, 3)?;
        self.shared.editor.borrow_mut().stroke(&points, &brush);
        Ok(())
    }

    /// Marks, or unmarks, a rectangle, its edges at the nearest pixels.
    ///
    /// Throws a `ReRoomError` (`invalid_request`) for numbers that are not finite and sides under 0.
    pub fn rectangle(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] x: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] y: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] width: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] height: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ShapeOptions")] options: &JsValue,
    ) -> Result<(), JsValue> {
        let erase = read::erase(options)?;
        let corner = Point { x: read::number(x, "x")?, y: read::number(y, "y")?, pressure: 1.0 };
        let (width, height) = (read::side(width, "width")?, read::side(height, "height")?);
        self.shared.editor.borrow_mut().rectangle(corner, width, height, erase);
        Ok(())
    }

    /// Marks, or unmarks, what a closed line goes round, however it crosses itself; a lasso is one.
    ///
    /// Points are `[x, y]`, or a `Float32Array` of x and y of each. Fewer than three do nothing; those that are not
    /// finite are left out. Throws a `ReRoomError` (`invalid_request`) for options and points of another form.
    pub fn polygon(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Float32Array | [x: number, y: number][]")] points: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ShapeOptions")] options: &JsValue,
    ) -> Result<(), JsValue> {
        let erase = read::erase(options)?;
        let points = read::points(points, 2)?;
        self.shared.editor.borrow_mut().polygon(&points, erase);
        Ok(())
    }

    /// Marks what is not marked, and the reverse.
    pub fn invert(&self) {
        self.shared.editor.borrow_mut().invert();
    }

    /// Unmarks everything.
    pub fn clear(&self) {
        self.shared.editor.borrow_mut().clear();
    }

    /// Begins an undo step that lasts until `end()`, for a stroke of many calls. One that was open ends here.
    pub fn begin(&self) {
        self.shared.editor.borrow_mut().begin();
    }

    /// Ends the undo step that `begin()` began.
    pub fn end(&self) {
        self.shared.editor.borrow_mut().end();
    }

    /// Takes the last step back, or what an open one has done so far; `false` where there is nothing to take back.
    pub fn undo(&self) -> bool {
        self.shared.editor.borrow_mut().undo()
    }

    /// Does again what was taken back; `false` where there is nothing, or something else was done since.
    pub fn redo(&self) -> bool {
        self.shared.editor.borrow_mut().redo()
    }

    /// Takes the marks of a picture instead, scaled to this size: where it is not transparent, or, where all of it is
    /// opaque, where it is white. One undo step.
    ///
    /// Rejects with `invalid_image` for what is no picture, cannot be decoded, or may not be read by the page, and if the
    /// browser changes what is read from a canvas (`canvas_protected`).
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn load(&self, #[wasm_bindgen(unchecked_param_type = "MaskSource | Blob")] source: JsValue) -> Promise {
        let shared = self.shared.clone();
        settle(async move {
            let plane = read_mask(&source).await?;
            let replaced = shared.editor.borrow_mut().replace(&plane);
            replaced.map_err(|issue| Error::invalid_image(vec![issue]))?;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// The share of the photo that is marked, 0 to 1.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        self.shared.editor.borrow_mut().coverage()
    }

    /// The smallest rectangle with all that is marked; `null` where nothing is.
    #[wasm_bindgen(unchecked_return_type = "{ x: number; y: number; width: number; height: number } | null")]
    #[must_use]
    pub fn bounds(&self) -> JsValue {
        let Some(Rect { x, y, width, height }) = self.shared.editor.borrow_mut().bounds() else { return JsValue::NULL };
        build_object(&[("x", x.into()), ("y", y.into()), ("width", width.into()), ("height", height.into())])
    }

    /// Draws the mask as a coloured veil on a canvas of its own, of any size, which it replaces the pixels of.
    ///
    /// Draws only what changed since the last call, and everything where that was for another canvas, size, colour or
    /// opacity. Throws a `ReRoomError` (`invalid_request`) for options of another form and for what is no 2D canvas.
    #[wasm_bindgen(js_name = drawOverlay)]
    pub fn draw_overlay(
        &self,
        #[wasm_bindgen(unchecked_param_type = "HTMLCanvasElement | OffscreenCanvas")] canvas: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "OverlayOptions")] options: &JsValue,
    ) -> Result<(), JsValue> {
        let (ink, full) = read::ink(options)?;
        let (size, context) = read::canvas(canvas)?;
        let mut shown = Shown { canvas: canvas.clone(), size, ink, revision: 0 };
        if let Some(last) = self.shared.shown.take().filter(|_| !full) {
            let revision = last.revision;
            if (Shown { revision: 0, ..last }) == shown {
                shown.revision = revision;
            }
        }
        let (areas, revision) = self.shared.editor.borrow_mut().changed_since(shown.revision);
        for area in areas {
            self.shared.draw(&context, &shown, area).map_err(read::not_a_canvas)?;
        }
        shown.revision = revision;
        self.shared.shown.replace(Some(shown));
        Ok(())
    }

    /// Another object for the same mask, which is how Rust gets hold of one that JavaScript has.
    #[wasm_bindgen(js_name = _share, skip_typescript)]
    #[must_use]
    pub fn share(&self) -> MaskEditor {
        Self { shared: self.shared.clone() }
    }
}

impl MaskEditor {
    /// The editor that a JavaScript value is, if it is one.
    pub(crate) fn from_js(value: &JsValue) -> Option<Result<Self>> {
        let share = get(value, "_share").dyn_into::<Function>().ok()?;
        let refused = |message| Error::invalid_image(vec![Issue::new("mask", IssueCode::Malformed, message)]);
        let Ok(shared) = share.call0(value) else {
            return Some(Err(refused("This MaskEditor has been freed.")));
        };
        // The glue looks at the class: a number that means a place in another copy's memory is never read as one here.
        Some(Self::try_from_js_value(shared).map_err(|_| {
            refused(
                "This MaskEditor belongs to another copy of the package. Encode it with that copy, or load only one.",
            )
        }))
    }

    /// Reads the mask as it is.
    pub(crate) fn with_mask<T>(&self, read: impl FnOnce(&Mask) -> T) -> T {
        read(self.shared.editor.borrow().mask())
    }
}

impl Shared {
    /// Draws what an area of the mask looks like, in strips of bounded size.
    fn draw(&self, context: &Context, shown: &Shown, area: Rect) -> Result<(), JsValue> {
        let area = project_to_canvas(self.editor.borrow().mask(), shown.size, area);
        let rows = (STRIP_PIXELS / area.width.max(1)).max(1);
        for y in (area.y..area.y + area.height).step_by(rows as usize) {
            let strip = Rect { y, height: rows.min(area.y + area.height - y), ..area };
            let pixels = render_overlay(self.editor.borrow().mask(), shown.size, strip, shown.ink);
            let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), strip.width, strip.height)?;
            context.put_image_data(&image, strip.x.into(), strip.y.into())?;
        }
        Ok(())
    }
}

/// Reads what a mask is loaded from.
async fn read_mask(source: &JsValue) -> Result<Mask> {
    if let Some(editor) = MaskEditor::from_js(source) {
        return Ok(editor?.with_mask(Mask::clone));
    }
    let Some(Photo::Blob(blob)) = Photo::from_js(source) else {
        return read_mask_source(source, Channel::Auto).await;
    };
    let bitmap = raster::decode(&blob).await.map_err(|cause| {
        let message = "The browser cannot decode this file as an image.";
        Error::invalid_image(vec![Issue::new("mask", IssueCode::Corrupt, message)]).with_cause(cause)
    })?;
    let plane = read_mask_source(&bitmap, Channel::Auto).await;
    bitmap.close();
    plane
}
