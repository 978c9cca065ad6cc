//! `MaskEditor`: the data model of a painting surface.

use crate::mask::{CombineMode, Editor, OverlayColor, project_to_canvas, render_overlay};
use crate::wasm::error::{invalid_image, invalid_request};
use crate::wasm::mask_reader::MaskReader;
use crate::wasm::options;
#[cfg(feature = "selection")]
use crate::wasm::selection_task::PhotoState;
use js_sys::Promise;
use reroom_kernels::Rect;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{Clamped, prelude::*};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r##"
/**
 * The photo to mask, or its size in pixels. `select()`, `refine()` and `snap()` need a photo. They read its pixels when they are first
 * called, so do not close an `ImageBitmap` or draw on a canvas before that.
 */
export type PhotoOrSize =
  | ImageSource
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | ImageBitmap
  | ImageData
  | {
      /** Width in pixels, 1 to 4096. */
      width: number;
      /** Height in pixels, 1 to 4096. */
      height: number;
    };

/** A brush. */
export interface StrokeOptions {
  /** Diameter in pixels of the photo, above 0 and up to 16384. Multiplied by the pressure of each point. */
  size: number;
  /** The fraction of the radius that paints fully, 0 (soft from the center) to 1 (sharp edge). Default 1. */
  hardness?: number;
  /** Whether to erase. Default false. */
  erase?: boolean;
}

/** How to draw a shape. */
export interface ShapeOptions {
  /** Whether to erase. Default false. */
  erase?: boolean;
}

/** Points as `[x, y]` arrays, or a `Float32Array` with x and y of all points, in pixels of the photo. */
export type Points = Float32Array | [x: number, y: number][];

/** How to draw the overlay. */
export interface OverlayOptions {
  /** `#rgb` or `#rrggbb`. Default `"#ff2d55"`. */
  color?: string;
  /** Opacity of fully painted pixels, 0 to 1. Default 0.5. */
  opacity?: number;
  /** Whether to redraw everything. Use it if other code has drawn on the canvas or cleared it. Default false. */
  full?: boolean;
}
"##;

#[wasm_bindgen(module = "/js/editor.js")]
extern "C" {
    #[wasm_bindgen(js_name = createEditor)]
    fn create_editor(photo: &JsValue, editor: MaskEditor) -> Promise;
    #[wasm_bindgen(js_name = addMask)]
    fn add_mask(source: &JsValue, mode: &JsValue, editor: MaskEditor, reader: MaskReader) -> Promise;
    #[wasm_bindgen(js_name = createBounds)]
    fn create_bounds(x: u32, y: u32, width: u32, height: u32) -> JsValue;
    /// Returns a canvas's width and height. Throws if it has no 2D context.
    #[wasm_bindgen(catch, js_name = readCanvas)]
    fn read_canvas(canvas: &JsValue) -> Result<Vec<u32>, JsValue>;
    #[wasm_bindgen(catch, js_name = putPixels)]
    fn put_pixels(canvas: &JsValue, pixels: Clamped<&[u8]>, width: u32, x: u32, y: u32) -> Result<(), JsValue>;
}

/// The maximum number of pixels to grow or smooth.
const MAX_DISTANCE: f64 = 512.0;

/// Canvas pixels to render at a time.
const STRIP_PIXELS: u32 = 1 << 18;

/// A mask being painted. It has the size of the photo, regardless of the size on screen.
///
/// The mask starts empty. All coordinates are in pixels of the photo, from its top left corner, and may lie outside the
/// photo. Pass the editor to `encodeMask`, or to `run` as the `mask` of an edit. It takes one byte per pixel, and up to
/// 64 MiB for undo. `free()` releases this memory.
#[derive(Default)]
#[wasm_bindgen]
pub struct MaskEditor {
    // Shared with a running `load()`, so that it survives `free()`. While it is borrowed, no code of the page can run.
    pub(super) editor: Rc<RefCell<Editor>>,
    #[cfg(feature = "selection")]
    pub(super) photo: Rc<RefCell<PhotoState>>,
    shown: RefCell<Option<Shown>>,
}

/// The canvas that was drawn last, and what it shows.
#[derive(Clone, PartialEq)]
struct Shown {
    canvas: JsValue,
    size: (u32, u32),
    ink: OverlayColor,
    revision: u32,
}

#[wasm_bindgen]
impl MaskEditor {
    /// Creates an empty mask for a photo, at its displayed size, or for a given size. Each side can be 1 to 4096
    /// pixels.
    ///
    /// Needs no `init()`. A photo loads the client's WebAssembly if it is not loaded yet. Rejects with `invalid_request` for other sizes, and with `invalid_image` if the photo's size
    /// cannot be read.
    #[wasm_bindgen(unchecked_return_type = "Promise<MaskEditor>")]
    pub fn create(#[wasm_bindgen(unchecked_param_type = "PhotoOrSize")] photo: JsValue) -> Promise {
        // It gets its size once the photo has been inspected.
        create_editor(&photo, Self::default())
    }

    /// Replaces the mask with an empty one of this size, and forgets all undo steps.
    #[wasm_bindgen(js_name = _resize, skip_typescript)]
    pub fn resize(&self, width: u32, height: u32) -> Result<(), JsValue> {
        self.editor.replace(Editor::new(width, height).map_err(invalid_request)?);
        Ok(())
    }

    /// Passes the mask to a reader. `snapshot` is whether it may change before it is encoded.
    #[wasm_bindgen(js_name = _giveTo, skip_typescript)]
    pub fn give_to(&self, reader: &mut MaskReader, snapshot: bool) {
        if snapshot {
            reader.use_mask(self.editor.borrow().mask().clone());
        } else {
            reader.use_editor(self.editor.clone());
        }
    }

    /// Combines the mask with the one that was read, scaled to this size. `mode` is its position in `imaging/js/editor.js`.
    #[wasm_bindgen(js_name = _combine, skip_typescript)]
    pub fn combine(&self, reader: &MaskReader, mode: u8) -> Result<(), JsValue> {
        let mode = match mode {
            0 => CombineMode::Replace,
            1 => CombineMode::Add,
            _ => CombineMode::Subtract,
        };
        reader.with_mask(|mask| self.editor.borrow_mut().combine(mask, mode)).map_err(invalid_image)
    }

    /// The photo's width in pixels.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn width(&self) -> u32 {
        self.editor.borrow().mask().width
    }

    /// The photo's height in pixels.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn height(&self) -> u32 {
        self.editor.borrow().mask().height
    }

    /// Paints or erases along lines between the points with a round brush. A single point is a dab.
    ///
    /// Points are `[x, y]` or `[x, y, pressure]` arrays, or a `Float32Array` with x, y and pressure of all points.
    /// Pressure is 0 to 1, and 1 by default. You can paint a stroke in several calls between `begin()` and `end()`.
    /// Start each call with the last point of the previous one. Painting over the same pixels again adds nothing.
    /// Non-finite points are ignored. Throws a `ReRoomError` (`invalid_request`) for invalid options or points.
    pub fn stroke(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Float32Array | [x: number, y: number, pressure?: number][]")]
        points: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "StrokeOptions")] options: &JsValue,
    ) -> Result<(), JsValue> {
        let brush = options::brush(options)?;
        let points = options::points(points, 3)?;
        self.editor.borrow_mut().stroke(&points, &brush);
        Ok(())
    }

    /// Paints or erases a rectangle, with its edges rounded to whole pixels.
    ///
    /// Throws a `ReRoomError` (`invalid_request`) for invalid options, non-finite numbers and negative sides.
    pub fn rectangle(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] x: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] y: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] width: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] height: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ShapeOptions")] options: &JsValue,
    ) -> Result<(), JsValue> {
        let erase = options::erase(options)?;
        let (corner, width, height) = options::rectangle(x, y, width, height)?;
        self.editor.borrow_mut().rectangle(corner, width, height, erase);
        Ok(())
    }

    /// Paints or erases the area inside a closed line, such as a lasso. The line may cross itself: the area is filled
    /// by the nonzero winding rule.
    ///
    /// Points are `[x, y]` arrays, or a `Float32Array` with x and y of all points. Non-finite points are ignored. With
    /// fewer than three points, nothing changes. Throws a `ReRoomError` (`invalid_request`) for invalid options or
    /// points.
    pub fn polygon(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Float32Array | [x: number, y: number][]")] points: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ShapeOptions")] options: &JsValue,
    ) -> Result<(), JsValue> {
        let erase = options::erase(options)?;
        let points = options::points(points, 2)?;
        self.editor.borrow_mut().polygon(&points, erase);
        Ok(())
    }

    /// Inverts the mask.
    pub fn invert(&self) {
        self.editor.borrow_mut().invert();
    }

    /// Clears the mask.
    pub fn clear(&self) {
        self.editor.borrow_mut().clear();
    }

    /// Grows the painted area by this many pixels in all directions, or shrinks it if the number is negative. This is one undo
    /// step.
    ///
    /// Pixels with at least half coverage count as painted. New edges are sharp. Where the mask reaches the photo's border,
    /// shrinking does not remove it from the border. Throws a `ReRoomError` (`invalid_request`) unless `pixels` is a number
    /// from -512 to 512.
    pub fn grow(&self, #[wasm_bindgen(unchecked_param_type = "number")] pixels: &JsValue) -> Result<(), JsValue> {
        let pixels = options::distance(pixels, -MAX_DISTANCE)?;
        self.editor.borrow_mut().grow(pixels);
        Ok(())
    }

    /// Rounds the outline of the mask. Removes spots, holes and gaps that are smaller than about this many pixels. The mask
    /// gets sharp edges. This is one undo step.
    ///
    /// Throws a `ReRoomError` (`invalid_request`) unless `pixels` is a number from 0 to 512.
    pub fn smooth(&self, #[wasm_bindgen(unchecked_param_type = "number")] pixels: &JsValue) -> Result<(), JsValue> {
        let pixels = options::distance(pixels, 0.0)?;
        self.editor.borrow_mut().smooth(pixels);
        Ok(())
    }

    /// Starts an undo step that lasts until `end()`, for a stroke of several calls. Ends an open step first.
    pub fn begin(&self) {
        self.editor.borrow_mut().begin();
    }

    /// Ends the undo step that `begin()` started.
    pub fn end(&self) {
        self.editor.borrow_mut().end();
    }

    /// Ends the undo step that `begin()` started, and takes back what it painted. Use it for a canceled stroke.
    pub fn cancel(&self) {
        self.editor.borrow_mut().cancel();
    }

    /// Undoes the last step, or the open step so far. Returns `false` if there is nothing to undo.
    pub fn undo(&self) -> bool {
        self.editor.borrow_mut().undo()
    }

    /// Redoes the last undone step. Returns `false` if there is none, or after another edit.
    pub fn redo(&self) -> bool {
        self.editor.borrow_mut().redo()
    }

    /// Replaces the mask with an image, scaled to the photo's size. Pixels that are not transparent are painted. If the
    /// whole image is opaque, bright pixels are painted. This is one undo step.
    ///
    /// Rejects with `invalid_image` if the source is not an image, cannot be decoded, or may not be read by the page,
    /// and if the browser alters canvas data (`canvas_protected`).
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn load(&self, #[wasm_bindgen(unchecked_param_type = "MaskSource | Blob")] source: JsValue) -> Promise {
        self.add(source, "replace".into())
    }

    /// Adds a selection from elsewhere, such as a segmentation model, scaled to the photo's size. Its pixels are read as in
    /// `load()`. This is one undo step.
    ///
    /// `mode` is `"add"` (default), `"subtract"` to erase what the source selects, or `"replace"`. Rejects with
    /// `invalid_request` for another mode, and as `load()` does for the source.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn add(
        &self,
        #[wasm_bindgen(unchecked_param_type = "MaskSource | Blob")] source: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "\"replace\" | \"add\" | \"subtract\"")] mode: JsValue,
    ) -> Promise {
        let editor = Self { editor: self.editor.clone(), ..Self::default() };
        add_mask(&source, &mode, editor, MaskReader::default())
    }

    /// The fraction of the photo that is painted, 0 to 1. Pixels with at least half coverage count.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        self.editor.borrow_mut().coverage()
    }

    /// The bounding box of all pixels with at least half coverage; `null` for an empty mask.
    #[wasm_bindgen(unchecked_return_type = "{ x: number; y: number; width: number; height: number } | null")]
    #[must_use]
    pub fn bounds(&self) -> JsValue {
        let Some(Rect { x, y, width, height }) = self.editor.borrow_mut().bounds() else { return JsValue::NULL };
        create_bounds(x, y, width, height)
    }

    /// Draws the mask as a translucent overlay on a canvas of any size. Use a separate canvas, because its pixels are
    /// replaced.
    ///
    /// Draws only what changed since the last call, or everything if the canvas, its size, the color or the opacity is
    /// different. Throws a `ReRoomError` (`invalid_request`) for invalid options, and if the canvas cannot have a 2D
    /// context.
    #[wasm_bindgen(js_name = drawOverlay)]
    pub fn draw_overlay(
        &self,
        #[wasm_bindgen(unchecked_param_type = "HTMLCanvasElement | OffscreenCanvas")] canvas: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "OverlayOptions")] options: &JsValue,
    ) -> Result<(), JsValue> {
        let (ink, full) = options::overlay(options)?;
        let size = match *read_canvas(canvas)? {
            [width, height] => (width, height),
            _ => return Ok(()),
        };
        let mut shown = Shown { canvas: canvas.clone(), size, ink, revision: 0 };
        if let Some(last) = self.shown.take().filter(|_| !full) {
            let revision = last.revision;
            if (Shown { revision: 0, ..last }) == shown {
                shown.revision = revision;
            }
        }
        let (areas, revision) = self.editor.borrow_mut().changed_since(shown.revision);
        for area in areas {
            self.draw(&shown, area)?;
        }
        shown.revision = revision;
        self.shown.replace(Some(shown));
        Ok(())
    }
}

impl MaskEditor {
    /// Draws an area of the mask in strips, which limit the memory in use.
    fn draw(&self, shown: &Shown, area: Rect) -> Result<(), JsValue> {
        let area = project_to_canvas(self.editor.borrow().mask(), shown.size, area);
        let rows = (STRIP_PIXELS / area.width.max(1)).max(1);
        for y in (area.y..area.y + area.height).step_by(rows as usize) {
            let strip = Rect { y, height: rows.min(area.y + area.height - y), ..area };
            let pixels = render_overlay(self.editor.borrow().mask(), shown.size, strip, shown.ink);
            put_pixels(&shown.canvas, Clamped(&pixels), strip.width, strip.x, strip.y)?;
        }
        Ok(())
    }
}
