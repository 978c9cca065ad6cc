//! Strokes of a round brush. Each line between two points is one shape, not a row of dabs, so it has no gaps.

use super::geometry::{Point, blend, max, min};
use super::tiled_mask::TiledMask;
use std::ops::Range;

/// The maximum brush diameter in pixels. It covers the largest photo from any point on it.
pub const MAX_BRUSH_SIZE: f64 = 16_384.0;

/// The minimum radius. At any position, such a brush covers a pixel by at least half.
const MIN_RADIUS: f64 = 0.72;

/// From this radius on, in pixels, each pixel is drawn only by its nearest line.
const WIDE_RADIUS: f64 = 32.0;

/// A smaller difference in radius, in pixels, counts as equal.
const MIN_GROWTH: f64 = 0.0625;

/// A round brush.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brush {
    radius: f64,
    hardness: f64,
    erase: bool,
}

/// A point of a stroke, with the brush's radius at that point.
#[derive(Clone, Copy)]
struct Dab {
    x: f64,
    y: f64,
    radius: f64,
}

impl Brush {
    /// Creates a brush of `size` pixels in diameter, above 0 and up to [`MAX_BRUSH_SIZE`]. It paints fully from its center to
    /// `hardness` (0 to 1) of its radius. `None` if a value is out of range.
    #[must_use]
    pub fn new(size: f64, hardness: f64, erase: bool) -> Option<Self> {
        let in_range = size > 0.0 && size <= MAX_BRUSH_SIZE && (0.0..=1.0).contains(&hardness);
        in_range.then_some(Self { radius: size / 2.0, hardness, erase })
    }

    /// Paints or erases along straight lines between the points.
    pub fn stroke(&self, tiles: &mut TiledMask, points: &[Point]) {
        let lines = connect(points.iter().filter_map(|point| self.dab(*point)));
        let Some(first) = lines.first() else { return };
        let mut profile = Profile::new(self, first.a.radius);
        let mut before = None;
        for (index, line) in lines.iter().enumerate() {
            let joints = Joints { before: line.joined(before), after: line.joined(lines.get(index + 1)) };
            self.draw_line(tiles, line, &joints, &mut profile);
            before = Some(line);
        }
    }

    fn dab(&self, point: Point) -> Option<Dab> {
        let (x, y) = point.clamp()?;
        let pressure = if point.pressure.is_nan() { 1.0 } else { point.pressure.clamp(0.0, 1.0) };
        Some(Dab { x, y, radius: max(self.radius * pressure, MIN_RADIUS) })
    }

    fn draw_line(&self, tiles: &mut TiledMask, line: &Line, joints: &Joints, profile: &mut Profile) {
        let (a, b) = (line.a.radius, line.b.radius);
        let (outer, inner) = (line.hull(self.outer(a), self.outer(b)), line.hull(self.inner(a), self.inner(b)));
        let (width, height) = (tiles.mask().width, tiles.mask().height);
        let wider = max(a, b);
        if line.is_profiled() && profile.radius != wider {
            *profile = Profile::new(self, wider);
        }
        for y in outer.rows(height) {
            let center = f64::from(y) + 0.5;
            let Some(columns) = outer.columns(center, width) else { continue };
            let columns = joints.part(line, center, columns);
            if columns.is_empty() {
                continue;
            }
            let full = inner.columns(center, width).unwrap_or(columns.end..columns.end);
            let within = |x: u32| x.clamp(columns.start, columns.end);
            let full = within(full.start)..within(full.end);
            let row = tiles.row_mut(y, columns.clone());
            for edge in [columns.start..full.start, full.end..columns.end] {
                self.draw_edge(line, profile, (f64::from(edge.start) + 0.5, center), part(row, &columns, edge));
            }
            part(row, &columns, full).fill(if self.erase { 0 } else { 255 });
        }
    }

    /// Draws the partially covered pixels of a row, from `(x, y)` on.
    fn draw_edge(&self, line: &Line, profile: &Profile, (x, y): (f64, f64), pixels: &mut [u8]) {
        let (mut along, mut aside) = line.to_local(x, y);
        let (ux, uy) = line.direction;
        for pixel in pixels {
            let (square, radius) = line.nearest(along, aside);
            let strength = if !line.is_profiled() {
                self.strength(square.sqrt(), radius)
            } else if line.growth == 0.0 {
                profile.strength(square)
            } else {
                profile.strength(square * (profile.radius * profile.radius / (radius * radius)))
            };
            blend(pixel, strength, self.erase);
            (along, aside) = (along + ux, aside - uy);
        }
    }

    /// The radius of any coverage: half a pixel more than the brush's, for a smooth edge.
    fn outer(&self, radius: f64) -> f64 {
        radius + 0.5
    }

    /// The radius of full coverage.
    fn inner(&self, radius: f64) -> f64 {
        min(self.hardness * radius, radius - 0.5)
    }

    fn strength(&self, distance: f64, radius: f64) -> u8 {
        let (outer, inner) = (self.outer(radius), self.inner(radius));
        let share = ((outer - distance) / (outer - inner)).clamp(0.0, 1.0);
        (share * share * (3.0 - 2.0 * share) * 255.0 + 0.5) as u8
    }
}

/// Connects the dabs with lines. Each line starts with the radius at which the previous one ends.
fn connect(mut dabs: impl Iterator<Item = Dab>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let Some(mut last) = dabs.next() else { return lines };
    let first = last;
    for mut dab in dabs {
        if (dab.radius - last.radius).abs() < MIN_GROWTH {
            dab.radius = last.radius;
        }
        lines.push(Line::new(last, dab));
        last = dab;
    }
    if lines.is_empty() {
        lines.push(Line::new(first, first));
    }
    lines
}

/// Returns some columns of a row that covers `columns`.
fn part<'a>(row: &'a mut [u8], columns: &Range<u32>, part: Range<u32>) -> &'a mut [u8] {
    let place = |x: u32| x.saturating_sub(columns.start) as usize;
    row.get_mut(place(part.start)..place(part.end)).unwrap_or_default()
}

/// A table of strengths by squared distance, for one radius. Most lines have about the same radius at both ends.
struct Profile {
    radius: f64,
    /// The squared radius of full coverage.
    full: f64,
    /// Entries per squared pixel.
    scale: f64,
    strengths: Vec<u8>,
}

impl Profile {
    fn new(brush: &Brush, radius: f64) -> Self {
        let (outer, inner) = (brush.outer(radius), max(brush.inner(radius), 0.0));
        // One entry per 64th of a pixel, at most 1024.
        let entries = min((outer - inner) * 64.0, 1024.0).ceil();
        let (full, scale) = (inner * inner, entries / (outer * outer - inner * inner));
        let center = |entry: u32| (full + (f64::from(entry) + 0.5) / scale).sqrt();
        let mut strengths = Vec::new();
        // Not collected: the compiler would unroll that loop, which adds two kilobytes.
        for entry in 0..entries as u32 {
            strengths.push(brush.strength(center(entry), radius));
        }
        Self { radius, full, scale, strengths }
    }

    #[inline]
    fn strength(&self, square: f64) -> u8 {
        self.strengths.get(((square - self.full) * self.scale) as u32 as usize).copied().unwrap_or(0)
    }
}

/// A line between two dabs. The radius changes linearly.
struct Line {
    a: Dab,
    b: Dab,
    /// A unit vector.
    direction: (f64, f64),
    length: f64,
    /// How much the radius grows per pixel.
    growth: f64,
}

impl Line {
    fn new(a: Dab, b: Dab) -> Self {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length = (dx * dx + dy * dy).sqrt();
        if length < 1e-6 {
            let larger = if a.radius > b.radius { a } else { b };
            return Self { a: larger, b: larger, direction: (1.0, 0.0), length: 0.0, growth: 0.0 };
        }
        Self { a, b, direction: (dx / length, dy / length), length, growth: (b.radius - a.radius) / length }
    }

    /// Converts a point to its distances along and beside the line.
    fn to_local(&self, x: f64, y: f64) -> (f64, f64) {
        let (dx, dy) = (x - self.a.x, y - self.a.y);
        let (ux, uy) = self.direction;
        (dx * ux + dy * uy, dy * ux - dx * uy)
    }

    /// The adjacent line, if pixels can be assigned to the nearer of the two: both are wide and almost parallel-sided.
    fn joined<'a>(&self, other: Option<&'a Self>) -> Option<&'a Self> {
        let is_even = |line: &Self| {
            line.length > 0.0 && line.growth.abs() < 0.95 && min(line.a.radius, line.b.radius) > WIDE_RADIUS
        };
        other.filter(|other| is_even(self) && is_even(other))
    }

    /// How far back along the line its nearest point to a pixel may be: a cone's sides touch a disc behind its center.
    fn lag(&self, growth: f64) -> f64 {
        max(growth, 0.0) * (max(self.a.radius, self.b.radius) + 1.0) + 1.0
    }

    /// The x range of a row that is past `place` along the line, or before it with `back`.
    fn past(&self, place: f64, y: f64, back: bool) -> (f64, f64) {
        let (start, _) = self.to_local(0.5, y);
        let (ux, _) = self.direction;
        let x = (place - start) / ux;
        match ux.abs() > 1e-9 {
            true if (ux > 0.0) != back => (x, f64::INFINITY),
            true => (f64::NEG_INFINITY, x),
            false if (start > place) != back => (f64::NEG_INFINITY, f64::INFINITY),
            false => (f64::INFINITY, f64::NEG_INFINITY),
        }
    }

    /// Whether one profile fits the whole line.
    fn is_profiled(&self) -> bool {
        let (a, b) = (self.a.radius, self.b.radius);
        self.growth == 0.0 || min(a, b) > WIDE_RADIUS && (a - b).abs() * 8.0 < max(a, b)
    }

    /// Finds the disc along the line that a point is deepest in, relative to its radius. Returns the squared distance to its
    /// center, and its radius.
    #[inline(always)]
    fn nearest(&self, along: f64, aside: f64) -> (f64, f64) {
        let mut place = along;
        if self.growth != 0.0 {
            let beside = self.a.radius + self.growth * along;
            // The minimum of distance divided by radius. Past the cone's tip, it is at the thick end.
            place = if beside > 0.0 {
                along + self.growth * aside * aside / beside
            } else if self.growth < 0.0 {
                0.0
            } else {
                self.length
            };
        }
        let place = min(max(place, 0.0), self.length);
        (aside * aside + (along - place) * (along - place), self.a.radius + self.growth * place)
    }

    /// The area within reach of the line: a disc at either end, and the area between them.
    fn hull(&self, reach_a: f64, reach_b: f64) -> Hull {
        let (a, b) = (Dab { radius: reach_a, ..self.a }, Dab { radius: reach_b, ..self.b });
        let sine = (a.radius - b.radius) / self.length;
        if self.length == 0.0 || sine.abs() >= 1.0 || min(a.radius, b.radius) <= 0.0 {
            return Hull { discs: [a, b], sides: None };
        }
        let (cosine, (ux, uy)) = ((1.0 - sine * sine).sqrt(), self.direction);
        let side = |cosine: f64| {
            let (nx, ny) = (ux * sine - uy * cosine, uy * sine + ux * cosine);
            let touch = |disc: Dab| (disc.x + nx * disc.radius, disc.y + ny * disc.radius);
            [touch(a), touch(b)]
        };
        Hull { discs: [a, b], sides: Some([side(cosine), side(-cosine)]) }
    }
}

/// The adjacent lines of a stroke. Pixels nearer to one of them are left to it, or a wide brush would draw almost the same
/// pixels with many short lines.
struct Joints<'a> {
    before: Option<&'a Line>,
    after: Option<&'a Line>,
}

impl Joints<'_> {
    /// The columns of a row that the line must draw.
    fn part(&self, line: &Line, y: f64, columns: Range<u32>) -> Range<u32> {
        let (mut left, mut right) = (f64::NEG_INFINITY, f64::INFINITY);
        if let Some(before) = self.before {
            // Includes pixels past both ends, on the outside of the bend.
            let (a, b) = line.past(-line.lag(line.growth), y, false);
            let (c, d) = before.past(before.length - before.lag(before.growth), y, false);
            (left, right) = (min(a, c), max(b, d));
        }
        if self.after.is_some() {
            let (a, b) = line.past(line.length + line.lag(-line.growth), y, true);
            (left, right) = (max(left, a), min(right, b));
        }
        columns.start.max(left.ceil() as u32)..columns.end.min((right.floor() + 1.0) as u32)
    }
}

/// Two discs and their common tangents, unless one disc contains the other.
struct Hull {
    discs: [Dab; 2],
    sides: Option<[[(f64, f64); 2]; 2]>,
}

impl Hull {
    /// The pixel rows that it may touch.
    fn rows(&self, height: u32) -> Range<u32> {
        let [a, b] = self.discs;
        let top = min(a.y - a.radius, b.y - b.radius).floor();
        let bottom = max(a.y + a.radius, b.y + b.radius).ceil();
        top as u32..(bottom as u32).min(height)
    }

    /// The pixels in a row whose centers fall inside the shape.
    fn columns(&self, y: f64, width: u32) -> Option<Range<u32>> {
        let (mut left, mut right) = (f64::INFINITY, f64::NEG_INFINITY);
        for disc in self.discs {
            let away = y - disc.y;
            if away.abs() < disc.radius {
                let half = (disc.radius * disc.radius - away * away).sqrt();
                (left, right) = (min(left, disc.x - half), max(right, disc.x + half));
            }
        }
        for [(x0, y0), (x1, y1)] in self.sides.into_iter().flatten() {
            if (y0 <= y) != (y1 <= y) {
                let x = x0 + (x1 - x0) * (y - y0) / (y1 - y0);
                (left, right) = (min(left, x), max(right, x));
            }
        }
        let columns = (left - 0.5).ceil() as u32..((right + 0.5).floor() as u32).min(width);
        (!columns.is_empty()).then_some(columns)
    }
}
