//! `SelectionTask`: a selection that runs in slices.

use crate::mask::{CombineMode, Editor};
use reroom_selection::{Marked, Photo, Point, Rect, Selection, Selector, Task, Tuning};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The photo of an editor.
#[derive(Default)]
pub struct PhotoState {
    /// Its source, for JavaScript. `undefined` if the editor has only a size.
    source: JsValue,
    /// The photo with the marks so far, once its pixels were read, and while no selection runs.
    selector: Option<Selector>,
}

impl PhotoState {
    /// Keeps a source.
    pub(super) fn new(source: JsValue) -> Self {
        Self { source, selector: None }
    }
}

/// A selection, a correction or a snap. One runs at a time.
#[wasm_bindgen(skip_typescript)]
pub struct SelectionTask {
    // Shared with the editor, so that a task survives its `free()`.
    editor: Rc<RefCell<Editor>>,
    state: Rc<RefCell<PhotoState>>,
    photo: RefCell<Photo>,
    mode: Cell<CombineMode>,
    work: RefCell<Option<Task>>,
    is_unsure: Cell<bool>,
}

impl SelectionTask {
    pub(super) fn new(editor: Rc<RefCell<Editor>>, state: Rc<RefCell<PhotoState>>) -> Self {
        Self {
            editor,
            state,
            photo: RefCell::default(),
            mode: Cell::new(CombineMode::Add),
            work: RefCell::default(),
            is_unsure: Cell::new(false),
        }
    }

    fn start(&self, mode: CombineMode, work: impl FnOnce(Selector) -> Task) {
        let Some(selector) = self.state.borrow_mut().selector.take() else { return };
        self.mode.set(mode);
        self.work.replace(Some(work(selector)));
    }

    /// Combines the editor's mask with what was found.
    fn finish(&self, Selection { coverage, is_unsure }: &Selection) {
        self.is_unsure.set(*is_unsure);
        let corner = (coverage.left as u32, coverage.top as u32);
        self.editor.borrow_mut().combine_part(corner, coverage.width as u32, &coverage.data, self.mode.get());
    }
}

#[wasm_bindgen]
impl SelectionTask {
    /// The editor's photo, for JavaScript.
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn source(&self) -> JsValue {
        self.state.borrow().source.clone()
    }

    /// The photo's width and height.
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn size(&self) -> Vec<u32> {
        let editor = self.editor.borrow();
        vec![editor.mask().width, editor.mask().height]
    }

    /// Whether the photo's pixels must be read first. Starts with the first row then.
    #[wasm_bindgen(js_name = needsPixels, skip_typescript)]
    pub fn needs_pixels(&self) -> bool {
        let needs = self.state.borrow().selector.is_none();
        if needs && let [width, height] = *self.size() {
            self.photo.replace(Photo::new(width as usize, height as usize));
        }
        needs
    }

    /// Adds the next rows, as red, green, blue and alpha.
    #[wasm_bindgen(skip_typescript)]
    pub fn push(&self, pixels: &[u8]) {
        self.photo.borrow_mut().push(pixels);
    }

    /// Finishes the photo.
    #[wasm_bindgen(js_name = endPixels, skip_typescript)]
    pub fn end_pixels(&self) {
        self.state.borrow_mut().selector = Some(Selector::new(self.photo.take(), Tuning::default()));
    }

    /// Starts to select the object in a box. `mode` is its position in the options.
    #[wasm_bindgen(js_name = selectBox, skip_typescript)]
    pub fn select_box(&self, x: f32, y: f32, width: f32, height: f32, mode: u8) {
        self.select(Marked::Box(Rect { left: x, top: y, right: x + width, bottom: y + height }), mode);
    }

    /// Starts to select the surface under a stroke.
    #[wasm_bindgen(js_name = selectStroke, skip_typescript)]
    pub fn select_stroke(&self, points: &[f32], size: f32, mode: u8) {
        self.select(Marked::Stroke { points: pairs(points), radius: size / 2.0 }, mode);
    }

    /// Starts to select what a lasso encloses.
    #[wasm_bindgen(js_name = selectLasso, skip_typescript)]
    pub fn select_lasso(&self, points: &[f32], mode: u8) {
        self.select(Marked::Lasso(pairs(points)), mode);
    }

    /// Starts to correct the mask.
    #[wasm_bindgen(skip_typescript)]
    pub fn refine(&self, points: &[f32], size: f32, keep: bool) {
        let (mask, points) = (self.editor.borrow().mask().data.clone(), pairs(points));
        let mode = if keep { CombineMode::Add } else { CombineMode::Subtract };
        self.start(mode, |selector| selector.start_refine(mask, points, size / 2.0, keep));
    }

    /// Starts to snap the mask's edge.
    #[wasm_bindgen(skip_typescript)]
    pub fn snap(&self, radius: f32) {
        let bounds = self.editor.borrow_mut().bounds();
        let Some(bounds) = bounds else { return };
        let data = self.editor.borrow().mask().data.clone();
        let (left, top) = (bounds.x as f32, bounds.y as f32);
        let bounds = Rect { left, top, right: left + bounds.width as f32, bottom: top + bounds.height as f32 };
        self.start(CombineMode::Replace, |selector| selector.start_select(Marked::Mask { data, bounds, radius }));
    }

    /// Continues for a few milliseconds. Returns whether it is finished.
    #[wasm_bindgen(skip_typescript)]
    pub fn poll(&self) -> bool {
        let Some(mut work) = self.work.take() else { return true };
        match work.poll() {
            Some((selector, selection)) => {
                self.state.borrow_mut().selector = Some(selector);
                self.finish(&selection);
                true
            }
            None => {
                self.work.replace(Some(work));
                false
            }
        }
    }

    /// Whether the selection is probably wrong.
    #[wasm_bindgen(js_name = isUnsure, skip_typescript)]
    pub fn is_unsure(&self) -> bool {
        self.is_unsure.get()
    }
}

impl SelectionTask {
    fn select(&self, marked: Marked, mode: u8) {
        let mode = match mode {
            0 => CombineMode::Replace,
            1 => CombineMode::Add,
            _ => CombineMode::Subtract,
        };
        self.start(mode, |selector| selector.start_select(marked));
    }
}

fn pairs(numbers: &[f32]) -> Vec<Point> {
    numbers.as_chunks().0.iter().map(|[x, y]| (*x, *y)).collect()
}
