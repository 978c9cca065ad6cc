//! Moves the edge of a coarse region at twice its scale.

use crate::area::Area;
use crate::cut::{Cut, Given, cut};
use crate::grid::Grid;
use crate::likelihood::{Likelihood, log_ratio};
use crate::regions::signed_distance;
use crate::tuning::Tuning;

/// How far the edge may move, in coarse cells.
const REACH: f32 = 1.6;

/// How much colors and smoothness count.
#[derive(Clone, Copy)]
pub(crate) struct Weights {
    pub color: f32,
    /// The maximum log ratio of likelihoods.
    pub clip: f32,
    pub smoothness: f32,
}

/// Finds the fine cells of a region, by the colors on both sides of its edge.
pub(crate) fn cut_edge(area: &Area, region: &Grid<bool>, tuning: &Tuning) -> Cut {
    let (inside, outside) = Likelihood::of_sides(area, region, tuning);
    let weights = Weights { color: 1.0, clip: tuning.box_clip, smoothness: tuning.box_smoothness };
    cut_fine(area, region, (&inside, &outside), weights)
}

/// Finds the fine cells of a region.
pub(crate) fn cut_fine(
    area: &Area,
    region: &Grid<bool>,
    (inside, outside): (&Likelihood, &Likelihood),
    weights: Weights,
) -> Cut {
    let distances = signed_distance(region);
    let cells = Grid::from_fn(area.fine.links.width, area.fine.links.height, |index| {
        let (x, y) = area.fine.links.place(index);
        let distance = distances.sample((x as f32 + 0.5) / 2.0, (y as f32 + 0.5) / 2.0);
        if distance > REACH {
            (Given::First, 0.0)
        } else if distance < -REACH {
            (Given::Second, 0.0)
        } else {
            let ratio = log_ratio(&area.fine, index, inside, outside);
            (Given::Nothing, weights.color * ratio.clamp(-weights.clip, weights.clip))
        }
    });
    cut(&area.fine.links, weights.smoothness, &cells)
}

/// The fine cells of coarse cells.
pub(crate) fn double(region: &Grid<bool>) -> Grid<bool> {
    let width = region.width * 2;
    Grid::from_fn(width, region.height * 2, |index| region.at(index / width / 2 * region.width + index % width / 2))
}
