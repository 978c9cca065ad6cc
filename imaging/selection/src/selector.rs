//! `Selector`: a photo, and what the user has marked in it.

use crate::area::{Area, Frame};
use crate::edge::{Coverage, render};
use crate::from_box::{Found, select_box};
use crate::from_stroke::select_stroke;
use crate::geometry::{Point, Rect, fill_outline, rect_of, trace};
use crate::grid::Grid;
use crate::pause::poll;
use crate::photo::Photo;
use crate::refine::{Seeds, Situation, find_change};
use crate::snap::snap_edge;
use crate::tuning::Tuning;
use std::pin::Pin;

/// What the user marks, in pixels of the photo.
#[derive(Clone, Debug, PartialEq)]
pub enum Marked {
    /// A box around an object.
    Box(Rect),
    /// A brush stroke on a surface.
    Stroke {
        /// Its line.
        points: Vec<Point>,
        /// Half the width of the brush.
        radius: f32,
    },
    /// A rough outline around an object.
    Lasso(Vec<Point>),
    /// A mask of the photo's size, whose edge is near the photo's edges.
    Mask {
        /// 0 to 255 for each pixel.
        data: Vec<u8>,
        /// Where it is not 0.
        bounds: Rect,
        /// How far its edge may move, in pixels.
        radius: f32,
    },
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The part of the photo that it covers. Nothing else is selected.
    pub coverage: Coverage,
    /// Whether it is probably wrong.
    pub is_unsure: bool,
}

/// A selection that runs in slices.
pub struct Task(Pin<Box<dyn Future<Output = (Selector, Selection)>>>);

impl Task {
    /// Continues for a few milliseconds. Returns the selector and the result when it is finished.
    pub fn poll(&mut self) -> Option<(Selector, Selection)> {
        poll(self.0.as_mut())
    }
}

/// A correction, in pixels of the photo.
#[derive(Clone, Debug)]
struct Correction {
    points: Vec<Point>,
    radius: f32,
    keep: bool,
    /// How many cells it changed. Infinity for a selection.
    changed: f32,
}

/// A photo, and what the user has marked in it.
#[derive(Clone, Debug, Default)]
pub struct Selector {
    photo: Photo,
    tuning: Tuning,
    area: Area,
    corrections: Vec<Correction>,
    /// The box or the surroundings of the lasso, which corrections inside it do not leave.
    limit: Option<Rect>,
}

impl Selector {
    /// Starts with a photo.
    #[must_use]
    pub fn new(photo: Photo, tuning: Tuning) -> Self {
        Self { photo, tuning, ..Self::default() }
    }

    // Boxed here and not by the caller: a future is compiled where it is boxed, and this crate is compiled to be small.

    /// Starts [`Selector::select`].
    #[must_use]
    pub fn start_select(mut self, marked: Marked) -> Task {
        Task(Box::pin(async move {
            let selection = self.select(&marked).await;
            (self, selection)
        }))
    }

    /// Starts [`Selector::refine`].
    #[must_use]
    pub fn start_refine(mut self, mask: Vec<u8>, points: Vec<Point>, radius: f32, keep: bool) -> Task {
        Task(Box::pin(async move {
            let change = self.refine(&mask, &points, radius, keep).await;
            (self, change)
        }))
    }

    /// Selects what the user has marked.
    pub async fn select(&mut self, marked: &Marked) -> Selection {
        if !matches!(marked, Marked::Mask { .. }) {
            self.corrections.clear();
            self.limit = None;
        }
        let Some(rect) = self.surroundings(marked) else { return Selection::default() };
        self.area = Area::new(&self.photo, rect, &self.tuning).await;
        let frame = self.area.frame;
        let Found { fine, is_unsure } = match marked {
            Marked::Box(rect) => {
                self.limit = Some(*rect);
                select_box(&self.area, *rect, &self.tuning).await
            }
            Marked::Stroke { points, radius } => {
                self.corrections.push(Correction {
                    points: points.clone(),
                    radius: *radius,
                    keep: true,
                    changed: f32::INFINITY,
                });
                let seeds = self.trace(points, *radius);
                let length = (measure_length(points) / frame.cell).max(1.0);
                select_stroke(&self.area, &seeds, length, &self.tuning).await
            }
            Marked::Lasso(points) => {
                self.limit = Some(rect);
                let outline: Vec<Point> = points.iter().map(|point| scale(frame.to_cells(*point), 2.0)).collect();
                let drawn = fill_outline(&outline, frame.width * 2, frame.height * 2);
                self.snap(&drawn, self.lasso_radius()).await
            }
            Marked::Mask { data, radius, .. } => {
                let drawn = self.read_mask(data, frame.cell / 2.0, frame.width * 2, frame.height * 2);
                self.snap(&drawn, *radius).await
            }
        };
        let rect = frame.rect().clip(self.photo.width(), self.photo.height());
        let mut coverage = render(&self.photo, frame, &fine, rect, &self.tuning).await;
        if let Marked::Stroke { points, radius } = marked {
            paint(&mut coverage, points, *radius);
        }
        Selection { coverage, is_unsure }
    }

    /// Corrects a mask of the photo's size. `keep` is whether the stroke marks a part of the object. Returns what to add to the mask,
    /// or to subtract from it.
    pub async fn refine(&mut self, mask: &[u8], points: &[Point], radius: f32, keep: bool) -> Selection {
        let Some(stroke) = Rect::around(points).map(|rect| rect.grow(radius, radius)) else {
            return Selection::default();
        };
        let (width, height) = (self.photo.width(), self.photo.height());
        let stroke = stroke.clip(width, height);
        if !self.area.contains(stroke) {
            let everything = Rect { left: 0.0, top: 0.0, right: width as f32, bottom: height as f32 };
            self.area = Area::new(&self.photo, everything, &self.tuning).await;
        }
        let frame = self.area.frame;
        let region = self.read_mask(mask, frame.cell, frame.width, frame.height);
        let seeds = Seeds { cells: self.trace(points, radius), keep };
        // Corrections that were undone or painted over do not count.
        let (mut allies, mut rivals, mut before) = (Vec::new(), Vec::new(), f32::INFINITY);
        for correction in &self.corrections {
            let cells = if correction.keep == keep { &mut allies } else { &mut rivals };
            let count = cells.len();
            let traced = self.trace(&correction.points, correction.radius);
            cells.extend(traced.into_iter().filter(|cell| region.at(*cell) == correction.keep));
            if cells.len() > count {
                before = correction.changed;
            }
        }
        let limit = self.limit.filter(|limit| points.iter().all(|point| limit.contains(*point))).map(|limit| {
            let limit = frame.rect_to_cells(limit).grow(0.5, 0.5);
            Grid::from_fn(frame.width, frame.height, |index| {
                limit.contains(((index % frame.width) as f32 + 0.5, (index / frame.width) as f32 + 0.5))
            })
        });
        let change = find_change(&Situation {
            area: &self.area,
            region: &region,
            seeds: &seeds,
            allies: &allies,
            rivals: &rivals,
            limit: limit.as_ref(),
            before,
            tuning: &self.tuning,
        })
        .await;
        let changed = change.coarse.data.iter().filter(|changed| **changed).count() as f32;
        self.corrections.push(Correction { points: points.to_vec(), radius, keep, changed });
        let before = self.read_mask(mask, frame.cell / 2.0, frame.width * 2, frame.height * 2);
        let after =
            Grid::from_fn(
                before.width,
                before.height,
                |index| {
                    if change.fine.at(index) { keep } else { before.at(index) }
                },
            );
        let changed = frame
            .rect_of_cells(rect_of(&change.coarse))
            .grow(3.0 * frame.cell, 3.0 * frame.cell)
            .union(stroke)
            .clip(width, height);
        let mut coverage = render(&self.photo, frame, &after, changed, &self.tuning).await;
        keep_change(&mut coverage, frame, &change.fine, keep);
        paint(&mut coverage, points, radius);
        Selection { coverage, is_unsure: false }
    }

    /// Moves the edge of what was drawn by at most `radius` pixels.
    async fn snap(&self, drawn: &Grid<bool>, radius: f32) -> Found {
        let fine = snap_edge(&self.area, drawn, radius / self.area.frame.cell, &self.tuning).await;
        Found { fine, is_unsure: false }
    }

    /// The part of the photo to look at.
    fn surroundings(&self, marked: &Marked) -> Option<Rect> {
        let (width, height) = (self.photo.width(), self.photo.height());
        let rect = match marked {
            Marked::Box(rect) => {
                let margin = |side: f32, other: f32, size: usize| {
                    (self.tuning.margin * side).max(0.1 * other).max(0.04 * size as f32)
                };
                let (across, down) = (rect.width(), rect.height());
                rect.grow(margin(across, down, width), margin(down, across, height))
            }
            Marked::Stroke { points, .. } => {
                Rect::around(points)?;
                Rect { left: 0.0, top: 0.0, right: width as f32, bottom: height as f32 }
            }
            Marked::Lasso(points) => {
                let margin = 5.0 * self.lasso_radius();
                Rect::around(points)?.grow(margin, margin)
            }
            Marked::Mask { bounds, radius, .. } => bounds.grow(3.0 * radius, 3.0 * radius),
        };
        let rect = rect.clip(width, height);
        (rect.width() > 0.0 && rect.height() > 0.0).then_some(rect)
    }

    /// How far from the object a lasso may be drawn, in pixels.
    fn lasso_radius(&self) -> f32 {
        (self.tuning.snap_radius * self.photo.width() as f32).max(2.0)
    }

    /// The coarse cells under a stroke.
    fn trace(&self, points: &[Point], radius: f32) -> Vec<usize> {
        let frame = self.area.frame;
        let cells: Vec<Point> = points.iter().map(|point| frame.to_cells(*point)).collect();
        let mut seen = Grid::new(frame.width, frame.height, false);
        let mut found = Vec::new();
        trace(&cells, radius / frame.cell, frame.width, frame.height, &mut |cell| {
            if !seen.at(cell) {
                seen.set(cell, true);
                found.push(cell);
            }
        });
        found
    }

    /// Reduces a mask to cells of the area.
    fn read_mask(&self, mask: &[u8], cell: f32, width: usize, height: usize) -> Grid<bool> {
        let frame = self.area.frame;
        let (across, down) = (self.photo.width(), self.photo.height());
        let at = |x: f32, y: f32| {
            let x = (x.max(0.0) as usize).min(across.saturating_sub(1));
            let y = (y.max(0.0) as usize).min(down.saturating_sub(1));
            u32::from(mask.get(y * across + x).copied().unwrap_or(0))
        };
        Grid::from_fn(width, height, |index| {
            let x = frame.left + (index % width) as f32 * cell;
            let y = frame.top + (index / width) as f32 * cell;
            let (near, far) = (0.25 * cell, 0.75 * cell);
            at(x + near, y + near) + at(x + far, y + near) + at(x + near, y + far) + at(x + far, y + far) >= 2 * 255
        })
    }
}

/// Reduces the mask after a change to what the change adds or removes.
fn keep_change(coverage: &mut Coverage, frame: Frame, change: &Grid<bool>, keep: bool) {
    let cell = frame.cell / 2.0;
    // With the edge, which the refined mask has around it.
    let mut near = change.map(|changed| if changed { 1.0 } else { 0.0 });
    near.blur(2, 1);
    let width = coverage.width.max(1);
    for (row, pixels) in coverage.data.chunks_exact_mut(width).enumerate() {
        let y = (coverage.top + row) as f32 + 0.5 - frame.top;
        let start = (y / cell).max(0.0) as usize * near.width;
        for (column, pixel) in pixels.iter_mut().enumerate() {
            let x = (coverage.left + column) as f32 + 0.5 - frame.left;
            let is_near = near.at(start + (x / cell).max(0.0) as usize) > 0.0;
            *pixel = match (is_near, keep) {
                (false, _) => 0,
                (true, true) => *pixel,
                (true, false) => !*pixel,
            };
        }
    }
}

/// The length of a line, in pixels.
fn measure_length(points: &[Point]) -> f32 {
    let steps = points.iter().zip(points.iter().skip(1));
    steps.map(|((x, y), (next_x, next_y))| (next_x - x).hypot(next_y - y)).sum()
}

fn scale((x, y): Point, factor: f32) -> Point {
    (x * factor, y * factor)
}

/// Covers a stroke.
fn paint(coverage: &mut Coverage, points: &[Point], radius: f32) {
    let (left, top) = (coverage.left as f32, coverage.top as f32);
    let width = coverage.width.max(1);
    let height = coverage.data.len() / width;
    let moved: Vec<Point> = points.iter().map(|(x, y)| (x - left, y - top)).collect();
    trace(&moved, radius, width, height, &mut |index| {
        if let Some(pixel) = coverage.data.get_mut(index) {
            *pixel = 255;
        }
    });
}
