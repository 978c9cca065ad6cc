//! Maps between the original, the prepared photo, and the result.

use crate::prepare::Placement;
use reroom_kernels::Rect;

/// The longer side of the images that are compared, in pixels.
const COMPARED_SIDE: f64 = 768.0;
/// The largest difference between the aspect ratios of a result and of the prepared photo, as a fraction. Services round
/// sides to multiples of 8 to 64 pixels.
const MAX_RATIO_DIFFERENCE: f64 = 0.05;
/// Next to padding, this many pixels of a result have mixed colors.
const MIXED: f64 = 1.0;

/// Where a prepared photo lies in the displayed original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Width and height of the displayed original, in pixels.
    pub original: (u32, u32),
    /// The prepared photo.
    pub placement: Placement,
}

/// One image to draw: x, y, width and height of a part of the result, and those of its place in the original.
pub type Draw = [f64; 8];

impl Frame {
    /// The size at which the photo and the result are compared.
    #[must_use]
    pub fn compared_size(&self) -> (u32, u32) {
        let Rect { width, height, .. } = self.placement.target;
        let scale = (COMPARED_SIDE / f64::from(width.max(height))).min(1.0);
        let side = |side: u32| (f64::from(side) * scale).round().max(1.0) as u32;
        (side(width), side(height))
    }

    /// The part of a prepared photo that shows the original, as fractions: x, y, width, height.
    #[must_use]
    pub fn shown_part(&self) -> [f64; 4] {
        let Placement { width, height, target, .. } = self.placement;
        let share = |length: u32, whole: u32| f64::from(length) / f64::from(whole);
        let (x, y) = (share(target.x, width), share(target.y, height));
        [x, y, share(target.width, width), share(target.height, height)]
    }

    /// Whether a result has the aspect ratio of the prepared photo.
    #[must_use]
    pub(super) fn matches(&self, (width, height): (u32, u32)) -> bool {
        let ratio = |width: u32, height: u32| f64::from(width) / f64::from(height);
        let relative = ratio(width, height) / ratio(self.placement.width, self.placement.height);
        (relative - 1.0).abs() < MAX_RATIO_DIFFERENCE
    }

    /// How to draw a result of this size that is shifted by this many of its pixels. The first images fill the borders that
    /// it does not cover, the last one is the result.
    #[must_use]
    pub(super) fn draws(&self, (width, height): (u32, u32), (shift_x, shift_y): (f64, f64)) -> Vec<Draw> {
        let Placement { source, target, width: prepared_width, height: prepared_height, .. } = self.placement;
        let (across, down) = (
            Axis::new((source.x, source.width), (target.x, target.width), prepared_width, width, shift_x),
            Axis::new((source.y, source.height), (target.y, target.height), prepared_height, height, shift_y),
        );
        let mut draws = Vec::new();
        let mut draw = |x: Piece, y: Piece| {
            let [from, to] = [(x.from, y.from), (x.to, y.to)].map(|(x, y)| [x.0, y.0, x.1 - x.0, y.1 - y.0]);
            let ([a, b, c, d], [e, f, g, h]) = (from, to);
            draws.push([a, b, c, d, e, f, g, h]);
        };
        let (inner_x, inner_y) = (across.inner(), down.inner());
        for (_, end) in across.ends().into_iter().filter(|(is_open, _)| *is_open) {
            draw(end, inner_y);
        }
        let whole_x = Piece { to: across.whole, ..inner_x };
        for (_, end) in down.ends().into_iter().filter(|(is_open, _)| *is_open) {
            draw(whole_x, end);
        }
        draw(inner_x, inner_y);
        draws
    }
}

/// A range of the result and of the original, as start and end.
#[derive(Clone, Copy)]
struct Piece {
    from: (f64, f64),
    to: (f64, f64),
}

/// One axis of a result.
struct Axis {
    /// The pixels of the result that show only the photo.
    clean: (f64, f64),
    /// Where the photo starts in the result.
    start: f64,
    /// Pixels of the original per pixel of the result.
    scale: f64,
    /// The part of the original that was kept.
    whole: (f64, f64),
}

impl Axis {
    fn new(source: (u32, u32), target: (u32, u32), prepared: u32, result: u32, shift: f64) -> Self {
        let [source, target] = [source, target].map(|(start, length)| (f64::from(start), f64::from(length)));
        let (prepared, result) = (f64::from(prepared), f64::from(result));
        let per_prepared = result / prepared;
        let (start, end) = (target.0 * per_prepared + shift, (target.0 + target.1) * per_prepared + shift);
        let first = if target.0 > 0.0 { start + MIXED } else { start };
        let last = if target.0 + target.1 < prepared { end - MIXED } else { end };
        Self {
            clean: (first.ceil().max(0.0), last.floor().min(result)),
            start,
            scale: source.1 / (target.1 * per_prepared),
            whole: (source.0, source.0 + source.1),
        }
    }

    fn to_original(&self, place: f64) -> f64 {
        self.whole.0 + (place - self.start) * self.scale
    }

    /// The pixels of the result that show only the photo.
    fn inner(&self) -> Piece {
        Piece { from: self.clean, to: (self.to_original(self.clean.0), self.to_original(self.clean.1)) }
    }

    /// Both borders: whether the inner part leaves them open, and the pixels next to them to fill them with. They overlap with
    /// the inner part.
    fn ends(&self) -> [(bool, Piece); 2] {
        let Piece { from: (first, last), to: (start, end) } = self.inner();
        let low = Piece { from: (first, first + 1.0), to: (self.whole.0, start + 1.0) };
        let high = Piece { from: (last - 1.0, last), to: (end - 1.0, self.whole.1) };
        [(start > self.whole.0, low), (end < self.whole.1, high)]
    }
}
