//! Transforms a mask painted on the original photo to fit the prepared photo.

use reroom_kernels::{Mask, for_each_row, scale};

/// One axis of a prepared photo. Its pixel `p` lies at `offset + scale × p` in the original.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhotoAxis {
    /// The length of the displayed original, in pixels.
    pub original: u32,
    /// The length of the prepared photo, in pixels.
    pub prepared: u32,
    /// Pixels of the original per pixel of the prepared photo.
    pub scale: f64,
    /// The start of the prepared photo in the original, in pixels. Negative if the photo was padded.
    pub offset: f64,
}

/// A range of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    start: u32,
    length: u32,
}

impl PhotoAxis {
    /// The range of the original that was kept.
    fn kept(&self) -> Span {
        let end = self.offset + self.scale * f64::from(self.prepared);
        span(self.offset, end, self.original)
    }

    /// The range of the prepared photo that shows it.
    fn target(&self) -> Span {
        let to_prepared = |place: u32| (f64::from(place) - self.offset) / self.scale;
        let Span { start, length } = self.kept();
        span(to_prepared(start), to_prepared(start + length), self.prepared)
    }
}

/// Rounds a range to whole pixels within `0..limit`.
fn span(start: f64, end: f64, limit: u32) -> Span {
    // The conversion saturates: negative numbers and NaN become 0.
    let [start, end] = [start, end].map(|place| (place.round() as u32).min(limit));
    Span { start, length: end.saturating_sub(start) }
}

/// Transforms a mask of the whole original, at any size, to fit the prepared photo.
///
/// Padding is unpainted. Unless the photo or the mask is scaled, all values stay the same.
#[must_use]
pub fn align(mask: &Mask, x: &PhotoAxis, y: &PhotoAxis) -> Mask {
    let (across, down) = (x.target(), y.target());
    let (columns, rows) = (x.kept(), y.kept());
    let scaled = if columns.length == x.original && rows.length == y.original {
        scale(mask, across.length, down.length)
    } else {
        scale(&crop(mask, (x.original, y.original), columns, rows), across.length, down.length)
    };
    pad(scaled, (across.start, down.start), (x.prepared, y.prepared))
}

/// Scales a mask row by row and keeps a part of the result.
fn crop(mask: &Mask, (width, height): (u32, u32), columns: Span, rows: Span) -> Mask {
    let (first, last) = (columns.start as usize, (columns.start + columns.length) as usize);
    let mut data = Vec::with_capacity(columns.length as usize * rows.length as usize);
    let mut y = 0;
    for_each_row(mask, width, height, &mut |_, row| {
        if y >= rows.start && y - rows.start < rows.length {
            data.extend_from_slice(row.get(first..last).unwrap_or_default());
        }
        y += 1;
    });
    Mask { width: columns.length, height: rows.length, data }
}

/// Adds unpainted pixels around a mask.
fn pad(mask: Mask, (left, top): (u32, u32), (width, height): (u32, u32)) -> Mask {
    if (mask.width, mask.height) == (width, height) || mask.width == 0 {
        return Mask { width, height, data: mask.data };
    }
    let mut data = vec![0; width as usize * height as usize];
    let target = data.chunks_exact_mut(width as usize).skip(top as usize);
    for (to, from) in target.zip(mask.data.chunks_exact(mask.width as usize)) {
        let part = to.iter_mut().skip(left as usize);
        part.zip(from).for_each(|(to, from)| *to = *from);
    }
    Mask { width, height, data }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![allow(clippy::expect_used, clippy::indexing_slicing)]

    use super::*;
    use crate::prepare::{Fit, Options, Placement};
    use proptest::prelude::*;

    fn axes((width, height): (u32, u32), placement: &Placement) -> (PhotoAxis, PhotoAxis) {
        let map = placement.to_source();
        let x = PhotoAxis { original: width, prepared: placement.width, scale: map.scale_x, offset: map.offset_x };
        let y = PhotoAxis { original: height, prepared: placement.height, scale: map.scale_y, offset: map.offset_y };
        (x, y)
    }

    fn rectangle((width, height): (u32, u32), x: std::ops::Range<u32>, y: std::ops::Range<u32>) -> Mask {
        let data = (0..height).flat_map(|row| {
            let (x, marked) = (x.clone(), y.contains(&row));
            (0..width).map(move |column| if marked && x.contains(&column) { 255 } else { 0 })
        });
        Mask { width, height, data: data.collect() }
    }

    /// Left, top, right and bottom of the pixels with at least half coverage. Right and bottom are exclusive.
    fn bounds(mask: &Mask) -> Option<[u32; 4]> {
        let marked: Vec<_> = (0..mask.height)
            .flat_map(|y| (0..mask.width).map(move |x| (x, y)))
            .zip(&mask.data)
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
    fn every_placement_is_recovered_from_its_point_map() {
        for size in [(1200, 900), (900, 1200), (5000, 4000), (3000, 1000), (600, 2000), (4097, 2305), (513, 1027)] {
            for fit in [Fit::Crop, Fit::Pad] {
                for focus in [(0.5, 0.5), (0.0, 1.0), (0.31, 0.77)] {
                    let Ok(placement) = Placement::fit(size.0, size.1, &Options { fit, focus, ..Options::default() })
                    else {
                        continue;
                    };
                    for placement in [Some(placement), placement.shrink_to(0.6)].into_iter().flatten() {
                        let (x, y) = axes(size, &placement);
                        let spans = [x.kept(), y.kept(), x.target(), y.target()].map(|span| (span.start, span.length));
                        let (source, target) = (placement.source, placement.target);
                        let expected = [(source.x, source.width), (source.y, source.height)];
                        assert_eq!(spans[..2], expected, "{size:?} {placement:?}");
                        assert_eq!(spans[2..], [(target.x, target.width), (target.y, target.height)], "{placement:?}");
                    }
                }
            }
        }
    }

    proptest! {
        /// Exact without scaling, otherwise within one pixel.
        #[test]
        fn a_rectangle_lands_where_the_photo_under_it_lands(
            size in (512_u32..1400, 512_u32..1400), corner in (0.0..0.8, 0.0..0.8), share in 0.05..0.6_f64,
            pad in any::<bool>(), focus in (0.0..1.0, 0.0..1.0), reduce in proptest::option::of(0.3..1.0_f64),
        ) {
            let fit = if pad { Fit::Pad } else { Fit::Crop };
            let Ok(mut placement) = Placement::fit(size.0, size.1, &Options { fit, focus, ..Options::default() }) else {
                return Ok(());
            };
            if let Some(smaller) = reduce.and_then(|share| placement.shrink_to(share)) {
                placement = smaller;
            }
            let range = |side: u32, from: f64| {
                let start = (f64::from(side) * from) as u32;
                start..(start + (f64::from(side) * share) as u32 + 4).min(side)
            };
            let (x, y) = (range(size.0, corner.0), range(size.1, corner.1));
            let (across, down) = axes(size, &placement);
            let placed = align(&rectangle(size, x.clone(), y.clone()), &across, &down);
            prop_assert_eq!((placed.width, placed.height), (placement.width, placement.height));
            let to = |axis: &PhotoAxis, place: u32| {
                ((f64::from(place) - axis.offset) / axis.scale).clamp(0.0, f64::from(axis.prepared))
            };
            let edges = [to(&across, x.start), to(&down, y.start), to(&across, x.end), to(&down, y.end)];
            let tolerance = if placement.is_resized() { 1.0 } else { 0.0 };
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
    fn a_mask_of_another_size_is_scaled_to_the_photo() {
        let size = (1600, 600); // cropped to 1066 × 600
        let placement = Placement::fit(size.0, size.1, &Options::default()).expect("a placement");
        let (x, y) = axes(size, &placement);
        let small = align(&rectangle((400, 150), 100..200, 50..100), &x, &y);
        let found = bounds(&small).expect("marks");
        let left = placement.source.x;
        for (found, expected) in found.into_iter().zip([400 - left, 200, 800 - left, 400]) {
            assert!(found.abs_diff(expected) <= 2, "{found} and {expected}");
        }
    }

    #[test]
    fn a_mask_whose_marks_are_cropped_away_is_empty() {
        let size = (2000, 600);
        let placement = Placement::fit(size.0, size.1, &Options::default()).expect("a placement");
        let (x, y) = axes(size, &placement);
        let placed = align(&rectangle(size, 0..100, 0..600), &x, &y);
        assert_eq!(bounds(&placed), None);
    }
}
