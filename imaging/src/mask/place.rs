//! A mask moved along with its photo, when the photo was cropped, padded or resized.

use super::{Plane, scale};

/// Where a prepared photo lies in its original, as displayed: `offset + scale × pixel` on each axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// Across.
    pub x: Axis,
    /// Down.
    pub y: Axis,
}

/// One axis of a [`Placement`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// The original's pixels.
    pub original: u32,
    /// The prepared photo's pixels.
    pub prepared: u32,
    /// The original's pixels per pixel of the prepared photo.
    pub scale: f64,
    /// Where the prepared photo starts in the original. Negative if it was padded.
    pub offset: f64,
}

/// A range of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    start: u32,
    length: u32,
}

impl Axis {
    /// An axis of a photo that is uploaded as it is.
    #[must_use]
    pub fn unchanged(pixels: u32) -> Self {
        Self { original: pixels, prepared: pixels, scale: 1.0, offset: 0.0 }
    }

    /// The pixels of the original that were kept.
    fn kept(&self) -> Span {
        let end = self.offset + self.scale * f64::from(self.prepared);
        span(self.offset, end, self.original)
    }

    /// Where the kept pixels lie in the prepared photo.
    fn target(&self) -> Span {
        let to_prepared = |place: u32| (f64::from(place) - self.offset) / self.scale;
        let Span { start, length } = self.kept();
        span(to_prepared(start), to_prepared(start + length), self.prepared)
    }
}

/// The whole pixels from `start` to `end`, within `0..limit`.
fn span(start: f64, end: f64, limit: u32) -> Span {
    // A conversion from a float saturates: at 0 below, and for a NaN.
    let [start, end] = [start, end].map(|place| (place.round() as u32).min(limit));
    Span { start, length: end.saturating_sub(start) }
}

/// The mask for the prepared photo, from a mask of any size that covers the whole original as displayed.
///
/// Padding is unmarked. The mask keeps its pixels if the photo kept its own and both have the same size.
#[must_use]
pub fn place(mask: &Plane, placement: &Placement) -> Plane {
    let Placement { x, y } = placement;
    let (across, down) = (x.target(), y.target());
    let scaled = match (x.kept(), y.kept()) {
        (columns, rows) if columns.length == x.original && rows.length == y.original => {
            scale(mask, across.length, down.length)
        }
        (columns, rows) => {
            let full = (x.original, y.original);
            scale(&crop(mask, full, columns, rows), across.length, down.length)
        }
    };
    pad(scaled, (across.start, down.start), (x.prepared, y.prepared))
}

/// A part of the mask at a size. The whole mask at that size is never held.
fn crop(mask: &Plane, (width, height): (u32, u32), columns: Span, rows: Span) -> Plane {
    let (first, last) = (columns.start as usize, (columns.start + columns.length) as usize);
    let mut data = Vec::with_capacity(columns.length as usize * rows.length as usize);
    let mut y = 0;
    scale::rows(mask, width, height, &mut |_, row| {
        if y >= rows.start && y - rows.start < rows.length {
            data.extend_from_slice(row.get(first..last).unwrap_or_default());
        }
        y += 1;
    });
    Plane { width: columns.length, height: rows.length, data }
}

/// The mask with unmarked pixels around it.
fn pad(mask: Plane, (left, top): (u32, u32), (width, height): (u32, u32)) -> Plane {
    if (mask.width, mask.height) == (width, height) || mask.width == 0 {
        return Plane { width, height, data: mask.data };
    }
    let mut data = vec![0; width as usize * height as usize];
    let target = data.chunks_exact_mut(width as usize).skip(top as usize);
    for (to, from) in target.zip(mask.data.chunks_exact(mask.width as usize)) {
        let part = to.iter_mut().skip(left as usize);
        part.zip(from).for_each(|(to, from)| *to = *from);
    }
    Plane { width, height, data }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![allow(clippy::expect_used, clippy::indexing_slicing)]

    use super::*;
    use crate::prepare::{Fit, Frame, Options};
    use proptest::prelude::*;

    fn placement((width, height): (u32, u32), frame: &Frame) -> Placement {
        let map = frame.map();
        Placement {
            x: Axis { original: width, prepared: frame.width, scale: map.scale_x, offset: map.offset_x },
            y: Axis { original: height, prepared: frame.height, scale: map.scale_y, offset: map.offset_y },
        }
    }

    fn rectangle((width, height): (u32, u32), x: std::ops::Range<u32>, y: std::ops::Range<u32>) -> Plane {
        let data = (0..height).flat_map(|row| {
            let (x, marked) = (x.clone(), y.contains(&row));
            (0..width).map(move |column| if marked && x.contains(&column) { 255 } else { 0 })
        });
        Plane { width, height, data: data.collect() }
    }

    /// Left, top, right and bottom (both past the end) of what is marked at least half.
    fn bounds(plane: &Plane) -> Option<[u32; 4]> {
        let marked: Vec<_> = (0..plane.height)
            .flat_map(|y| (0..plane.width).map(move |x| (x, y)))
            .zip(&plane.data)
            .filter_map(|(place, value)| (*value >= 128).then_some(place))
            .collect();
        Some([
            marked.iter().map(|(x, _)| *x).min()?,
            marked.iter().map(|(_, y)| *y).min()?,
            marked.iter().map(|(x, _)| *x).max()? + 1,
            marked.iter().map(|(_, y)| *y).max()? + 1,
        ])
    }

    #[test]
    fn spans_of_every_frame_are_the_frames_own() {
        for size in [(1200, 900), (900, 1200), (5000, 4000), (3000, 1000), (600, 2000), (4097, 2305), (513, 1027)] {
            for fit in [Fit::Crop, Fit::Pad] {
                for focus in [(0.5, 0.5), (0.0, 1.0), (0.31, 0.77)] {
                    let Ok(frame) = Frame::of(size.0, size.1, &Options { fit, focus, ..Options::default() }) else {
                        continue;
                    };
                    for frame in [Some(frame), frame.reduced(0.6)].into_iter().flatten() {
                        let Placement { x, y } = placement(size, &frame);
                        let spans = [x.kept(), y.kept(), x.target(), y.target()].map(|span| (span.start, span.length));
                        let (source, target) = (frame.source, frame.target);
                        let expected = [(source.x, source.width), (source.y, source.height)];
                        assert_eq!(spans[..2], expected, "{size:?} {frame:?}");
                        assert_eq!(spans[2..], [(target.x, target.width), (target.y, target.height)], "{frame:?}");
                    }
                }
            }
        }
    }

    proptest! {
        /// Before resizing to the pixel, after it within one.
        #[test]
        fn a_rectangle_lands_where_the_photo_under_it_lands(
            size in (512_u32..1400, 512_u32..1400), corner in (0.0..0.8, 0.0..0.8), share in 0.05..0.6_f64,
            pad in any::<bool>(), focus in (0.0..1.0, 0.0..1.0), reduce in proptest::option::of(0.3..1.0_f64),
        ) {
            let fit = if pad { Fit::Pad } else { Fit::Crop };
            let Ok(mut frame) = Frame::of(size.0, size.1, &Options { fit, focus, ..Options::default() }) else {
                return Ok(());
            };
            if let Some(smaller) = reduce.and_then(|share| frame.reduced(share)) {
                frame = smaller;
            }
            let range = |side: u32, from: f64| {
                let start = (f64::from(side) * from) as u32;
                start..(start + (f64::from(side) * share) as u32 + 4).min(side)
            };
            let (x, y) = (range(size.0, corner.0), range(size.1, corner.1));
            let placement = placement(size, &frame);
            let placed = place(&rectangle(size, x.clone(), y.clone()), &placement);
            prop_assert_eq!((placed.width, placed.height), (frame.width, frame.height));
            let to = |axis: &Axis, place: u32| {
                ((f64::from(place) - axis.offset) / axis.scale).clamp(0.0, f64::from(axis.prepared))
            };
            let edges = [to(&placement.x, x.start), to(&placement.y, y.start), to(&placement.x, x.end), to(&placement.y, y.end)];
            let tolerance = if frame.resized() { 1.0 } else { 0.0 };
            let visible = edges[2] - edges[0] >= 3.0 && edges[3] - edges[1] >= 3.0;
            match bounds(&placed) {
                Some(found) => for (found, edge) in found.into_iter().zip(edges) {
                    prop_assert!((f64::from(found) - edge).abs() <= tolerance, "{} and {}", found, edge);
                },
                None => prop_assert!(!visible),
            }
        }
    }

    #[test]
    fn a_mask_of_another_size_is_scaled_to_the_photo_first() {
        let size = (1600, 600); // cropped to 1066 × 600
        let frame = Frame::of(size.0, size.1, &Options::default()).expect("a frame");
        let small = place(&rectangle((400, 150), 100..200, 50..100), &placement(size, &frame));
        let found = bounds(&small).expect("marks");
        let left = frame.source.x;
        for (found, expected) in found.into_iter().zip([400 - left, 200, 800 - left, 400]) {
            assert!(found.abs_diff(expected) <= 2, "{found} and {expected}");
        }
    }

    #[test]
    fn a_mask_whose_marks_are_cropped_away_is_empty() {
        let size = (2000, 600);
        let frame = Frame::of(size.0, size.1, &Options::default()).expect("a frame");
        let placed = place(&rectangle(size, 0..100, 0..600), &placement(size, &frame));
        assert_eq!(bounds(&placed), None);
    }
}
