//! Finds the object in a box.

use crate::area::Area;
use crate::contrast::{directed, neighbor};
use crate::cut::{Cut, Given, cut};
use crate::fine_cut::cut_edge;
use crate::geometry::{NOWHERE, Rect, cell_rect, rect_of};
use crate::grid::Grid;
use crate::likelihood::{Likelihood, log_ratio};
use crate::pause::pause;
use crate::regions::remove_small;
use crate::segments::divide;
use crate::tuning::Tuning;

const ROUNDS: usize = 3;
/// The smallest region or hole to keep, as a share of the box.
const SMALL: f32 = 0.01;
/// How far a segment may leave a box that it is in, in sides of the box.
const SLACK: f32 = 0.02;
/// Biases of the candidates, from a small region to a large one.
const BIASES: [f32; 5] = [-2.1, -1.05, -0.35, 0.35, 1.05];
/// The scales of the segments that are candidates.
const SCALES: [f32; 4] = [1.0, 3.0, 10.0, 30.0];

/// A region, and whether it may be wrong.
pub(crate) struct Found {
    pub fine: Grid<bool>,
    pub is_unsure: bool,
}

/// A box in coarse cells.
struct Bounds {
    rect: Rect,
    cells: Grid<bool>,
    /// The rectangle of these cells.
    outer: Rect,
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
        Self { rect, outer: rect_of(&cells), cells, count }
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
        let rect = rect_of(region);
        (rect.width() / self.outer.width().max(1.0)).min(rect.height() / self.outer.height().max(1.0))
    }

    /// The share of the box's sides that a region nearly reaches. A region that a side cuts off does not count, except by the photo's
    /// edge.
    fn reached(&self, region: &Grid<bool>, tuning: &Tuning) -> f32 {
        let (own, outer) = (rect_of(region), self.outer);
        let sides = [
            (own.left - outer.left, outer.width(), outer.left <= 0.0),
            (own.top - outer.top, outer.height(), outer.top <= 0.0),
            (outer.right - own.right, outer.width(), outer.right >= region.width as f32),
            (outer.bottom - own.bottom, outer.height(), outer.bottom >= region.height as f32),
        ];
        let reached =
            sides.iter().filter(|(gap, side, is_edge)| *gap < tuning.box_gap * side && (*is_edge || *gap > 0.0));
        reached.count() as f32 / 4.0
    }

    fn share(&self, region: &Grid<bool>) -> f32 {
        region.data.iter().filter(|inside| **inside).count() as f32 / self.count.max(1.0)
    }
}

/// Finds the object in a box.
pub(crate) async fn select_box(area: &Area, rect: Rect, tuning: &Tuning) -> Found {
    let bounds = Bounds::new(area, rect);
    let candidates = find_candidates(area, &bounds, tuning).await;
    let mut scores = Vec::new();
    for candidate in &candidates {
        let agreement = candidates.iter().map(|other| overlap(candidate, other)).sum::<f32>() / candidates.len() as f32;
        scores.push(score(&bounds, candidate, tuning) + tuning.score_agreement * agreement);
        pause().await;
    }
    // If nothing else is likely, the middle of the box is.
    if let Some(ellipse) = scores.first_mut() {
        *ellipse = ellipse.max(tuning.score_ellipse);
    }
    let chosen = choose(&candidates, &scores);
    let region = candidates.get(chosen).cloned().unwrap_or_default();
    let fine = cut_edge(area, &region, tuning).await;
    Found { fine, is_unsure: scores.get(chosen).is_none_or(|score| *score < tuning.score_sure) }
}

/// The position of the candidate that probably overlaps most with what is meant. A higher score makes a candidate more likely.
pub(crate) fn choose(candidates: &[Grid<bool>], scores: &[f32]) -> usize {
    let best = scores.iter().copied().fold(f32::MIN, f32::max);
    let (mut most, mut chosen) = (0.0, 0);
    for (index, candidate) in candidates.iter().enumerate() {
        let overlaps =
            candidates.iter().zip(scores).map(|(other, score)| (score - best).exp() * overlap(candidate, other));
        let expected: f32 = overlaps.sum();
        if expected > most {
            (most, chosen) = (expected, index);
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

async fn find_candidates(area: &Area, bounds: &Bounds, tuning: &Tuning) -> Vec<Grid<bool>> {
    let is_full = bounds.cells.data.iter().all(|inside| *inside);
    // How much each cell of the box is object.
    let mut object = Grid::from_fn(bounds.cells.width, bounds.cells.height, |index| {
        if bounds.cells.at(index) { tuning.box_start + bounds.centrality(index) } else { 0.0 }
    });
    // An ellipse: most objects are in the middle of their box.
    let ellipse = Grid::from_fn(object.width, object.height, |index| bounds.distances(index).iter().sum::<f32>() < 1.0);
    let mut candidates = vec![ellipse];
    let mut prior = Grid::new(object.width, object.height, tuning.box_prior);
    for scale in SCALES {
        candidates.push(read_segments(area, bounds, scale, &mut prior, tuning));
        pause().await;
    }
    for round in 0..ROUNDS {
        let rest = match round {
            0 if is_full => 0.3,
            0 => 0.0,
            _ => tuning.box_rest,
        };
        let inside = Likelihood::new(area, tuning, &|index| object.at(index));
        let outside = Likelihood::new(area, tuning, &|index| {
            if bounds.cells.at(index) { rest * (1.0 - object.at(index)).max(0.0) } else { 1.0 }
        });
        let preferences = Grid::from_fn(object.width, object.height, |index| {
            if !bounds.cells.at(index) {
                return 0.0;
            }
            log_ratio(&area.coarse, index, &inside, &outside).clamp(-tuning.box_clip, tuning.box_clip)
                + tuning.box_center * (2.0 * bounds.centrality(index) - 0.5)
                + prior.at(index)
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
            candidates.push(region);
        }
    }
    candidates
}

/// Finds the segment whose rectangle is most like the box. Adds to `prior` how likely each cell is object because of its segment: the
/// whole segment is in the box, and its rectangle is like the box.
fn read_segments(area: &Area, bounds: &Bounds, scale: f32, prior: &mut Grid<f32>, tuning: &Tuning) -> Grid<bool> {
    let segments = divide(&area.coarse.links, scale);
    let mut parts = vec![(NOWHERE, 0.0f32, 0.0f32); segments.data.len()];
    for (index, segment) in segments.data.iter().enumerate() {
        if let Some((rect, cells, inside)) = parts.get_mut(*segment) {
            *rect = rect.union(cell_rect(&bounds.cells, index));
            *cells += 1.0;
            *inside += f32::from(u8::from(bounds.cells.at(index)));
        }
    }
    let slack = (SLACK * bounds.rect.width(), SLACK * bounds.rect.height());
    let limits = bounds.rect.grow(slack.0, slack.1);
    let (mut most, mut chosen) = (0.0, 0);
    let mut weights = prior.map(|_| 0.0);
    for (segment, (rect, cells, inside)) in parts.iter().enumerate() {
        let likeness = similarity(*rect, bounds.rect);
        if likeness > most {
            (most, chosen) = (likeness, segment);
        }
        let is_inside = f32::from(u8::from(limits.union(*rect) == limits));
        weights.set(segment, tuning.box_inside * is_inside + tuning.box_likeness * likeness * inside / cells.max(1.0));
    }
    for (prior, segment) in prior.data.iter_mut().zip(&segments.data) {
        *prior += weights.at(*segment);
    }
    Grid::from_fn(segments.width, segments.height, |index| segments.at(index) == chosen && bounds.cells.at(index))
}

/// The share of their union that two rectangles have in common.
fn similarity(a: Rect, b: Rect) -> f32 {
    let common = |low: f32, high: f32| (high - low).max(0.0);
    let both = common(a.left.max(b.left), a.right.min(b.right)) * common(a.top.max(b.top), a.bottom.min(b.bottom));
    both / (a.width() * a.height() + b.width() * b.height() - both)
}

fn cut_box(
    area: &Area,
    bounds: &Bounds,
    preferences: &Grid<f32>,
    bias: f32,
    known: Option<&Grid<bool>>,
    tuning: &Tuning,
) -> Cut {
    let cells = Grid::from_fn(area.coarse.links.width, area.coarse.links.height, |index| {
        let given = match (bounds.cells.at(index), known.is_some_and(|known| known.at(index))) {
            (false, _) => Given::Second,
            (true, true) => Given::First,
            (true, false) => Given::Nothing,
        };
        (given, preferences.at(index) + bias)
    });
    cut(&area.coarse.links, tuning.box_smoothness, &cells)
}

/// The mean strength of the edges around a region, 0 to 1. The edge of the region before does not count.
pub(crate) fn edge_strength(links: &Grid<[f32; 4]>, region: &Grid<bool>, before: &Grid<bool>) -> f32 {
    let (mut sum, mut length) = (0.0, 0.0);
    for index in 0..region.data.len() {
        for (direction, link, distance) in directed(links.at(index)) {
            let Some(next) = neighbor(links, index, direction) else { continue };
            if region.at(index) != region.at(next) && before.at(index) == before.at(next) {
                sum += (1.0 - link) / distance;
                length += 1.0 / distance;
            }
        }
    }
    if length > 0.0 { sum / length } else { 0.0 }
}

/// How likely a region is the object in a box.
fn score(bounds: &Bounds, region: &Grid<bool>, tuning: &Tuning) -> f32 {
    tuning.score_reached * bounds.reached(region, tuning)
        - tuning.score_fill * (bounds.share(region) - tuning.score_fill_mean).abs()
}
