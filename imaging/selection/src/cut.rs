//! Cuts cells into two sides.

use crate::contrast::{directed, neighbor};
use crate::grid::Grid;
use crate::max_flow::Graph;
use crate::pause::pause;

/// Capacities per unit of preference.
const SCALE: f32 = 100.0;
/// Cells to visit between pauses.
const CELLS_PER_PAUSE: u32 = 30_000;

/// What is known about a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Given {
    #[default]
    Nothing,
    /// It is on the first side.
    First,
    /// It is on the second side.
    Second,
}

impl Given {
    fn sign(self) -> i32 {
        if self == Self::First { 1 } else { -1 }
    }
}

/// Finds the cells on the first side. Positive preferences are for the first side; `smoothness` is the cost of separating linked
/// cells.
pub(crate) async fn cut(links: &Grid<[f32; 4]>, smoothness: f32, cells: &Grid<(Given, f32)>) -> Grid<bool> {
    let mut graph = Graph::new(links.width, links.height);
    for index in 0..links.data.len() {
        let (given, preference) = cells.at(index);
        let node = node(&graph, links, index);
        if given == Given::Nothing {
            graph.add_terminal(node, (preference * SCALE) as i32);
        }
        for (direction, (step, link, length)) in directed(links.at(index)).enumerate() {
            let Some(next) = neighbor(links, index, step) else { continue };
            let capacity = (link * smoothness * SCALE / length) as i32;
            // A link to a cell whose side is given is a preference for that side.
            match (given, cells.at(next).0) {
                (Given::Nothing, Given::Nothing) => graph.add_link(node, direction, capacity),
                (Given::Nothing, other) => graph.add_terminal(node, other.sign() * capacity),
                (own, Given::Nothing) => graph.add_terminal(self::node(&graph, links, next), own.sign() * capacity),
                _ => {}
            }
        }
    }
    while !graph.run(CELLS_PER_PAUSE) {
        pause().await;
    }
    pause().await;
    Grid::from_fn(links.width, links.height, |index| match cells.at(index).0 {
        Given::Nothing => graph.is_source(node(&graph, links, index)),
        given => given == Given::First,
    })
}

fn node(graph: &Graph, links: &Grid<[f32; 4]>, index: usize) -> usize {
    let (x, y) = links.place(index);
    graph.index(x, y)
}
