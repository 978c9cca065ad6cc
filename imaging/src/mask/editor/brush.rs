//! Strokes of a round brush: every line between two points is one shape, not a row of dabs, so it has no gaps.

use super::tiled_mask::TiledMask;
use super::{Point, blend, larger, smaller};
use std::ops::Range;

/// The largest brush, in pixels across: one that covers the largest photo from any place on it.
pub const MAX_BRUSH_SIZE: f64 = 16_384.0;

/// The least radius: from any place, such a brush marks a pixel by at least one half.
const MIN_RADIUS: f64 = 0.72;

/// The radius, in pixels, from which on pixels are not to be drawn by every line that they are within reach of.
const WIDE: f64 = 32.0;

/// By how little, in pixels, the radius has to differ for a line to be as wide at both ends.
const NO_GROWTH: f64 = 0.0625;

/// A round brush.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brush {
    radius: f64,
    hardness: f64,
    erase: bool,
}

/// A point of a stroke with the brush's radius there.
#[derive(Clone, Copy)]
struct Dab {
    x: f64,
    y: f64,
    radius: f64,
}

impl Brush {
    /// A brush of `size` pixels across, above 0 and up to [`MAX_BRUSH_SIZE`], whose mark is full from its middle to
    /// `hardness` (0 to 1) of the way to its edge; none where these are not in range.
    #[must_use]
    pub fn new(size: f64, hardness: f64, erase: bool) -> Option<Self> {
        let in_range = size > 0.0 && size <= MAX_BRUSH_SIZE && (0.0..=1.0).contains(&hardness);
        in_range.then_some(Self { radius: size / 2.0, hardness, erase })
    }

    pub(super) fn stroke(&self, tiles: &mut TiledMask, points: &[Point]) {
        let lines = lines(points.iter().filter_map(|point| self.dab(*point)));
        let Some(first) = lines.first() else { return };
        let mut profile = Profile::new(self, first.a.radius);
        let mut before = None;
        for (index, line) in lines.iter().enumerate() {
            let joints = Joints { before: line.joined(before), after: line.joined(lines.get(index + 1)) };
            self.line(tiles, line, &joints, &mut profile);
            before = Some(line);
        }
    }

    fn dab(&self, point: Point) -> Option<Dab> {
        let (x, y) = point.place()?;
        let pressure = if point.pressure.is_nan() { 1.0 } else { point.pressure.clamp(0.0, 1.0) };
        Some(Dab { x, y, radius: larger(self.radius * pressure, MIN_RADIUS) })
    }

    fn line(&self, tiles: &mut TiledMask, line: &Line, joints: &Joints, profile: &mut Profile) {
        let (a, b) = (line.a.radius, line.b.radius);
        let (outer, inner) = (line.hull(self.outer(a), self.outer(b)), line.hull(self.inner(a), self.inner(b)));
        let (width, height) = (tiles.mask().width, tiles.mask().height);
        let wider = larger(a, b);
        if line.is_profiled() && profile.radius != wider {
            *profile = Profile::new(self, wider);
        }
        for y in outer.rows(height) {
            let middle = f64::from(y) + 0.5;
            let Some(columns) = outer.columns(middle, width) else { continue };
            let columns = joints.part(line, middle, columns);
            if columns.is_empty() {
                continue;
            }
            let full = inner.columns(middle, width).unwrap_or(columns.end..columns.end);
            let within = |x: u32| x.clamp(columns.start, columns.end);
            let full = within(full.start)..within(full.end);
            let row = tiles.row(y, columns.clone());
            for edge in [columns.start..full.start, full.end..columns.end] {
                self.edge(line, profile, (f64::from(edge.start) + 0.5, middle), part(row, &columns, edge));
            }
            part(row, &columns, full).fill(if self.erase { 0 } else { 255 });
        }
    }

    /// Draws pixels of a row from that at `(x, y)` on, which the brush may mark in part.
    fn edge(&self, line: &Line, profile: &Profile, (x, y): (f64, f64), pixels: &mut [u8]) {
        let (mut along, mut aside) = line.place(x, y);
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

    /// How far from its middle a brush leaves a mark: half a pixel more than its radius, for a smooth edge.
    fn outer(&self, radius: f64) -> f64 {
        radius + 0.5
    }

    /// How far the mark is full.
    fn inner(&self, radius: f64) -> f64 {
        smaller(self.hardness * radius, radius - 0.5)
    }

    fn strength(&self, distance: f64, radius: f64) -> u8 {
        let (outer, inner) = (self.outer(radius), self.inner(radius));
        let share = ((outer - distance) / (outer - inner)).clamp(0.0, 1.0);
        (share * share * (3.0 - 2.0 * share) * 255.0 + 0.5) as u8
    }
}

/// The lines from dab to dab, each of which begins as wide as the one before ends.
fn lines(mut dabs: impl Iterator<Item = Dab>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let Some(mut last) = dabs.next() else { return lines };
    let first = last;
    for mut dab in dabs {
        if (dab.radius - last.radius).abs() < NO_GROWTH {
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

/// Some columns of a row, given those that it begins and ends at.
fn part<'a>(row: &'a mut [u8], columns: &Range<u32>, part: Range<u32>) -> &'a mut [u8] {
    let place = |x: u32| x.saturating_sub(columns.start) as usize;
    row.get_mut(place(part.start)..place(part.end)).unwrap_or_default()
}

/// A brush's strengths by the square of the distance, for one radius: most lines are about as wide at both ends.
struct Profile {
    radius: f64,
    /// The square of how far the mark is full.
    full: f64,
    /// Entries to a square pixel.
    scale: f64,
    strengths: Vec<u8>,
}

impl Profile {
    fn new(brush: &Brush, radius: f64) -> Self {
        let (outer, inner) = (brush.outer(radius), larger(brush.inner(radius), 0.0));
        // Enough for each to stand for no more than a 64th of a pixel, or a 1024th of the whole soft edge.
        let entries = smaller((outer - inner) * 64.0, 1024.0).ceil();
        let (full, scale) = (inner * inner, entries / (outer * outer - inner * inner));
        let middle = |entry: u32| (full + (f64::from(entry) + 0.5) / scale).sqrt();
        let strengths = (0..entries as u32).map(|entry| brush.strength(middle(entry), radius)).collect();
        Self { radius, full, scale, strengths }
    }

    #[inline]
    fn strength(&self, square: f64) -> u8 {
        self.strengths.get(((square - self.full) * self.scale) as u32 as usize).copied().unwrap_or(0)
    }
}

/// From one dab to the next, the radius going evenly from the one's to the other's.
struct Line {
    a: Dab,
    b: Dab,
    /// Of length 1.
    direction: (f64, f64),
    length: f64,
    /// By how much the radius grows each pixel.
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

    /// A place by how far along the line it is, and how far beside it.
    fn place(&self, x: f64, y: f64) -> (f64, f64) {
        let (dx, dy) = (x - self.a.x, y - self.a.y);
        let (ux, uy) = self.direction;
        (dx * ux + dy * uy, dy * ux - dx * uy)
    }

    /// The line before or after, if it can be told which of them is nearer: both wide, and neither much of a cone.
    fn joined<'a>(&self, other: Option<&'a Self>) -> Option<&'a Self> {
        let is_even =
            |line: &Self| line.length > 0.0 && line.growth.abs() < 0.95 && smaller(line.a.radius, line.b.radius) > WIDE;
        other.filter(|other| is_even(self) && is_even(other))
    }

    /// How far before a place along the line what is nearest to that place may lie: the sides of a cone touch a disc
    /// behind its middle.
    fn lag(&self, growth: f64) -> f64 {
        larger(growth, 0.0) * (larger(self.a.radius, self.b.radius) + 1.0) + 1.0
    }

    /// The part of a row, from one place to another, that lies past `place` along the line; behind it, where `back`.
    fn past(&self, place: f64, y: f64, back: bool) -> (f64, f64) {
        let (start, _) = self.place(0.5, y);
        let (ux, _) = self.direction;
        let x = (place - start) / ux;
        match ux.abs() > 1e-9 {
            true if (ux > 0.0) != back => (x, f64::INFINITY),
            true => (f64::NEG_INFINITY, x),
            false if (start > place) != back => (f64::NEG_INFINITY, f64::INFINITY),
            false => (f64::INFINITY, f64::NEG_INFINITY),
        }
    }

    /// Whether one profile does for all of it.
    fn is_profiled(&self) -> bool {
        let (a, b) = (self.a.radius, self.b.radius);
        self.growth == 0.0 || smaller(a, b) > WIDE && (a - b).abs() * 8.0 < larger(a, b)
    }

    /// The square of the distance to that of all discs along the line which a place lies deepest in, by its radius; and
    /// that radius.
    #[inline(always)]
    fn nearest(&self, along: f64, aside: f64) -> (f64, f64) {
        let mut place = along;
        if self.growth != 0.0 {
            let beside = self.a.radius + self.growth * along;
            // Where distance by radius is least; past the tip of the cone, at its thick end.
            place = if beside > 0.0 {
                along + self.growth * aside * aside / beside
            } else if self.growth < 0.0 {
                0.0
            } else {
                self.length
            };
        }
        let place = smaller(larger(place, 0.0), self.length);
        (aside * aside + (along - place) * (along - place), self.a.radius + self.growth * place)
    }

    /// What is within reach of the line: two discs, of the reach at either end, and what lies between them.
    fn hull(&self, reach_a: f64, reach_b: f64) -> Hull {
        let (a, b) = (Dab { radius: reach_a, ..self.a }, Dab { radius: reach_b, ..self.b });
        let sine = (a.radius - b.radius) / self.length;
        if self.length == 0.0 || sine.abs() >= 1.0 || smaller(a.radius, b.radius) <= 0.0 {
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

/// The lines that a line of a stroke is joined to. What is nearer to one of those is left to it: else a wide brush would
/// draw nearly the same pixels with each of many short lines.
struct Joints<'a> {
    before: Option<&'a Line>,
    after: Option<&'a Line>,
}

impl Joints<'_> {
    /// The columns of a row which the line has to draw.
    fn part(&self, line: &Line, y: f64, columns: Range<u32>) -> Range<u32> {
        let (mut left, mut right) = (f64::NEG_INFINITY, f64::INFINITY);
        if let Some(before) = self.before {
            // And what lies past both ends at the joint, on the outside of the bend.
            let (a, b) = line.past(-line.lag(line.growth), y, false);
            let (c, d) = before.past(before.length - before.lag(before.growth), y, false);
            (left, right) = (smaller(a, c), larger(b, d));
        }
        if self.after.is_some() {
            let (a, b) = line.past(line.length + line.lag(-line.growth), y, true);
            (left, right) = (larger(left, a), smaller(right, b));
        }
        columns.start.max(left.ceil() as u32)..columns.end.min((right.floor() + 1.0) as u32)
    }
}

/// Two discs and, unless one lies in the other, the lines that touch both.
struct Hull {
    discs: [Dab; 2],
    sides: Option<[[(f64, f64); 2]; 2]>,
}

impl Hull {
    /// The rows of pixels that it may be in.
    fn rows(&self, height: u32) -> Range<u32> {
        let [a, b] = self.discs;
        let top = smaller(a.y - a.radius, b.y - b.radius).floor();
        let bottom = larger(a.y + a.radius, b.y + b.radius).ceil();
        top as u32..(bottom as u32).min(height)
    }

    /// The pixels of a row whose middles are in it.
    fn columns(&self, y: f64, width: u32) -> Option<Range<u32>> {
        let (mut left, mut right) = (f64::INFINITY, f64::NEG_INFINITY);
        for disc in self.discs {
            let away = y - disc.y;
            if away.abs() < disc.radius {
                let half = (disc.radius * disc.radius - away * away).sqrt();
                (left, right) = (smaller(left, disc.x - half), larger(right, disc.x + half));
            }
        }
        for [(x0, y0), (x1, y1)] in self.sides.into_iter().flatten() {
            if (y0 <= y) != (y1 <= y) {
                let x = x0 + (x1 - x0) * (y - y0) / (y1 - y0);
                (left, right) = (smaller(left, x), larger(right, x));
            }
        }
        let columns = (left - 0.5).ceil() as u32..((right + 0.5).floor() as u32).min(width);
        (!columns.is_empty()).then_some(columns)
    }
}
