//! Corrects a region with a dab or a stroke.

use crate::area::Area;
use crate::cut::{Cut, Given, cut};
use crate::fine_cut::{Weights, cut_fine, double};
use crate::from_box::{choose, edge_strength};
use crate::geodesic;
use crate::grid::Grid;
use crate::likelihood::{Likelihood, log_ratio};
use crate::regions::{depth, flood, remove_small};
use crate::tuning::Tuning;

/// Biases of the candidates, from a small change to a large one.
const BIASES: [f32; 5] = [-3.0, -1.5, -0.5, 0.5, 1.5];
/// The largest hole that a change fills, as a share of it.
const HOLE: f32 = 0.05;
/// How much larger than the change before a change may be until more makes no difference, as a logarithm.
const GROWTH: f32 = 4.0;

/// A correction in coarse cells.
pub(crate) struct Seeds {
    /// The cells under it.
    pub cells: Vec<usize>,
    /// Whether they are part of the object.
    pub keep: bool,
}

/// A correction and what is known when it is made.
pub(crate) struct Situation<'a> {
    pub area: &'a Area,
    /// The region before.
    pub region: &'a Grid<bool>,
    pub seeds: &'a Seeds,
    /// Cells of earlier corrections with the same purpose.
    pub allies: &'a [usize],
    /// Cells of earlier corrections with the opposite purpose.
    pub rivals: &'a [usize],
    /// Cells that may change.
    pub limit: Option<&'a Grid<bool>>,
    /// How many cells the correction before changed, or infinity.
    pub before: f32,
    pub tuning: &'a Tuning,
}

/// The cells that a correction changes, coarse and fine. They touch it.
pub(crate) struct Change {
    pub coarse: Grid<bool>,
    pub fine: Grid<bool>,
}

/// What a cell's place says about it.
struct Surroundings {
    /// Under the correction.
    seeds: Grid<bool>,
    rivals: Grid<bool>,
    /// Whether the correction may change the cell.
    open: Grid<bool>,
    /// 1 at the correction, less with the distance, which edges enlarge.
    nearness: Grid<f32>,
    /// From -1 at rivals to 1 at the correction.
    balance: Grid<f32>,
}

/// Finds what a correction changes.
pub(crate) async fn find_change(situation: &Situation<'_>) -> Change {
    let Situation { area, region, seeds, tuning, .. } = *situation;
    let around = look_around(situation);
    let mut change = Grid::new(region.width, region.height, false);
    seeds.cells.iter().for_each(|cell| change.set(*cell, true));
    let mut models = learn(situation, &around, &change);
    for round in 0..2 {
        let ratios = Grid::from_fn(region.width, region.height, |index| {
            log_ratio(&area.coarse, index, &models.0, &models.1).clamp(-tuning.dab_clip, tuning.dab_clip)
        });
        let biases: &[f32] = if round == 0 { &[0.0] } else { &BIASES };
        let mut found = around.seeds.clone();
        let (mut changes, mut after, mut scores) = (Vec::new(), Vec::new(), Vec::new());
        for bias in biases {
            // A larger bias finds at least the same cells.
            found = cut_change(situation, &around, &ratios, bias * tuning.dab_step, &found).await;
            let candidate = connect(situation, &around, &found);
            scores.push(score(situation, &candidate));
            after.push(Grid::from_fn(region.width, region.height, |index| {
                if candidate.at(index) { seeds.keep } else { region.at(index) }
            }));
            changes.push(candidate);
        }
        change = changes.get(choose(&after, &scores)).cloned().unwrap_or(change);
        models = learn(situation, &around, &change);
    }
    let fine = cut_change_fine(situation, &change, &models).await;
    Change { fine: keep_near(&fine, &change), coarse: change }
}

fn look_around(situation: &Situation) -> Surroundings {
    let Situation { area, region, seeds, tuning, .. } = *situation;
    let links = &area.coarse.links;
    let mut under = Grid::new(region.width, region.height, false);
    seeds.cells.iter().for_each(|cell| under.set(*cell, true));
    let mut rivals = Grid::new(region.width, region.height, false);
    situation.rivals.iter().filter(|cell| !under.at(**cell)).for_each(|cell| rivals.set(*cell, true));
    let open = Grid::from_fn(region.width, region.height, |index| {
        let is_allowed = situation.limit.is_none_or(|limit| limit.at(index));
        under.at(index) || (region.at(index) != seeds.keep && !rivals.at(index) && is_allowed)
    });
    let reach = tuning.dab_reach * (region.width as f32).hypot(region.height as f32);
    let distances = geodesic::measure(links, &seeds.cells, tuning.edge_gain);
    let others = geodesic::measure(links, situation.rivals, tuning.edge_gain);
    let balance = Grid::from_fn(region.width, region.height, |index| {
        let (own, other) = (distances.at(index), others.at(index));
        if other == f32::MAX { 0.0 } else { ((other - own) / (other + own).max(1.0)).min(0.0) }
    });
    Surroundings { seeds: under, rivals, open, nearness: distances.map(|distance| (-distance / reach).exp()), balance }
}

/// Learns the colors of what changes, and those of the rest.
fn learn(situation: &Situation, around: &Surroundings, change: &Grid<bool>) -> (Likelihood, Likelihood) {
    let Situation { area, region, seeds, tuning, .. } = *situation;
    let weight = tuning.dab_weight * region.data.len() as f32 / seeds.cells.len().max(1) as f32;
    let mut allies = Grid::new(region.width, region.height, false);
    situation.allies.iter().for_each(|cell| allies.set(*cell, true));
    let own = Likelihood::new(area, tuning, &|index| {
        if around.seeds.at(index) {
            weight
        } else if change.at(index) {
            1.0
        } else if region.at(index) == seeds.keep {
            tuning.dab_old * if allies.at(index) { 3.0 } else { 1.0 }
        } else {
            0.0
        }
    });
    let rest = Likelihood::new(area, tuning, &|index| {
        if around.rivals.at(index) {
            3.0
        } else if region.at(index) != seeds.keep && !change.at(index) {
            1.0 - around.nearness.at(index)
        } else {
            0.0
        }
    });
    (own, rest)
}

/// The cells that a correction may change with this bias, whether they touch it or not.
fn cut_change(
    situation: &Situation<'_>,
    around: &Surroundings,
    ratios: &Grid<f32>,
    bias: f32,
    known: &Grid<bool>,
) -> Cut {
    let Situation { area, region, seeds, tuning, .. } = *situation;
    let cells = Grid::from_fn(area.coarse.links.width, area.coarse.links.height, |index| {
        if known.at(index) || region.at(index) == seeds.keep {
            return (Given::First, 0.0);
        }
        if !around.open.at(index) {
            return (Given::Second, 0.0);
        }
        let place = tuning.dab_distance * around.nearness.at(index) - tuning.dab_stay
            + tuning.dab_rivals * around.balance.at(index);
        (Given::Nothing, tuning.dab_color * ratios.at(index) + place + bias)
    });
    cut(&area.coarse.links, tuning.dab_smoothness, &cells)
}

/// The cells that touch the correction, without small holes.
fn connect(situation: &Situation, around: &Surroundings, found: &Grid<bool>) -> Grid<bool> {
    let Situation { region, seeds, .. } = *situation;
    let is_new = |index| around.seeds.at(index) || region.at(index) != seeds.keep;
    let changed = Grid::from_fn(region.width, region.height, |index| found.at(index) && is_new(index));
    let mut change = flood(&changed, &seeds.cells);
    let size = change.data.iter().filter(|changed| **changed).count();
    remove_small(&mut change, false, (HOLE * size as f32) as usize, Some(&around.rivals));
    // A hole that was on this side before does not change.
    Grid::from_fn(region.width, region.height, |index| change.at(index) && is_new(index))
}

/// How likely a change is what was meant.
pub(crate) fn score(situation: &Situation, change: &Grid<bool>) -> f32 {
    let Situation { area, region, seeds, tuning, .. } = *situation;
    let edge = edge_strength(&area.coarse.links, change, region);
    let count = change.data.iter().filter(|changed| **changed).count() as f32;
    let depths = depth(change);
    let deepest = depths.data.iter().copied().fold(1.0, f32::max);
    let own = seeds.cells.iter().map(|cell| depths.at(*cell)).fold(0.0, f32::max);
    let size = (count.max(1.0) / region.data.len() as f32).ln();
    // People correct the largest error first.
    let growth = (count / situation.before).ln().clamp(0.0, GROWTH);
    tuning.dab_score_edge * edge + tuning.dab_score_middle * own / deepest + tuning.dab_score_size * size
        - tuning.dab_score_growth * growth
}

/// The fine cells of a change and of the side that it joins.
fn cut_change_fine(situation: &Situation<'_>, change: &Grid<bool>, models: &(Likelihood, Likelihood)) -> Cut {
    let Situation { area, region, seeds, tuning, .. } = *situation;
    // With the side that it joins, so that the edge between them is gone.
    let joined = Grid::from_fn(region.width, region.height, |index| change.at(index) || region.at(index) == seeds.keep);
    let weights = Weights { color: tuning.dab_color, clip: tuning.dab_clip, smoothness: tuning.dab_smoothness };
    cut_fine(area, &joined, (&models.0, &models.1), weights)
}

/// The fine cells near a change: elsewhere, the edge was found before.
fn keep_near(fine: &Grid<bool>, change: &Grid<bool>) -> Grid<bool> {
    let mut near = double(change);
    for _ in 0..3 {
        let before = near.clone();
        for index in 0..near.data.len() {
            before.neighbors(index, |next| {
                if before.at(next) {
                    near.set(index, true);
                }
            });
        }
    }
    Grid::from_fn(fine.width, fine.height, |index| fine.at(index) && near.at(index))
}
