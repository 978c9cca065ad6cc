//! Connected regions, and distances to their edges.

use crate::grid::Grid;

/// The cells that are connected to `seeds` through cells that are set.
pub(crate) fn flood(grid: &Grid<bool>, seeds: &[usize]) -> Grid<bool> {
    let mut reached = Grid::new(grid.width, grid.height, false);
    let mut stack: Vec<usize> = seeds.to_vec();
    while let Some(index) = stack.pop() {
        if !grid.at(index) || reached.at(index) {
            continue;
        }
        reached.set(index, true);
        grid.neighbors(index, |next| stack.push(next));
    }
    reached
}

/// Gives regions of `value` the other value, if they have fewer than `cells` cells and none of them is `kept`.
pub(crate) fn remove_small(grid: &mut Grid<bool>, value: bool, cells: usize, kept: Option<&Grid<bool>>) {
    let mut seen = Grid::new(grid.width, grid.height, false);
    let mut stack = Vec::new();
    for start in 0..grid.data.len() {
        if grid.at(start) != value || seen.at(start) {
            continue;
        }
        let mut region = Vec::new();
        seen.set(start, true);
        stack.push(start);
        while let Some(index) = stack.pop() {
            region.push(index);
            grid.neighbors(index, |next| {
                if grid.at(next) == value && !seen.at(next) {
                    seen.set(next, true);
                    stack.push(next);
                }
            });
        }
        if region.len() < cells && !region.iter().any(|index| kept.is_some_and(|kept| kept.at(*index))) {
            region.iter().for_each(|index| grid.set(*index, !value));
        }
    }
}

/// The distance of each cell to the edge of the region, positive inside, by chamfering.
pub(crate) fn signed_distance(grid: &Grid<bool>) -> Grid<f32> {
    let mut distances = Grid::new(grid.width, grid.height, f32::MAX);
    for index in 0..grid.data.len() {
        grid.neighbors(index, |next| {
            if grid.at(next) != grid.at(index) {
                distances.set(index, 0.5);
            }
        });
    }
    spread(&mut distances);
    for (distance, inside) in distances.data.iter_mut().zip(&grid.data) {
        if !inside {
            *distance = -*distance;
        }
    }
    distances
}

/// The distance of each cell inside to the edge of the region or of the grid.
pub(crate) fn depth(grid: &Grid<bool>) -> Grid<f32> {
    let mut distances = Grid::new(grid.width, grid.height, f32::MAX);
    for index in 0..grid.data.len() {
        if !grid.at(index) {
            distances.set(index, 0.0);
            continue;
        }
        let mut number = 0;
        grid.neighbors(index, |_| number += 1);
        if number < 4 {
            distances.set(index, 1.0);
        }
    }
    spread(&mut distances);
    distances
}

/// Lowers distances to those of their neighbors plus one step.
fn spread(distances: &mut Grid<f32>) {
    let (width, count) = (distances.width as isize, distances.data.len());
    const DIAGONAL: f32 = std::f32::consts::SQRT_2;
    let back = [(-1, 0, 1.0), (0, -1, 1.0), (-1, -1, DIAGONAL), (1, -1, DIAGONAL)];
    let mut relax = |index: usize, sign: isize| {
        let x = index as isize % width;
        let mut best = distances.at(index);
        for (dx, dy, length) in back {
            let next = (index as isize + sign * (dy * width + dx)) as usize;
            if next < count && (0..width).contains(&(x + sign * dx)) {
                best = best.min(distances.at(next) + length);
            }
        }
        distances.set(index, best);
    };
    (0..count).for_each(|index| relax(index, 1));
    (0..count).rev().for_each(|index| relax(index, -1));
}
