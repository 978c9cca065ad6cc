//! Distances that grow faster across edges.

use crate::contrast::{directed, neighbor};
use crate::grid::Grid;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The distance of each cell to the nearest seed. A strong edge counts as `gain` cells.
pub(crate) fn measure(links: &Grid<[f32; 4]>, seeds: &[usize], gain: f32) -> Grid<f32> {
    let mut distances = Grid::new(links.width, links.height, f32::MAX);
    let mut heap = BinaryHeap::new();
    for seed in seeds {
        distances.set(*seed, 0.0);
        heap.push(Reverse((0, *seed)));
    }
    while let Some(Reverse((key, index))) = heap.pop() {
        let distance = f32::from_bits(key);
        if distance > distances.at(index) {
            continue;
        }
        let mut visit = |next: usize, link: f32, length: f32| {
            let total = distance + length * (1.0 + gain * (1.0 - link));
            if total < distances.at(next) {
                distances.set(next, total);
                heap.push(Reverse((total.to_bits(), next)));
            }
        };
        for (position, ((dx, dy), link, length)) in directed(links.at(index)).enumerate() {
            if let Some(next) = neighbor(links, index, (dx, dy)) {
                visit(next, link, length);
            }
            if let Some(next) = neighbor(links, index, (-dx, -dy)) {
                visit(next, links.at(next).get(position).copied().unwrap_or(0.0), length);
            }
        }
    }
    distances
}
