//! The methods of `MaskEditor` that select.

use crate::wasm::mask_editor::MaskEditor;
use crate::wasm::selection_task::{PhotoState, SelectionTask};
use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r#"
/** What to select: the object in a box, the surface under a brush stroke, or what a rough outline encloses. */
export type SelectionArea =
  | {
      /** A box around an object, in pixels of the photo. */
      box: { x: number; y: number; width: number; height: number };
    }
  | {
      /** A line over a surface. */
      stroke: Points;
      /** Diameter of the brush in pixels of the photo. */
      size: number;
    }
  | {
      /** A rough outline. */
      lasso: Points;
    };

/** How to select. */
export interface SelectOptions {
  /** What to do with the mask: `"add"` (default), `"subtract"` the selection from it, or `"replace"` it. */
  mode?: "replace" | "add" | "subtract";
  /** Stops the selection. */
  signal?: AbortSignal;
}

/** How to correct a selection. */
export interface RefineOptions {
  /** Diameter of the brush in pixels of the photo. Default 2 % of its width. */
  size?: number;
  /** Stops the correction. */
  signal?: AbortSignal;
}

/** How to snap. */
export interface SnapOptions {
  /** How far the edge may move, in pixels of the photo, 1 to 512. Default 1 % of its width. */
  radius?: number;
  /** Stops it. */
  signal?: AbortSignal;
}

/** What a selection found. */
export interface SelectionResult {
  /** Whether the selection is probably wrong. Ask for corrections, or for a tighter box. */
  unsure: boolean;
}
"#;

#[wasm_bindgen(module = "/js/select.js")]
extern "C" {
    #[wasm_bindgen(js_name = selectArea)]
    fn select_area(area: &JsValue, options: &JsValue, task: SelectionTask) -> Promise;
    #[wasm_bindgen(js_name = refineMask)]
    fn refine_mask(stroke: &JsValue, purpose: &JsValue, options: &JsValue, task: SelectionTask) -> Promise;
    #[wasm_bindgen(js_name = snapMask)]
    fn snap_mask(options: &JsValue, task: SelectionTask) -> Promise;
}

#[wasm_bindgen]
impl MaskEditor {
    /// Keeps the photo for selections: an object that `imaging/js/select.js` created.
    #[wasm_bindgen(js_name = _usePhoto, skip_typescript)]
    pub fn use_photo(&self, source: JsValue) {
        self.photo.replace(PhotoState::new(source));
    }

    /// Selects an object in a box, a surface under a stroke, or what a lasso encloses. This is one undo step.
    ///
    /// Mark objects with a box, and walls, floors and ceilings with a stroke or a lasso. The edge follows the photo's edges at
    /// its full size. Runs in short slices, so that the page stays responsive. Resolves to `{ unsure: true }` if the selection
    /// is probably wrong.
    ///
    /// Rejects with `invalid_request` for an invalid area or option and for an editor without a photo, with `invalid_image` if
    /// the photo cannot be decoded or read, and with `aborted`.
    #[wasm_bindgen(unchecked_return_type = "Promise<SelectionResult>")]
    pub fn select(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SelectionArea")] area: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "SelectOptions")] options: &JsValue,
    ) -> Promise {
        select_area(area, options, self.start_task())
    }

    /// Corrects the mask with a stroke over a part that is missing (`"keep"`) or too much (`"drop"`). A single point is a dab.
    /// This is one undo step.
    ///
    /// Changes only what touches the stroke, up to the edges that the photo suggests. The stroke itself is always kept or
    /// dropped. Place it in the middle of what is wrong. Rejects as `select()` does.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn refine(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Points")] stroke: &JsValue,
        #[wasm_bindgen(js_name = "as", unchecked_param_type = "\"keep\" | \"drop\"")] purpose: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "RefineOptions")] options: &JsValue,
    ) -> Promise {
        refine_mask(stroke, purpose, options, self.start_task())
    }

    /// Moves the edge of the mask onto edges of the photo. This is one undo step. Rejects as `select()` does.
    ///
    /// On an empty mask, it changes nothing, but decodes the photo. Call it early to get the first selection sooner.
    #[wasm_bindgen(unchecked_return_type = "Promise<void>")]
    pub fn snap(&self, #[wasm_bindgen(unchecked_optional_param_type = "SnapOptions")] options: &JsValue) -> Promise {
        snap_mask(options, self.start_task())
    }
}

impl MaskEditor {
    fn start_task(&self) -> SelectionTask {
        SelectionTask::new(self.editor.clone(), self.photo.clone())
    }
}
