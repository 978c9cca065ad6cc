//! Fills polygons with four scanlines per pixel row, each exact along the row.

use reroom_kernels::paint::{Point, TiledMask, blend, max, min};

/// Scanlines per pixel row.
const LINES: u32 = 4;
/// Horizontal subpixels per pixel.
const PARTS: i32 = 256;
/// Subpixels per pixel on all its scanlines.
const FULL: i32 = PARTS * LINES as i32;
/// Pixels compared at once.
const RUN: usize = 32;

/// A side of the polygon that is not horizontal.
struct Side {
    top: f64,
    bottom: f64,
    /// The x coordinate at the top.
    x: f64,
    slope: f64,
    /// 1 if it goes down, 0 if it goes up.
    direction: u64,
}

/// Paints or erases the area with a nonzero winding number.
pub(super) fn fill(tiles: &mut TiledMask, points: &[Point], erase: bool) {
    let sides = find_sides(points);
    let (width, height) = (tiles.mask().width, tiles.mask().height);
    // Sorted by the row of the top. Sides that start above the photo count as row 0.
    let mut order: Vec<u64> = sides.iter().zip(0..).map(|(side, number)| (side.top as u64) << 32 | number).collect();
    sort(&mut order);
    let first = order.first().map_or(0, |order| (order >> 32) as u32);
    let mut waiting = order.iter().filter_map(|order| sides.get(*order as u32 as usize)).peekable();
    let end = sides.iter().fold(0.0, |end: f64, side| max(end, side.bottom)).ceil() as u32;
    let (mut active, mut crossings) = (Vec::<&Side>::new(), Vec::<u64>::new());
    let mut cover = Cover::new(width);
    for y in first..end.min(height) {
        let top = f64::from(y);
        while let Some(side) = waiting.next_if(|side| side.top < top + 1.0) {
            active.push(side);
        }
        active.retain(|side| side.bottom > top);
        for line in 0..LINES {
            let line = top + (f64::from(line) + 0.5) / f64::from(LINES);
            crossings.clear();
            for side in active.iter().filter(|side| side.top <= line && side.bottom > line) {
                crossings.push(cover.to_subpixels(side.x + (line - side.top) * side.slope) << 1 | side.direction);
            }
            sort(&mut crossings);
            cover.add_line(&crossings);
        }
        cover.flush(tiles, y, erase);
    }
}

fn find_sides(points: &[Point]) -> Vec<Side> {
    let places: Vec<(f64, f64)> = points.iter().filter_map(|point| point.clamp()).collect();
    let next = places.iter().cycle().skip(1);
    let mut sides = Vec::with_capacity(places.len());
    for ((x0, y0), (x1, y1)) in places.iter().zip(next) {
        let slope = (x1 - x0) / (y1 - y0);
        if y0 < y1 {
            sides.push(Side { top: *y0, bottom: *y1, x: *x0, slope, direction: 1 });
        } else if y1 < y0 {
            sides.push(Side { top: *y1, bottom: *y0, x: *x1, slope, direction: 0 });
        }
    }
    sides
}

/// Shellsort: little code, and fast for mostly sorted data. The order changes little from line to line.
fn sort(items: &mut [u64]) {
    let mut gap = items.len() / 2;
    while gap > 0 {
        for end in gap..items.len() {
            let mut place = end;
            while place >= gap && items.get(place - gap) > items.get(place) {
                items.swap(place - gap, place);
                place -= gap;
            }
        }
        gap = if gap == 2 { 1 } else { gap * 5 / 11 };
    }
}

/// The coverage of a row, as differences between neighboring pixels.
struct Cover {
    steps: Vec<i32>,
    width: f64,
    first: usize,
    end: usize,
}

impl Cover {
    fn new(width: u32) -> Self {
        Self { steps: vec![0; width as usize + 2], width: width.into(), first: usize::MAX, end: 0 }
    }

    /// Converts an x coordinate to subpixels, clamped to the photo.
    fn to_subpixels(&self, x: f64) -> u64 {
        (min(x, self.width) * f64::from(PARTS)) as u64
    }

    /// Adds the area between a scanline's crossings. A crossing is its subpixel position, with the direction in the last bit.
    fn add_line(&mut self, crossings: &[u64]) {
        let (mut winding, mut start) = (0, 0);
        for crossing in crossings {
            let x = (crossing >> 1) as i32;
            if winding == 0 {
                start = x;
            }
            winding += if crossing & 1 == 1 { 1 } else { -1 };
            if winding == 0 {
                self.add_span(start, x);
            }
        }
    }

    fn add_span(&mut self, start: i32, end: i32) {
        if start == end {
            return;
        }
        for (edge, sign) in [(start, 1), (end, -1)] {
            let (index, part) = ((edge / PARTS) as usize, edge % PARTS);
            if let Some([here, next]) = self.steps.get_mut(index..index + 2) {
                *here += sign * (PARTS - part);
                *next += sign * part;
            }
            self.first = self.first.min(index);
            self.end = self.end.max(index + 1);
        }
    }

    /// Draws the row and resets for the next one.
    fn flush(&mut self, tiles: &mut TiledMask, y: u32, erase: bool) {
        let columns = self.first..self.end;
        if columns.is_empty() {
            return;
        }
        let row = tiles.row_mut(y, columns.start as u32..columns.end as u32);
        let steps = self.steps.get_mut(columns).unwrap_or_default();
        let mut covered = 0;
        for (pixels, steps) in row.chunks_mut(RUN).zip(steps.chunks_mut(RUN)) {
            // Inside the polygon, coverage does not change.
            if covered == FULL && steps.iter().all(|step| *step == 0) {
                pixels.fill(if erase { 0 } else { 255 });
                continue;
            }
            for (pixel, step) in pixels.iter_mut().zip(steps) {
                covered += std::mem::take(step);
                blend(pixel, ((covered * 255 + FULL / 2) / FULL) as u8, erase);
            }
        }
        // Clear steps past the last pixel.
        if let Some(rest) = self.steps.get_mut(self.end.saturating_sub(1)..) {
            rest.iter_mut().take(2).for_each(|step| *step = 0);
        }
        (self.first, self.end) = (usize::MAX, 0);
    }
}
