//! Cuts cells into two sides.

use crate::contrast::{directed, neighbor};
use crate::grid::Grid;
use crate::max_flow::Graph;
use std::future::Future;
use std::mem::replace;
use std::pin::Pin;
use std::task::{Context, Poll};

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

/// A cut that is being found. It resolves to the cells on the first side, and pauses at least once.
pub(crate) struct Cut {
    graph: Graph,
    given: Grid<Given>,
    has_paused: bool,
}

impl Future for Cut {
    type Output = Grid<bool>;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Grid<bool>> {
        let is_found = self.graph.run(CELLS_PER_PAUSE);
        if !replace(&mut self.has_paused, true) || !is_found {
            return Poll::Pending;
        }
        let Self { graph, given, .. } = &*self;
        Poll::Ready(Grid::from_fn(given.width, given.height, |index| match given.at(index) {
            Given::Nothing => graph.is_source(node(graph, given, index)),
            given => given == Given::First,
        }))
    }
}

/// Cuts cells into two sides. Positive preferences are for the first side; `smoothness` is the cost of separating linked cells.
pub(crate) fn cut(links: &Grid<[f32; 4]>, smoothness: f32, cells: &Grid<(Given, f32)>) -> Cut {
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
    Cut { graph, given: cells.map(|(given, _)| given), has_paused: false }
}

fn node<T: Copy + Default>(graph: &Graph, cells: &Grid<T>, index: usize) -> usize {
    let (x, y) = cells.place(index);
    graph.index(x, y)
}
