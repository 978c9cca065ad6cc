//! Selects things in photos: an object in a box, a surface under a stroke, what a lasso encloses, and corrections of these.
//!
//! Colors on both sides of an edge are learned from what the user marks, and a minimum cut finds the strongest edges between them
//! (GrabCut). Segments of several scales say where the object in a box is, and what a stroke is on. It works on a small copy of the photo; a guided filter then refines the edge at the photo's own size.

mod area;
mod contrast;
mod cut;
mod edge;
mod fine_cut;
mod from_box;
mod from_stroke;
mod geodesic;
mod geometry;
mod grid;
mod likelihood;
mod max_flow;
mod palette;
mod pause;
mod photo;
mod refine;
mod regions;
mod segments;
mod selector;
mod snap;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod tuning;

pub use edge::Coverage;
pub use geometry::{Point, Rect};
pub use pause::finish;
pub use photo::Photo;
pub use selector::{Marked, Selection, Selector, Task};
pub use tuning::Tuning;
