//! `PhotoPlan`: how to prepare a photo. It computes. `imaging/js/prepare.js` reads, decodes and encodes.

use crate::prepare::{
    Change, MetadataStripper, Options, Orientation, Placement, Plan, StripScope, choose_format, file_too_large,
    list_encodings, list_redraw_changes, list_strip_changes, plan, scope_to_redraw,
};
use crate::wasm::error::invalid_image;
use crate::wasm::options::{format, prepare_options, take};
use reroom::photo::{Format, Report, Step};
use reroom_kernels::Rect;
use wasm_bindgen::prelude::*;

/// The plan for one photo.
#[wasm_bindgen(skip_typescript)]
pub struct PhotoPlan {
    pub(super) report: Report,
    options: Options,
    /// The displayed size of the original. 0 until it is known.
    pub(super) original: (u32, u32),
    stripper: MetadataStripper,
    pub(super) placement: Option<Placement>,
    /// Whether the photo is redrawn.
    redraws: bool,
}

#[wasm_bindgen]
impl PhotoPlan {
    /// Plans with the options of `prepareImage` and the facts of an inspection, in the order of `imaging/js/prepare.js`.
    ///
    /// # Errors
    ///
    /// `invalid_image` (`resolution_too_small`) if the photo would be too small.
    #[wasm_bindgen(skip_typescript)]
    pub fn start(&mut self, options: &[f64], facts: &[f64]) -> Result<(), JsValue> {
        let [kind, width, height, orientation, bytes, lacks_end, may_trail, has_credentials] = take(facts);
        let size = (width > 0.0).then_some((width as u32, height as u32));
        self.report = Report {
            format: format(kind).unwrap_or(Format::Unknown),
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            orientation: orientation as u8,
            credentials: (has_credentials != 0.0).then_some("c2pa"),
            lacks_end_marker: lacks_end != 0.0,
            may_have_trailing_data: may_trail != 0.0,
            ..Report::new(bytes as u64)
        };
        self.options = prepare_options(options);
        self.original = size.unwrap_or_default();
        let scope;
        (self.placement, self.redraws, scope) = match plan(&self.report, &self.options).map_err(invalid_image)? {
            Plan::Strip(placement) => (Some(placement), false, StripScope::WholeFile),
            Plan::Redraw(placement) => (placement, true, scope_to_redraw(&self.report)),
        };
        self.stripper = MetadataStripper::new(&self.report, scope);
        Ok(())
    }

    /// The next range to read: its offset and length. Empty at the end.
    #[wasm_bindgen(js_name = nextRead, skip_typescript)]
    pub fn next_read(&self) -> Vec<f64> {
        match self.stripper.next() {
            Step::Read { offset, length } => vec![offset.into(), length.into()],
            Step::Done => Vec::new(),
        }
    }

    /// Passes in the bytes of that range.
    #[wasm_bindgen(skip_typescript)]
    pub fn supply(&mut self, offset: f64, bytes: &[u8]) {
        self.stripper.supply(offset as u32, bytes);
    }

    /// What to keep of the file, after the last read: whether it is truncated, whether to redraw it, whether anything is
    /// removed, and the start and end of each range to keep.
    #[wasm_bindgen(skip_typescript)]
    pub fn strip(&mut self) -> Vec<f64> {
        let strip = self.stripper.plan();
        self.redraws |= strip.bytes() > self.options.max_bytes;
        let flags = [strip.is_truncated, self.redraws, strip.is_changed].map(f64::from);
        let ends = strip.ranges.iter().flat_map(|range| [f64::from(range.start), f64::from(range.end)]);
        flags.into_iter().chain(ends).collect()
    }

    /// Bytes to append: a missing end marker.
    #[wasm_bindgen(skip_typescript)]
    pub fn appended(&self) -> Vec<u8> {
        self.stripper.plan().appended.to_vec()
    }

    /// Sets the size of the decoded image.
    ///
    /// # Errors
    ///
    /// `invalid_image` (`resolution_too_small`) if the photo would be too small.
    #[wasm_bindgen(js_name = setSize, skip_typescript)]
    pub fn set_size(&mut self, width: u32, height: u32) -> Result<(), JsValue> {
        self.original = self.orientation().stored_size(width, height);
        let (width, height) = self.original;
        self.placement = Some(Placement::fit(width, height, &self.options).map_err(invalid_image)?);
        Ok(())
    }

    /// How to draw the photo, in the order of `imaging/js/prepare.js`, and the encodings to try: whether it is a PNG, its
    /// quality, and whether it needs a background. Empty if the size is not known.
    #[wasm_bindgen(skip_typescript)]
    pub fn drawing(&self) -> Vec<f64> {
        let Some(placement) = self.placement else { return Vec::new() };
        let turn = self.orientation();
        let part = turn.to_stored(placement.source, self.original);
        let size = turn.stored_size(placement.target.width, placement.target.height);
        let is_plain = self.report.format == Format::Jpeg && !self.stripper.plan().has_non_srgb_profile;
        let as_decoded = is_plain && !placement.padded && turn == Orientation::from_exif(1);
        let encodings =
            list_encodings(choose_format(&self.report, &self.options), self.options.quality, placement.padded);
        let mut numbers = Vec::new();
        append(&mut numbers, &[size.0, size.1, placement.width, placement.height].map(f64::from));
        append(&mut numbers, &sides(part));
        append(&mut numbers, &sides(placement.target));
        append(&mut numbers, &turn.canvas_matrix(placement.target));
        append(&mut numbers, &[as_decoded.into()]);
        for encoding in encodings {
            append(&mut numbers, &[(encoding.format == Format::Png).into(), encoding.quality, encoding.fill.into()]);
        }
        numbers
    }

    /// Plans a smaller image, because even the lowest quality gave this many bytes.
    ///
    /// # Errors
    ///
    /// `invalid_image` (`file_too_large`) if it already has the minimum size.
    #[wasm_bindgen(skip_typescript)]
    pub fn shrink(&mut self, bytes: f64) -> Result<(), JsValue> {
        let limit = self.options.max_bytes;
        let smaller = self.placement.and_then(|placement| placement.shrink_to(limit as f64 / bytes));
        self.placement = Some(smaller.ok_or_else(|| invalid_image(file_too_large(bytes as u64, limit)))?);
        Ok(())
    }

    /// The result in the order of `imaging/js/prepare.js`: sizes, the map to the original, and a bit for each change.
    #[wasm_bindgen(skip_typescript)]
    pub fn result(&self) -> Vec<f64> {
        let Some(placement) = self.placement else { return Vec::new() };
        let is_changed = self.stripper.plan().is_changed;
        let changes = if self.redraws {
            list_redraw_changes(&self.report, &placement, is_changed)
        } else {
            list_strip_changes(&self.report, is_changed)
        };
        let bits = changes.into_iter().fold(0, |bits, change: Change| bits | 1 << change as u32);
        let map = placement.to_source();
        let (width, height) = self.original;
        vec![
            placement.width.into(),
            placement.height.into(),
            map.scale_x,
            map.scale_y,
            map.offset_x,
            map.offset_y,
            width.into(),
            height.into(),
            bits.into(),
        ]
    }
}

impl Default for PhotoPlan {
    fn default() -> Self {
        let report = Report::new(0);
        Self {
            stripper: MetadataStripper::new(&report, StripScope::Header),
            report,
            options: Options::default(),
            original: (0, 0),
            placement: None,
            redraws: false,
        }
    }
}

impl PhotoPlan {
    pub(super) fn orientation(&self) -> Orientation {
        Orientation::from_exif(self.report.orientation)
    }
}

/// Appends numbers. One call is smaller than one copy of `Vec::extend` for each list.
#[inline(never)]
pub(super) fn append(numbers: &mut Vec<f64>, more: &[f64]) {
    numbers.extend_from_slice(more);
}

/// The position and the size of a rectangle.
pub(super) fn sides(rect: Rect) -> [f64; 4] {
    [rect.x, rect.y, rect.width, rect.height].map(f64::from)
}
