//! Finds the object in a box.

use crate::area::Area;
use crate::contrast::{directed, neighbor};
use crate::cut::{Given, cut};
use crate::fine_cut::{Weights, cut_fine};
use crate::geometry::Rect;
use crate::grid::Grid;
use crate::likelihood::{Likelihood, log_ratio, weights};
use crate::regions::remove_small;
use crate::tuning::Tuning;

const ROUNDS: usize = 3;
/// The smallest region or hole to keep, as a share of the box.
const SMALL: f32 = 0.01;
/// Biases of the candidates, from a small region to a large one.
const BIASES: [f32; 5] = [-2.1, -1.05, -0.35, 0.35, 1.05];
/// The shares of the votes that a cell may need.
const SHARES: [f32; 6] = [0.15, 0.25, 0.35, 0.45, 0.55, 0.65];

/// A region, and whether it may be wrong.
pub(crate) struct Found {
    pub fine: Grid<bool>,
    pub is_unsure: bool,
}

/// A cut that may be the object.
struct Candidate {
    region: Grid<bool>,
    score: f32,
}

/// A box in coarse cells.
struct Bounds {
    rect: Rect,
    cells: Grid<bool>,
    count: f32,
}

impl Bounds {
    fn new(area: &Area, rect: Rect) -> Self {
        let rect = area.frame.rect_to_cells(rect);
        let labels = &area.coarse.labels;
        let cells = Grid::from_fn(labels.width, labels.height, |index| {
            let (x, y) = labels.place(index);
            rect.contains((x as f32 + 0.5, y as f32 + 0.5))
        });
        let count = cells.data.iter().filter(|inside| **inside).count() as f32;
        Self { rect, cells, count }
    }

    /// The squared distances of a cell from the center, across and down. They are 1 at the sides.
    fn distances(&self, index: usize) -> [f32; 2] {
        let (x, y) = self.cells.place(index);
        let Rect { left, top, right, bottom } = self.rect;
        [(x, left, right), (y, top, bottom)].map(|(at, low, high)| {
            let distance = (at as f32 + 0.5 - (low + high) / 2.0) / ((high - low) / 2.0).max(1.0);
            distance * distance
        })
    }

    /// How near a cell is to the center, 0 to 1.
    fn centrality(&self, index: usize) -> f32 {
        (1.0 - self.distances(index).into_iter().fold(0.0, f32::max)).max(0.0)
    }

    /// The smaller share of the box's sides that a region spans.
    fn tightness(&self, region: &Grid<bool>) -> f32 {
        let cells = region.data.iter().enumerate().filter(|(_, inside)| **inside).map(|(index, _)| region.place(index));
        let (mut left, mut top, mut right, mut bottom) = (usize::MAX, usize::MAX, 0, 0);
        for (x, y) in cells {
            (left, top, right, bottom) = (left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1));
        }
        let width = self.rect.width().min(region.width as f32).max(1.0);
        let height = self.rect.height().min(region.height as f32).max(1.0);
        (right.saturating_sub(left) as f32 / width).min(bottom.saturating_sub(top) as f32 / height)
    }

    fn share(&self, region: &Grid<bool>) -> f32 {
        region.data.iter().filter(|inside| **inside).count() as f32 / self.count.max(1.0)
    }
}

/// Finds the object in a box, and what touches all its sides if there are several.
pub(crate) async fn select_box(area: &Area, rect: Rect, tuning: &Tuning) -> Found {
    let bounds = Bounds::new(area, rect);
    let candidates = find_candidates(area, &bounds, tuning).await;
    let best = candidates.iter().map(|candidate| candidate.score).fold(f32::MIN, f32::max);
    let region = vote(&candidates, best, tuning);
    let learn = |object: bool| {
        let weight = |index: usize| f32::from(u8::from(region.at(index) == object));
        Likelihood::new(area, tuning, &weights(area, weight))
    };
    let weights = Weights { color: 1.0, clip: tuning.box_clip, smoothness: tuning.box_smoothness };
    let fine = cut_fine(area, &region, (&learn(true), &learn(false)), weights).await;
    Found { fine, is_unsure: best < tuning.score_sure }
}

/// The region that overlaps most with the candidates, which count by their scores.
fn vote(candidates: &[Candidate], best: f32, tuning: &Tuning) -> Grid<bool> {
    let weights: Vec<f32> =
        candidates.iter().map(|candidate| (tuning.score_gain * (candidate.score - best)).exp()).collect();
    let total: f32 = weights.iter().sum();
    let mut votes = candidates.first().map_or_else(Grid::default, |first| first.region.map(|_| 0.0f32));
    for (candidate, weight) in candidates.iter().zip(&weights) {
        for (vote, inside) in votes.data.iter_mut().zip(&candidate.region.data) {
            *vote += if *inside { weight / total } else { 0.0 };
        }
    }
    let mut chosen = votes.map(|_| false);
    let mut most = 0.0;
    for threshold in SHARES {
        let region = votes.map(|vote| vote > threshold);
        let expected: f32 = candidates
            .iter()
            .zip(&weights)
            .map(|(candidate, weight)| weight * overlap(&region, &candidate.region))
            .sum();
        if expected > most {
            (most, chosen) = (expected, region);
        }
    }
    chosen
}

fn overlap(a: &Grid<bool>, b: &Grid<bool>) -> f32 {
    let (mut both, mut any) = (0.0, 1.0);
    for (a, b) in a.data.iter().zip(&b.data) {
        both += f32::from(u8::from(*a && *b));
        any += f32::from(u8::from(*a || *b));
    }
    both / any
}

async fn find_candidates(area: &Area, bounds: &Bounds, tuning: &Tuning) -> Vec<Candidate> {
    let is_full = bounds.cells.data.iter().all(|inside| *inside);
    // How much each cell of the box is object.
    let mut object = Grid::from_fn(bounds.cells.width, bounds.cells.height, |index| {
        if bounds.cells.at(index) { tuning.box_start + bounds.centrality(index) } else { 0.0 }
    });
    // An ellipse: most objects are in the middle of their box.
    let ellipse = Grid::from_fn(object.width, object.height, |index| bounds.distances(index).iter().sum::<f32>() < 1.0);
    let mut candidates = vec![Candidate { region: ellipse, score: tuning.score_ellipse }];
    for round in 0..ROUNDS {
        let rest = match round {
            0 if is_full => 0.3,
            0 => 0.0,
            _ => tuning.box_rest,
        };
        let inside = Likelihood::new(area, tuning, &weights(area, |index| object.at(index)));
        let outside = Likelihood::new(
            area,
            tuning,
            &weights(area, |index| if bounds.cells.at(index) { rest * (1.0 - object.at(index)).max(0.0) } else { 1.0 }),
        );
        let preferences = Grid::from_fn(object.width, object.height, |index| {
            if !bounds.cells.at(index) {
                return 0.0;
            }
            log_ratio(&area.coarse, index, &inside, &outside).clamp(-tuning.box_clip, tuning.box_clip)
                + tuning.box_center * (2.0 * bounds.centrality(index) - 0.5)
        });
        let is_last = round + 1 == ROUNDS;
        let biases: &[f32] = if is_last { &BIASES } else { &[0.0] };
        let mut known: Option<Grid<bool>> = None;
        for bias in biases {
            // A larger bias finds at least the same cells.
            let mut region = cut_box(area, bounds, &preferences, *bias, known.as_ref(), tuning).await;
            known = Some(region.clone());
            if !is_last {
                if bounds.tightness(&region) < tuning.box_tight {
                    region = cut_box(area, bounds, &preferences, 1.5, known.as_ref(), tuning).await;
                }
                object = region.map(|inside| f32::from(u8::from(inside)));
                continue;
            }
            let cells = (SMALL * bounds.count) as usize;
            remove_small(&mut region, true, cells, None);
            remove_small(&mut region, false, cells, None);
            let score = score(area, bounds, &region, &preferences, tuning);
            candidates.push(Candidate { region, score });
        }
    }
    candidates
}

async fn cut_box(
    area: &Area,
    bounds: &Bounds,
    preferences: &Grid<f32>,
    bias: f32,
    known: Option<&Grid<bool>>,
    tuning: &Tuning,
) -> Grid<bool> {
    let cells = Grid::from_fn(area.coarse.links.width, area.coarse.links.height, |index| {
        let given = match (bounds.cells.at(index), known.is_some_and(|known| known.at(index))) {
            (false, _) => Given::Second,
            (true, true) => Given::First,
            (true, false) => Given::Nothing,
        };
        (given, preferences.at(index) + bias)
    });
    cut(&area.coarse.links, tuning.box_smoothness, &cells).await
}

/// The mean strength of the edges around a region, 0 to 1.
pub(crate) fn edge_strength(links: &Grid<[f32; 4]>, region: &Grid<bool>, counts: impl Fn(usize, usize) -> bool) -> f32 {
    let (mut sum, mut length) = (0.0, 0.0);
    for index in 0..region.data.len() {
        for (direction, link, distance) in directed(links.at(index)) {
            let Some(next) = neighbor(links, index, direction) else { continue };
            if region.at(index) != region.at(next) && counts(index, next) {
                sum += (1.0 - link) / distance;
                length += 1.0 / distance;
            }
        }
    }
    if length > 0.0 { sum / length } else { 0.0 }
}

fn score(area: &Area, bounds: &Bounds, region: &Grid<bool>, preferences: &Grid<f32>, tuning: &Tuning) -> f32 {
    let edge = edge_strength(&area.coarse.links, region, |_, _| true);
    let (mut sums, mut counts) = ([0.0f32; 2], [1e-3f32; 2]);
    for index in (0..region.data.len()).filter(|index| bounds.cells.at(*index)) {
        let [inside, outside] = &mut sums;
        let [first, second] = &mut counts;
        if region.at(index) {
            *inside += preferences.at(index);
            *first += 1.0;
        } else {
            *outside -= preferences.at(index);
            *second += 1.0;
        }
    }
    let ratio: f32 = sums.iter().zip(counts).map(|(sum, count)| sum / count).sum();
    let share = bounds.share(region);
    let loose = (tuning.box_tight - bounds.tightness(region)).max(0.0);
    tuning.score_edge * edge + tuning.score_ratio * ratio
        - tuning.score_fill * (share - tuning.score_fill_mean).abs()
        - tuning.score_loose * loose
}
