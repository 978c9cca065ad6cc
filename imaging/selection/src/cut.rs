//! Cuts cells into two sides.

use crate::contrast::directed;
use crate::grid::Grid;
use crate::max_flow::Graph;
use crate::pause::pause;

/// Capacities per unit of preference.
const SCALE: f32 = 100.0;
/// The capacity of a cell whose side is given.
const FIXED: i32 = 1_000_000;
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

/// Finds the cells on the first side. Positive preferences are for the first side; `smoothness` is the cost of separating linked
/// cells.
pub(crate) async fn cut(
    links: &Grid<[f32; 4]>,
    smoothness: f32,
    cell: impl Fn(usize) -> (Given, f32),
) -> Grid<bool> {
    let mut graph = Graph::new(links.width, links.height);
    for index in 0..links.data.len() {
        let (x, y) = links.place(index);
        let node = graph.index(x, y);
        let (given, preference) = cell(index);
        graph.set_terminal(
            node,
            match given {
                Given::First => FIXED,
                Given::Second => -FIXED,
                Given::Nothing => (preference * SCALE) as i32,
            },
        );
        for (direction, (_, link, length)) in directed(links.at(index)).enumerate() {
            if link > 0.0 {
                graph.set_link(node, direction, (link * smoothness * SCALE / length) as i32);
            }
        }
    }
    while !graph.run(CELLS_PER_PAUSE) {
        pause().await;
    }
    pause().await;
    Grid::from_fn(links.width, links.height, |index| {
        let (x, y) = links.place(index);
        graph.is_source(graph.index(x, y))
    })
}
