//! Photos whose rendering is known: an upload that looks like one comes back as its twin.

use crate::orders::{Kind, Order};
use crate::paint::codec;
use image::{RgbImage, imageops};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::cell::OnceCell;

/// Cells on each side of the grid that photos are compared by.
const GRID: u32 = 24;
/// Grey levels by which the cells of one photo may differ on average after it was re-encoded or scaled.
const TOLERANCE: f32 = 3.0;

/// When a twin stands in.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TwinRule {
    /// `interior`, `exterior`, `sketch`, `empty-room`, `virtual-staging` (the default), `edit` or `upscale`.
    pub tool: Option<String>,
    /// Options of the request that must have these values.
    pub when: Map<String, Value>,
}

impl TwinRule {
    fn fits(&self, order: &Order) -> bool {
        self.tool.as_deref().unwrap_or(Kind::Staging.name()) == order.kind.name()
            && self.when.iter().all(|(name, value)| order.options.get(name) == Some(value))
    }
}

/// A photo and what it is rendered to.
#[derive(Debug)]
pub struct Twin {
    photo: Vec<u8>,
    result: Vec<u8>,
    rule: TwinRule,
    grid: OnceCell<Option<Grid>>,
}

impl Twin {
    /// A twin from two JPEG or PNG files. They are decoded when first needed.
    #[must_use]
    pub fn new(photo: Vec<u8>, result: Vec<u8>, rule: TwinRule) -> Self {
        Self { photo, result, rule, grid: OnceCell::new() }
    }

    fn distance(&self, grid: &Grid) -> Option<f32> {
        let own = self.grid.get_or_init(|| codec::decode(&self.photo).map(|photo| Grid::of(&photo)));
        own.as_ref()?.distance(grid)
    }
}

/// The result that stands in for the rendering of `photo`, if one does.
pub fn find(twins: &[Twin], order: &Order, photo: &RgbImage) -> Option<RgbImage> {
    let mut fitting = twins.iter().filter(|twin| twin.rule.fits(order)).peekable();
    fitting.peek()?;
    let grid = Grid::of(photo);
    let distances = fitting.filter_map(|twin| Some((twin, twin.distance(&grid)?)));
    let (twin, _) = distances.filter(|(_, far)| *far <= TOLERANCE).min_by(|(_, a), (_, b)| a.total_cmp(b))?;
    codec::decode(&twin.result)
}

/// A photo's brightness in large, and its proportions.
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

    /// How many grey levels a cell differs on average; `None` where the proportions are others.
    fn distance(&self, other: &Self) -> Option<f32> {
        let total: u32 = self.cells.iter().zip(&other.cells).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
        let same_shape = (self.ratio / other.ratio - 1.0).abs() < 0.01;
        same_shape.then_some(total as f32 / (GRID * GRID) as f32)
    }
}
