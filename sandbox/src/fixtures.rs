//! Fixtures: photos with known results. An upload that looks like the photo is rendered as the result.

use crate::render_request::{RenderRequest, Tool};
use crate::simulate::codec;
use image::{RgbImage, imageops};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::cell::OnceCell;

/// Cells per side of the grid used to compare photos.
const GRID: u32 = 24;
/// Allowed average difference of cells, in gray levels. Re-encoding and scaling stay below it.
const TOLERANCE: f32 = 3.0;

/// When a fixture applies.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FixtureRule {
    /// `interior`, `exterior`, `sketch`, `empty-room`, `virtual-staging` (the default), `edit` or `upscale`.
    pub tool: Option<String>,
    /// Options that the request must have, with these values.
    pub when: Map<String, Value>,
}

impl FixtureRule {
    fn matches(&self, render_request: &RenderRequest) -> bool {
        self.tool.as_deref().unwrap_or(Tool::Staging.name()) == render_request.tool.name()
            && self.when.iter().all(|(name, value)| render_request.options.get(name) == Some(value))
    }
}

/// A photo and its known result.
#[derive(Debug)]
pub struct Fixture {
    photo: Vec<u8>,
    result: Vec<u8>,
    rule: FixtureRule,
    grid: OnceCell<Option<Grid>>,
}

impl Fixture {
    /// Creates a fixture from two JPEG or PNG files, which are decoded on demand.
    #[must_use]
    pub fn new(photo: Vec<u8>, result: Vec<u8>, rule: FixtureRule) -> Self {
        Self { photo, result, rule, grid: OnceCell::new() }
    }

    fn distance(&self, grid: &Grid) -> Option<f32> {
        let own = self.grid.get_or_init(|| codec::decode(&self.photo).map(|photo| Grid::of(&photo)));
        own.as_ref()?.distance(grid)
    }
}

/// The result of the best matching fixture, if any.
pub fn find(fixtures: &[Fixture], render_request: &RenderRequest, photo: &RgbImage) -> Option<RgbImage> {
    let mut candidates = fixtures.iter().filter(|fixture| fixture.rule.matches(render_request)).peekable();
    candidates.peek()?;
    let grid = Grid::of(photo);
    let distances = candidates.filter_map(|fixture| Some((fixture, fixture.distance(&grid)?)));
    let (fixture, _) = distances.filter(|(_, far)| *far <= TOLERANCE).min_by(|(_, a), (_, b)| a.total_cmp(b))?;
    codec::decode(&fixture.result)
}

/// A thumbnail of a photo's brightness, and its aspect ratio.
#[derive(Debug, PartialEq)]
struct Grid {
    cells: Vec<u8>,
    ratio: f32,
}

impl Grid {
    fn of(photo: &RgbImage) -> Self {
        let cells = imageops::grayscale(&imageops::thumbnail(photo, GRID, GRID)).into_raw();
        Self { cells, ratio: photo.width() as f32 / photo.height().max(1) as f32 }
    }

    /// The average difference of cells in gray levels. `None` if the aspect ratios differ.
    fn distance(&self, other: &Self) -> Option<f32> {
        let total: u32 = self.cells.iter().zip(&other.cells).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
        let same_shape = (self.ratio / other.ratio - 1.0).abs() < 0.01;
        same_shape.then_some(total as f32 / (GRID * GRID) as f32)
    }
}
