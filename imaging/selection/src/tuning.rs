//! The constants of the method. Those of strokes are the weights of a logistic regression, and all were found with rendered rooms and with
//! public photos whose objects are outlined.

macro_rules! tuning {
    ($($(#[$doc:meta])* $name:ident: $value:expr,)*) => {
        /// The constants of the method, found by experiment on photos of rooms and streets.
        #[derive(Clone, Debug)]
        pub struct Tuning { $($(#[$doc])* pub $name: f32,)* }

        impl Default for Tuning {
            fn default() -> Self {
                Self { $($name: $value,)* }
            }
        }

        impl Tuning {
            /// Finds a constant by its name.
            pub fn by_name(&mut self, name: &str) -> Option<&mut f32> {
                match name {
                    $(stringify!($name) => Some(&mut self.$name),)*
                    _ => None,
                }
            }
        }
    };
}

tuning! {
    /// Cells of the coarse grid.
    cells: 15_000.0,
    /// The margin around a box or lasso, in its sides.
    margin: 0.25,
    /// Main colors.
    colors: 40.0,
    /// The distance at which colors are similar.
    color_spread: 3.5,
    /// The radius of the neighborhood for contrast, in sides of the area.
    locality: 0.04,
    /// How much the contrast of the neighborhood counts, instead of the mean contrast.
    local_contrast: 0.9,
    /// Added to the mean contrast.
    noise: 1.0,
    /// How fast links weaken with contrast.
    contrast: 1.7,
    /// The radius of local color likelihoods, in twentieths of the area.
    likelihood_spread: 2.0,
    /// How much the likelihoods of the whole area count.
    likelihood_global: 1.0,
    /// Added to likelihoods.
    likelihood_floor: 0.004,
    /// Smoothness after a box or a stroke.
    box_smoothness: 14.0,
    /// Maximum log ratio of likelihoods after a box.
    box_clip: 4.0,
    /// Preference for the center of a box.
    box_center: 0.5,
    /// How much a box is object at the start.
    box_start: 0.4,
    /// How much the rest of a box counts as background.
    box_rest: 1.0,
    /// Share of a box that the object spans.
    box_tight: 0.75,
    /// How likely cells are object because of their segments: at the start,
    box_prior: -1.6,
    /// for each scale at which the segment is in the box,
    box_inside: 0.6,
    /// and for each by how much its rectangle is like the box.
    box_likeness: 1.4,
    /// The largest gap between an object and a side of its box, in sides.
    box_gap: 0.08,
    /// Scores of candidates: sides of the box that are reached,
    score_reached: 5.5,
    /// the share of the box,
    score_fill: 8.0,
    /// which is most likely this one,
    score_fill_mean: 0.6,
    /// and the overlap with the other candidates.
    score_agreement: 5.0,
    /// The lowest score of the ellipse in the box.
    score_ellipse: 2.5,
    /// The score of a selection that is probably right.
    score_sure: 3.5,
    /// How far edges push a geodesic distance.
    edge_gain: 15.0,
    /// How far a dab reaches, in diagonals.
    dab_reach: 0.4,
    /// How much a dab counts as a model.
    dab_weight: 0.02,
    /// How much the rest of its side counts.
    dab_old: 0.3,
    /// Maximum log ratio after a dab.
    dab_clip: 3.0,
    /// Weight of colors after a dab.
    dab_color: 0.8,
    /// Weight of the distance.
    dab_distance: 4.0,
    /// Preference for what was there.
    dab_stay: 2.6,
    /// Smoothness after a dab.
    dab_smoothness: 4.0,
    /// How much earlier corrections resist, by distance.
    dab_rivals: 2.0,
    /// Scores of candidates: edges,
    dab_score_edge: 25.0,
    /// dabs in the middle,
    dab_score_middle: 37.5,
    /// size,
    dab_score_size: 1.75,
    /// and how much larger a change is than the one before.
    dab_score_growth: 4.0,
    /// Bias between candidates of a dab.
    dab_step: 1.0,
    /// How much more likely a cell is meant by a stroke than not, as a logarithm: at the stroke,
    stroke_start: 6.0,
    /// by the logarithm of its length in diagonals of the photo,
    stroke_length: 1.04,
    /// less by the logarithm of the distance,
    stroke_distance: 1.78,
    /// by its color,
    stroke_color: 0.29,
    /// for each scale at which the stroke touches its segment,
    stroke_touched: 1.0,
    /// and for each by the color of its segment.
    stroke_segment: 0.3,
    /// The mean likelihood of a selection that is probably right.
    stroke_sure: 0.7,
    /// Smoothness of a snapped edge.
    snap_smoothness: 8.0,
    /// Weight of colors when snapping.
    snap_color: 2.5,
    /// Weight of the distance from the drawn line.
    snap_distance: 5.0,
    /// Radius to snap a lasso, in widths of the photo.
    snap_radius: 0.008,
    /// Radius of the edge filter, in fine cells.
    edge_radius: 1.5,
    /// Contrast below which the edge filter smooths.
    edge_noise: 60.0,
    /// Sharpness of edges.
    edge_sharpness: 2.0,
}
