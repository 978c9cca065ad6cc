//! Finds the surface under a stroke, such as a wall or a floor.

use crate::area::Area;
use crate::cut::{Given, cut};
use crate::fine_cut::{Weights, cut_fine};
use crate::from_box::{Found, edge_strength};
use crate::geodesic;
use crate::grid::Grid;
use crate::likelihood::{Likelihood, log_ratio};
use crate::regions::{flood, remove_small};
use crate::tuning::Tuning;

const ROUNDS: usize = 3;
/// Biases of the candidates, from a small region to a large one.
const BIASES: [f32; 5] = [-1.5, -0.75, 0.0, 0.75, 1.5];
/// The smallest hole to keep, as a share of the region.
const HOLE: f32 = 0.004;

/// Finds the surface under the cells of a stroke.
pub(crate) async fn select_stroke(area: &Area, seeds: &[usize], tuning: &Tuning) -> Found {
    let links = &area.coarse.links;
    let (width, height) = (links.width, links.height);
    let diagonal = (width as f32).hypot(height as f32);
    let mut under = Grid::new(width, height, false);
    seeds.iter().for_each(|cell| under.set(*cell, true));
    let distances = geodesic::measure(links, seeds, tuning.edge_gain);
    let mut region = under.clone();
    let mut models = None;
    let mut best = f32::MIN;
    for round in 0..ROUNDS {
        let weight = tuning.dab_weight * region.data.len() as f32 / seeds.len().max(1) as f32;
        let inside = Likelihood::new(area, tuning, &|index| {
            if under.at(index) { weight } else { f32::from(u8::from(region.at(index))) }
        });
        let outside = Likelihood::new(area, tuning, &|index| {
            if region.at(index) { 0.0 } else { tuning.stroke_rest + (distances.at(index) / diagonal).min(1.0) }
        });
        let ratios = Grid::from_fn(width, height, |index| {
            log_ratio(&area.coarse, index, &inside, &outside).clamp(-tuning.dab_clip, tuning.dab_clip)
        });
        let biases: &[f32] = if round + 1 == ROUNDS { &BIASES } else { &[0.0] };
        best = f32::MIN;
        let mut chosen = region.clone();
        for bias in biases {
            let cells = Grid::from_fn(links.width, links.height, |index| {
                let given = if under.at(index) { Given::First } else { Given::Nothing };
                (given, tuning.stroke_color * ratios.at(index) + bias)
            });
            let found = cut(links, tuning.stroke_smoothness, &cells).await;
            let mut found = flood(&found, seeds);
            let cells = found.data.iter().filter(|inside| **inside).count();
            remove_small(&mut found, false, (HOLE * cells as f32) as usize, None);
            let score = score(links, &found, &ratios, tuning);
            if score > best {
                (best, chosen) = (score, found);
            }
        }
        region = chosen;
        models = Some((inside, outside));
    }
    let is_unsure = best < tuning.stroke_sure;
    let weights = Weights { color: tuning.stroke_color, clip: tuning.dab_clip, smoothness: tuning.stroke_smoothness };
    let fine = match &models {
        Some((inside, outside)) => cut_fine(area, &region, (inside, outside), weights).await,
        None => Grid::new(width * 2, height * 2, false),
    };
    Found { fine, is_unsure }
}

fn score(links: &Grid<[f32; 4]>, region: &Grid<bool>, ratios: &Grid<f32>, tuning: &Tuning) -> f32 {
    let edge = edge_strength(links, region, &Grid::default());
    let (mut sum, mut count) = (0.0, 0.0f32);
    for (_, ratio) in region.data.iter().zip(&ratios.data).filter(|(inside, _)| **inside) {
        sum += ratio;
        count += 1.0;
    }
    let share = count / region.data.len().max(1) as f32;
    let excess = (share - tuning.stroke_share).max(0.0);
    tuning.stroke_score_edge * edge + tuning.stroke_score_ratio * sum / count.max(1.0)
        - tuning.stroke_score_excess * excess
}
