//! Finds the surface under a stroke, such as a wall or a floor: what is near the stroke, in its segments and of its colors.

use crate::area::Area;
use crate::cut::{Given, cut};
use crate::fine_cut::cut_edge;
use crate::from_box::Found;
use crate::geodesic;
use crate::grid::Grid;
use crate::likelihood::Likelihood;
use crate::pause::pause;
use crate::regions::{flood, remove_small};
use crate::segments::divide;
use crate::tuning::Tuning;

/// The scales of the segments.
const SCALES: [f32; 2] = [3.0, 10.0];
/// The smallest hole to keep, as a share of the region.
const HOLE: f32 = 0.004;

/// Finds the surface under the cells of a stroke of this length in coarse cells.
pub(crate) async fn select_stroke(area: &Area, seeds: &[usize], length: f32, tuning: &Tuning) -> Found {
    let links = &area.coarse.links;
    let mut under = Grid::new(links.width, links.height, false);
    seeds.iter().for_each(|cell| under.set(*cell, true));
    let preferences = measure_preferences(area, seeds, &under, length, tuning);
    pause().await;
    let cells = Grid::from_fn(links.width, links.height, |index| {
        let given = if under.at(index) { Given::First } else { Given::Nothing };
        (given, preferences.at(index))
    });
    let found = cut(links, tuning.box_smoothness, &cells).await;
    let mut region = flood(&found, seeds);
    let (mut likely, mut count) = (0.0, 0.0f32);
    for (_, preference) in region.data.iter().zip(&preferences.data).filter(|(inside, _)| **inside) {
        likely += 1.0 / (1.0 + (-preference).exp());
        count += 1.0;
    }
    remove_small(&mut region, false, (HOLE * count) as usize, None);
    let fine = cut_edge(area, &region, tuning).await;
    Found { fine, is_unsure: likely < tuning.stroke_sure * count }
}

/// The logarithm of how much more likely each cell is meant than not.
fn measure_preferences(area: &Area, seeds: &[usize], under: &Grid<bool>, length: f32, tuning: &Tuning) -> Grid<f32> {
    let links = &area.coarse.links;
    let own = Likelihood::new(area, tuning, &|index| f32::from(u8::from(under.at(index))));
    let all = Likelihood::new(area, tuning, &|_| 1.0);
    let ratios = area.coarse.labels.map(|label| (own.anywhere(label) / all.anywhere(label)).ln().clamp(-4.0, 4.0));
    let distances = geodesic::measure(links, seeds, tuning.edge_gain);
    let diagonal = (links.width as f32).hypot(links.height as f32);
    let start = tuning.stroke_start + tuning.stroke_length * (length / diagonal).ln();
    let mut preferences = Grid::from_fn(links.width, links.height, |index| {
        start - tuning.stroke_distance * (1.0 + distances.at(index)).ln() + tuning.stroke_color * ratios.at(index)
    });
    for scale in SCALES {
        let segments = divide(links, scale);
        let bonuses = measure_segments(&segments, seeds, &ratios, tuning);
        for (preference, segment) in preferences.data.iter_mut().zip(&segments.data) {
            *preference += bonuses.at(*segment);
        }
    }
    preferences
}

/// The preference for each segment: it touches the stroke, and has its colors.
fn measure_segments(segments: &Grid<usize>, seeds: &[usize], ratios: &Grid<f32>, tuning: &Tuning) -> Grid<f32> {
    let mut sums = Grid::new(segments.width, segments.height, (0.0, 0.0f32));
    for (segment, ratio) in segments.data.iter().zip(&ratios.data) {
        let (sum, count) = sums.at(*segment);
        sums.set(*segment, (sum + ratio, count + 1.0));
    }
    let bonus = |(sum, count): (f32, f32)| tuning.stroke_segment * sum / count.max(1.0);
    let mut bonuses = sums.map(bonus);
    for segment in seeds.iter().map(|cell| segments.at(*cell)) {
        bonuses.set(segment, bonus(sums.at(segment)) + tuning.stroke_touched);
    }
    bonuses
}
