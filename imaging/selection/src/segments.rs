//! Divides a grid into segments whose cells are alike, by the method of Felzenszwalb and Huttenlocher.

use crate::contrast::{directed, neighbor};
use crate::grid::Grid;

/// Steps of the strength of edges, which are sorted by it. A sort function is large.
const STEPS: usize = 256;

/// The segment of each cell, as the index of one of its cells. A larger `scale` gives larger segments.
pub(crate) fn divide(links: &Grid<[f32; 4]>, scale: f32) -> Grid<usize> {
    let (width, height) = (links.width, links.height);
    let mut edges = vec![Vec::new(); STEPS];
    for cell in 0..links.data.len() {
        // To the right and down.
        for (direction, link, _) in directed(links.at(cell)).take(2) {
            let step = ((1.0 - link) * STEPS as f32) as usize;
            if let (Some(next), Some(edges)) = (neighbor(links, cell, direction), edges.get_mut(step)) {
                edges.push((cell, next));
            }
        }
    }
    let mut parents = Grid::from_fn(width, height, |cell| cell);
    let mut sizes = Grid::new(width, height, 1.0);
    // How strong the next edge inside may be.
    let mut limits = Grid::new(width, height, scale);
    for (step, edges) in edges.iter().enumerate() {
        let strength = step as f32 / STEPS as f32;
        for (cell, next) in edges {
            let (a, b) = (find_root(&mut parents, *cell), find_root(&mut parents, *next));
            if a != b && strength <= limits.at(a).min(limits.at(b)) {
                let size = sizes.at(a) + sizes.at(b);
                parents.set(a, b);
                sizes.set(b, size);
                limits.set(b, strength + scale / size);
            }
        }
    }
    Grid::from_fn(width, height, |cell| find_root(&mut parents, cell))
}

/// The cell of a segment that is its own parent.
fn find_root(parents: &mut Grid<usize>, mut cell: usize) -> usize {
    while parents.at(cell) != cell {
        // Shortens the way for the next time.
        let next = parents.at(parents.at(cell));
        parents.set(cell, next);
        cell = next;
    }
    cell
}
