//! `Restorer`: how to put a result back into its photo. It computes. `imaging/js/restore.js` reads, draws and encodes.

use crate::prepare::{Placement, Rect};
use crate::restore::{Blend, Comparison, Frame, MaskFrame, Restoration};
use crate::wasm::mask_reader::MaskReader;
use crate::wasm::options::take;
use wasm_bindgen::prelude::*;

/// The restoration of one result.
#[wasm_bindgen(skip_typescript)]
pub struct Restorer {
    restoration: Restoration,
    comparison: Option<Comparison>,
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

    /// The size at which the photo and the result are compared, and the part of a result that shows the photo, as fractions.
    #[wasm_bindgen(skip_typescript)]
    pub fn compared(&self) -> Vec<f64> {
        let frame = self.restoration.frame();
        let ((width, height), [x, y, shown_width, shown_height]) = (frame.compared_size(), frame.shown_part());
        vec![width.into(), height.into(), x, y, shown_width, shown_height]
    }

    /// Compares RGBA pixels of both. The result itself has the last two sides.
    ///
    /// Returns whether it fits, the share of pixels that are changed outside the mask, and the shift, if it is known.
    #[wasm_bindgen(skip_typescript)]
    pub fn compare(&mut self, photo: &[u8], result: &[u8], width: u32, height: u32) -> Vec<f64> {
        let comparison = self.restoration.compare(photo, result, (width, height));
        let mut numbers = vec![comparison.fits.into(), comparison.outside_changed];
        if let Some((x, y)) = comparison.shift {
            numbers.extend_from_slice(&[x, y]);
        }
        self.comparison = Some(comparison);
        numbers
    }

    /// How to draw the result, as a list of `Draw`.
    #[wasm_bindgen(skip_typescript)]
    pub fn draws(&self) -> Vec<f64> {
        self.comparison.as_ref().map(|comparison| comparison.draws.concat()).unwrap_or_default()
    }

    /// The width of the opacity in pixels, and its area in the original. Empty if the result covers everything.
    #[wasm_bindgen(js_name = blendArea, skip_typescript)]
    pub fn blend_area(&self) -> Vec<f64> {
        let Some(Blend { width, area: [x, y, wide, high], .. }) = self.restoration.blend() else { return Vec::new() };
        vec![(*width).into(), *x, *y, *wide, *high]
    }

    /// The opacity, as pixels of an `ImageData`.
    #[wasm_bindgen(skip_typescript)]
    pub fn opacity(&self) -> Vec<u8> {
        let opacity = self.restoration.blend().map(|blend| blend.opacity.as_slice()).unwrap_or_default();
        let mut pixels = vec![0; opacity.len() * 4];
        for ([.., alpha], opacity) in pixels.as_chunks_mut::<4>().0.iter_mut().zip(opacity) {
            *alpha = *opacity;
        }
        pixels
    }
}

impl Restorer {
    /// Starts with the numbers of `PhotoPlan::frame` and the width of the seam. A negative one is the default.
    pub(super) fn new(numbers: &[f64], feather: f64) -> Self {
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
        Self {
            restoration: Restoration::new(Frame { original: (width, height), placement }, feather),
            comparison: None,
        }
    }
}
