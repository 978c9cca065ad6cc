//! Filled polygons: four lines through each row of pixels, each exact along the row.

use super::surface::Surface;
use super::{Point, blend};

/// Lines through a row of pixels.
const LINES: u32 = 4;
/// Parts of a pixel along a line.
const PARTS: i32 = 256;
/// Parts of a pixel on all its lines.
const FULL: i32 = PARTS * LINES as i32;
/// Pixels that are looked at together.
const RUN: usize = 32;

/// A side of the polygon that is not level.
struct Side {
    top: f64,
    bottom: f64,
    /// At the top.
    x: f64,
    slope: f64,
    /// 1 where it goes down, -1 where it goes up.
    winding: i32,
}

/// Marks, or unmarks, what the closed line through the points winds round.
pub(super) fn fill(surface: &mut Surface, points: &[Point], erase: bool) {
    let sides = sides(points);
    let mut order: Vec<(f64, i32)> = sides.iter().zip(0..).map(|(side, number)| (side.top, number)).collect();
    sort(&mut order);
    let mut waiting = order.iter().filter_map(|(_, number)| sides.get(*number as usize)).peekable();
    let (width, height) = (surface.plane().width, surface.plane().height);
    let first = waiting.peek().map_or(0.0, |side| side.top.floor()) as u32;
    let end = sides.iter().fold(0.0, |end: f64, side| end.max(side.bottom)).ceil() as u32;
    let (mut active, mut crossings) = (Vec::<&Side>::new(), Vec::new());
    let mut cover = Cover::new(width);
    for y in first..end.min(height) {
        for line in 0..LINES {
            let line = f64::from(y) + (f64::from(line) + 0.5) / f64::from(LINES);
            while let Some(side) = waiting.next_if(|side| side.top <= line) {
                active.push(side);
            }
            active.retain(|side| side.bottom > line);
            crossings.clear();
            crossings.extend(active.iter().map(|side| (side.x + (line - side.top) * side.slope, side.winding)));
            sort(&mut crossings);
            cover.line(&crossings);
        }
        cover.flush(surface, y, erase);
    }
}

fn sides(points: &[Point]) -> Vec<Side> {
    let places: Vec<(f64, f64)> = points.iter().filter_map(|point| point.place()).collect();
    let next = places.iter().cycle().skip(1);
    let mut sides = Vec::with_capacity(places.len());
    for ((x0, y0), (x1, y1)) in places.iter().zip(next) {
        let slope = (x1 - x0) / (y1 - y0);
        if y0 < y1 {
            sides.push(Side { top: *y0, bottom: *y1, x: *x0, slope, winding: 1 });
        } else if y1 < y0 {
            sides.push(Side { top: *y1, bottom: *y0, x: *x1, slope, winding: -1 });
        }
    }
    sides
}

fn sort(pairs: &mut [(f64, i32)]) {
    pairs.sort_unstable_by(|(a, _), (b, _)| a.total_cmp(b));
}

/// How much of each pixel of a row is covered, as differences from pixel to pixel.
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

    /// Adds what lies between the crossings of a line with the sides.
    fn line(&mut self, crossings: &[(f64, i32)]) {
        let (mut winding, mut start) = (0, 0.0);
        for (x, turn) in crossings {
            if winding == 0 {
                start = *x;
            }
            winding += turn;
            if winding == 0 {
                self.span(start, *x);
            }
        }
    }

    fn span(&mut self, start: f64, end: f64) {
        let parts = |x: f64| (x.max(0.0).min(self.width) * f64::from(PARTS)) as i32;
        let (start, end) = (parts(start), parts(end));
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

    /// Draws the row and begins the next.
    fn flush(&mut self, surface: &mut Surface, y: u32, erase: bool) {
        let columns = self.first..self.end;
        if columns.is_empty() {
            return;
        }
        let row = surface.row(y, columns.start as u32..columns.end as u32);
        let steps = self.steps.get_mut(columns).unwrap_or_default();
        let mut covered = 0;
        for (pixels, steps) in row.chunks_mut(RUN).zip(steps.chunks_mut(RUN)) {
            // Within, nothing changes from pixel to pixel.
            if covered == FULL && steps.iter().all(|step| *step == 0) {
                pixels.fill(if erase { 0 } else { 255 });
                continue;
            }
            for (pixel, step) in pixels.iter_mut().zip(steps) {
                covered += std::mem::take(step);
                blend(pixel, ((covered * 255 + FULL / 2) / FULL) as u8, erase);
            }
        }
        // Past the last pixel there may be steps still.
        if let Some(rest) = self.steps.get_mut(self.end.saturating_sub(1)..) {
            rest.iter_mut().take(2).for_each(|step| *step = 0);
        }
        (self.first, self.end) = (usize::MAX, 0);
    }
}
