//! The furniture of staged rooms, as simple shapes.

use super::shapes::{Placement, Shape};

/// A piece of furniture: its shape, its placement, and which of the style's three tones it has.
pub type Piece = (Shape, Placement, usize);

const fn block(x: f32, y: f32, width: f32, height: f32, tone: usize) -> Piece {
    (Shape::Block, Placement { x, y, width, height }, tone)
}

const fn round(x: f32, y: f32, width: f32, height: f32, tone: usize) -> Piece {
    (Shape::Round, Placement { x, y, width, height }, tone)
}

const LIVING_ROOM: &[Piece] = &[
    round(0.5, 0.87, 0.62, 0.16, 2),
    block(0.5, 0.66, 0.4, 0.16, 0),
    block(0.5, 0.75, 0.44, 0.12, 0),
    block(0.3, 0.72, 0.06, 0.16, 0),
    block(0.7, 0.72, 0.06, 0.16, 0),
    round(0.5, 0.88, 0.22, 0.07, 1),
    block(0.83, 0.66, 0.012, 0.3, 1),
    round(0.83, 0.5, 0.09, 0.1, 2),
];
const DINING_ROOM: &[Piece] = &[
    block(0.28, 0.72, 0.09, 0.26, 1),
    block(0.72, 0.72, 0.09, 0.26, 1),
    block(0.42, 0.64, 0.08, 0.18, 1),
    block(0.58, 0.64, 0.08, 0.18, 1),
    round(0.5, 0.76, 0.46, 0.14, 0),
    round(0.5, 0.16, 0.14, 0.1, 2),
];
const KITCHEN: &[Piece] = &[
    block(0.5, 0.3, 0.7, 0.16, 1),
    block(0.5, 0.6, 0.76, 0.18, 0),
    block(0.5, 0.82, 0.46, 0.2, 2),
    block(0.5, 0.72, 0.5, 0.03, 1),
];
const BEDROOM: &[Piece] = &[
    round(0.5, 0.88, 0.66, 0.18, 2),
    block(0.5, 0.55, 0.44, 0.24, 1),
    block(0.5, 0.74, 0.42, 0.26, 0),
    block(0.4, 0.64, 0.16, 0.07, 2),
    block(0.6, 0.64, 0.16, 0.07, 2),
    block(0.22, 0.72, 0.09, 0.14, 1),
    block(0.78, 0.72, 0.09, 0.14, 1),
];
const BATHROOM: &[Piece] = &[
    round(0.42, 0.8, 0.46, 0.22, 2),
    round(0.42, 0.77, 0.38, 0.12, 1),
    block(0.8, 0.7, 0.2, 0.2, 0),
    round(0.8, 0.38, 0.16, 0.26, 2),
];
const OFFICE: &[Piece] = &[
    block(0.2, 0.45, 0.16, 0.5, 1),
    block(0.55, 0.66, 0.44, 0.05, 0),
    block(0.37, 0.76, 0.04, 0.2, 0),
    block(0.73, 0.76, 0.04, 0.2, 0),
    block(0.55, 0.56, 0.16, 0.14, 1),
    round(0.55, 0.82, 0.16, 0.16, 2),
];
const MEETING_ROOM: &[Piece] = &[
    block(0.26, 0.62, 0.08, 0.16, 1),
    block(0.42, 0.6, 0.08, 0.16, 1),
    block(0.58, 0.6, 0.08, 0.16, 1),
    block(0.74, 0.62, 0.08, 0.16, 1),
    round(0.5, 0.74, 0.7, 0.16, 0),
    block(0.5, 0.3, 0.36, 0.22, 2),
];
const RESTAURANT: &[Piece] = &[
    round(0.22, 0.72, 0.2, 0.09, 0),
    round(0.5, 0.66, 0.16, 0.07, 0),
    round(0.78, 0.72, 0.2, 0.09, 0),
    round(0.5, 0.86, 0.26, 0.11, 0),
    block(0.1, 0.72, 0.05, 0.16, 1),
    block(0.9, 0.72, 0.05, 0.16, 1),
    round(0.3, 0.2, 0.07, 0.08, 2),
    round(0.7, 0.2, 0.07, 0.08, 2),
];

/// The furniture of a room type, from back to front.
pub fn furniture_for(room: &str) -> &'static [Piece] {
    match room {
        "dining-room" => DINING_ROOM,
        "kitchen" => KITCHEN,
        "bedroom" => BEDROOM,
        "bathroom" => BATHROOM,
        "office" => OFFICE,
        "meeting-room" => MEETING_ROOM,
        "restaurant" => RESTAURANT,
        _ => LIVING_ROOM,
    }
}
