//! Rectangles and outlines.

use crate::grid::Grid;

/// A point.
pub type Point = (f32, f32);

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// The left edge.
    pub left: f32,
    /// The top edge.
    pub top: f32,
    /// The right edge.
    pub right: f32,
    /// The bottom edge.
    pub bottom: f32,
}

impl Rect {
    /// The width.
    #[must_use]
    pub fn width(self) -> f32 {
        self.right - self.left
    }

    /// The height.
    #[must_use]
    pub fn height(self) -> f32 {
        self.bottom - self.top
    }

    /// The rectangle with a margin on all sides.
    #[must_use]
    pub fn grow(self, x: f32, y: f32) -> Self {
        Self { left: self.left - x, top: self.top - y, right: self.right + x, bottom: self.bottom + y }
    }

    /// The part in a photo of this size, with whole pixels.
    #[must_use]
    pub fn clip(self, width: usize, height: usize) -> Self {
        let (width, height) = (width as f32, height as f32);
        Self {
            left: self.left.floor().clamp(0.0, width),
            top: self.top.floor().clamp(0.0, height),
            right: self.right.ceil().clamp(0.0, width),
            bottom: self.bottom.ceil().clamp(0.0, height),
        }
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The smallest rectangle around points.
    #[must_use]
    pub fn around(points: &[Point]) -> Option<Self> {
        let (first, rest) = points.split_first()?;
        let start = Self { left: first.0, top: first.1, right: first.0, bottom: first.1 };
        Some(rest.iter().fold(start, |rect, (x, y)| rect.union(Self { left: *x, top: *y, right: *x, bottom: *y })))
    }

    /// Whether a point is inside.
    #[must_use]
    pub fn contains(self, (x, y): Point) -> bool {
        x > self.left && x < self.right && y > self.top && y < self.bottom
    }
}

/// The rectangle around nothing.
pub(crate) const NOWHERE: Rect = Rect { left: f32::MAX, top: f32::MAX, right: 0.0, bottom: 0.0 };

/// The rectangle around a region.
pub(crate) fn rect_of(region: &Grid<bool>) -> Rect {
    let cells = (0..region.data.len()).filter(|index| region.at(*index));
    cells.map(|index| cell_rect(region, index)).fold(NOWHERE, Rect::union)
}

/// The rectangle of a cell.
pub(crate) fn cell_rect(grid: &Grid<bool>, index: usize) -> Rect {
    let (x, y) = grid.place(index);
    let (left, top) = (x as f32, y as f32);
    Rect { left, top, right: left + 1.0, bottom: top + 1.0 }
}

/// The squared distance of a point to a line.
pub(crate) fn distance_to_line(point: Point, from: Point, to: Point) -> f32 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx * dx + dy * dy;
    let along =
        if length > 0.0 { (((point.0 - from.0) * dx + (point.1 - from.1) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (x, y) = (from.0 + along * dx - point.0, from.1 + along * dy - point.1);
    x * x + y * y
}

/// Calls `visit` with each cell whose center is within `radius` of a line through the points, and at least with the cell under each
/// point.
pub(crate) fn trace(points: &[Point], radius: f32, width: usize, height: usize, visit: &mut dyn FnMut(usize)) {
    let last = |size: usize| size.saturating_sub(1) as f32;
    let lines = points.iter().zip(points.iter().skip(1).chain(points.last()));
    for (from, to) in lines {
        if from.0 >= 0.0 && from.1 >= 0.0 && (from.0 as usize) < width && (from.1 as usize) < height {
            visit(from.1 as usize * width + from.0 as usize);
        }
        let rect = Rect { left: from.0, top: from.1, right: from.0, bottom: from.1 };
        let rect = rect.union(Rect { left: to.0, top: to.1, right: to.0, bottom: to.1 }).grow(radius, radius);
        if rect.right < 0.0 || rect.bottom < 0.0 || width == 0 || height == 0 {
            continue;
        }
        for y in rect.top.clamp(0.0, last(height)) as usize..=rect.bottom.clamp(0.0, last(height)) as usize {
            for x in rect.left.clamp(0.0, last(width)) as usize..=rect.right.clamp(0.0, last(width)) as usize {
                if distance_to_line((x as f32 + 0.5, y as f32 + 0.5), *from, *to) <= radius * radius {
                    visit(y * width + x);
                }
            }
        }
    }
}

/// The cells whose centers are inside an outline.
pub(crate) fn fill_outline(points: &[Point], width: usize, height: usize) -> Grid<bool> {
    let mut inside = Grid::new(width, height, false);
    let mut crossings: Vec<f32> = Vec::new();
    for y in 0..height {
        let middle = y as f32 + 0.5;
        crossings.clear();
        for (from, to) in points.iter().zip(points.iter().cycle().skip(1)) {
            if (from.1 <= middle) != (to.1 <= middle) {
                let crossing = from.0 + (middle - from.1) / (to.1 - from.1) * (to.0 - from.0);
                // In order. There are few, and a sort function is large.
                crossings.insert(crossings.partition_point(|other| *other < crossing), crossing);
            }
        }
        for [from, to] in crossings.as_chunks::<2>().0 {
            for x in from.max(0.0).round() as usize..(to.max(0.0).round() as usize).min(width) {
                inside.set(y * width + x, true);
            }
        }
    }
    inside
}
