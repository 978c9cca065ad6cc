//! Moves the edge of a region onto the edges of the photo.

use crate::area::Area;
use crate::cut::{Given, cut};
use crate::grid::Grid;
use crate::likelihood::{Likelihood, log_ratio};
use crate::regions::signed_distance;
use crate::tuning::Tuning;

const ROUNDS: usize = 2;

/// Moves the edge of a fine region by at most `radius` coarse cells.
pub(crate) async fn snap_edge(area: &Area, drawn: &Grid<bool>, radius: f32, tuning: &Tuning) -> Grid<bool> {
    let reach = (radius * 2.0).max(1.0);
    let distances = signed_distance(drawn);
    let mut region = drawn.clone();
    let width = area.coarse.links.width;
    for _ in 0..ROUNDS {
        let center = |index: usize| index / width * 4 * width + index % width * 2;
        let learn = |side: bool| {
            let weight = |index: usize| {
                let fine = center(index);
                f32::from(u8::from(region.at(fine) == side && distances.at(fine).abs() < 6.0 * reach))
            };
            Likelihood::new(area, tuning, &weight)
        };
        let (inside, outside) = (learn(true), learn(false));
        let cells = Grid::from_fn(area.fine.links.width, area.fine.links.height, |index| {
            let distance = distances.at(index) / reach;
            if distance > 1.0 {
                (Given::First, 0.0)
            } else if distance < -1.0 {
                (Given::Second, 0.0)
            } else {
                let ratio = log_ratio(&area.fine, index, &inside, &outside).clamp(-3.0, 3.0);
                (Given::Nothing, tuning.snap_color * ratio + tuning.snap_distance * distance)
            }
        });
        region = cut(&area.fine.links, tuning.snap_smoothness, &cells).await;
    }
    region
}
