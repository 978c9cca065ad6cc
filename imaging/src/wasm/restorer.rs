//! `Restorer`: how to put a result back into its photo. It computes. `imaging/js/restore.js` reads, draws and encodes.

use crate::prepare::Placement;
use crate::restore::{Frame, MaskFrame, Restoration};
use crate::wasm::mask_reader::MaskReader;
use crate::wasm::options::take;
use crate::wasm::photo_plan::{PhotoPlan, append, sides};
use reroom::photo::Format;
use reroom_kernels::Rect;
use reroom_registration::Image;
use wasm_bindgen::prelude::*;

/// The restoration of one result.
#[wasm_bindgen(skip_typescript)]
pub struct Restorer {
    restoration: Restoration,
    /// The result, and its size.
    result: Option<(Image, (u32, u32))>,
}

#[wasm_bindgen]
impl Restorer {
    /// Uses a mask that was painted on the prepared photo, or else on the original.
    #[wasm_bindgen(js_name = useMask, skip_typescript)]
    pub fn use_mask(&mut self, reader: &MaskReader, is_prepared: bool) {
        let of = if is_prepared { MaskFrame::Prepared } else { MaskFrame::Original };
        reader.with_mask(|mask| self.restoration.use_mask(mask, of));
    }

    /// Creates a reader for a mask.
    #[wasm_bindgen(js_name = createReader, skip_typescript)]
    pub fn create_reader(&self) -> MaskReader {
        MaskReader::default()
    }

    /// Reads the RGBA pixels of a result of this size.
    #[wasm_bindgen(js_name = readResult, skip_typescript)]
    pub fn read_result(&mut self, pixels: Vec<u8>, width: u32, height: u32) {
        self.result = Some((self.restoration.read(pixels), (width, height)));
    }

    /// The width of the opacity in pixels, which is -1 if the result covers everything, and its area in the original.
    #[wasm_bindgen(skip_typescript)]
    pub fn blend(&self) -> Vec<f64> {
        let (width, area) = self.restoration.blend().map_or((-1.0, [0.0; 4]), |blend| (blend.width.into(), blend.area));
        let mut numbers = vec![width];
        append(&mut numbers, &area);
        numbers
    }

    /// Compares the result with the RGBA pixels of the photo.
    ///
    /// Returns whether it fits, the share of pixels that are changed outside the mask, whether the shift is known, and the shift.
    /// Then how to draw the result, as a list of `Draw`.
    #[wasm_bindgen(skip_typescript)]
    pub fn compare(&self, photo: Vec<u8>) -> Vec<f64> {
        let Some((result, size)) = &self.result else { return Vec::new() };
        let comparison = self.restoration.compare(&self.restoration.read(photo), result, *size);
        let (x, y) = comparison.shift.unwrap_or_default();
        let [fits, is_known] = [comparison.fits, comparison.shift.is_some()].map(f64::from);
        let mut numbers = Vec::new();
        append(&mut numbers, &[fits, comparison.outside_changed, is_known, x, y]);
        comparison.draws.iter().for_each(|draw| append(&mut numbers, draw));
        numbers
    }

    /// The opacity, one byte per pixel.
    #[wasm_bindgen(skip_typescript)]
    pub fn opacity(&self) -> Vec<u8> {
        self.restoration.blend().map(|blend| blend.opacity.clone()).unwrap_or_default()
    }
}

#[wasm_bindgen]
impl PhotoPlan {
    /// Where the result lies in the original, for a `Restorer`: the original's size, the part that was kept, the result's size,
    /// and the position of that part in it. Then the transform that displays the stored original, whether it is a PNG, the size at
    /// which the original and a result are compared, and the part of a result that shows the original, as fractions.
    #[wasm_bindgen(skip_typescript)]
    pub fn frame(&self) -> Vec<f64> {
        let Some(placement) = self.placement else { return Vec::new() };
        let frame = Frame { original: self.original, placement };
        let (width, height) = self.original;
        let (compared_width, compared_height) = frame.compared_size();
        let mut numbers = Vec::new();
        append(&mut numbers, &[width, height].map(f64::from));
        append(&mut numbers, &sides(placement.source));
        append(&mut numbers, &[placement.width, placement.height].map(f64::from));
        append(&mut numbers, &sides(placement.target));
        append(&mut numbers, &self.orientation().canvas_matrix(Rect { x: 0, y: 0, width, height }));
        let is_png = self.report.format == Format::Png;
        append(&mut numbers, &[is_png.into(), compared_width.into(), compared_height.into()]);
        append(&mut numbers, &frame.shown_part());
        numbers
    }

    /// Starts to restore a result, with the numbers of `frame` and the width of the seam. Static, because a plan is freed before
    /// its photo is restored.
    #[wasm_bindgen(js_name = createRestorer, skip_typescript)]
    pub fn create_restorer(frame: &[f64], feather: f64) -> Restorer {
        Restorer::new(frame, feather)
    }
}

impl Restorer {
    /// Starts with the numbers of `PhotoPlan::frame` and the width of the seam. A negative one is the default.
    fn new(numbers: &[f64], feather: f64) -> Self {
        let numbers = take::<12>(numbers).map(|number| number as u32);
        let [width, height, from @ .., whole_width, whole_height, x, y, target_width, target_height] = numbers;
        let [source_x, source_y, source_width, source_height] = from;
        let source = Rect { x: source_x, y: source_y, width: source_width, height: source_height };
        let target = Rect { x, y, width: target_width, height: target_height };
        let placement = Placement {
            width: whole_width,
            height: whole_height,
            source,
            target,
            cropped: (source_width, source_height) != (width, height),
            padded: (target_width, target_height) != (whole_width, whole_height),
        };
        let frame = Frame { original: (width, height), placement };
        Self { restoration: Restoration::new(frame, feather), result: None }
    }
}
