//! Applies an EXIF orientation to coordinates.

use reroom_kernels::Rect;

/// An orientation as steps from the stored to the displayed image: swap the axes, then flip each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation {
    /// Whether stored columns are displayed as rows.
    swap: bool,
    flip_x: bool,
    flip_y: bool,
}

impl Orientation {
    /// Reads an EXIF orientation, 1 to 8.
    pub fn from_exif(orientation: u8) -> Self {
        Self {
            swap: orientation >= 5,
            flip_x: matches!(orientation, 2 | 3 | 6 | 7),
            flip_y: matches!(orientation, 3 | 4 | 7 | 8),
        }
    }

    /// The stored size for a displayed size.
    pub fn stored_size(self, width: u32, height: u32) -> (u32, u32) {
        if self.swap { (height, width) } else { (width, height) }
    }

    /// Converts a rectangle of the displayed image, which has this size, to stored coordinates.
    pub fn to_stored(self, rect: Rect, (width, height): (u32, u32)) -> Rect {
        let flipped = |flip: bool, whole: u32, from: u32, length: u32| {
            if flip { whole.saturating_sub(from).saturating_sub(length) } else { from }
        };
        let x = flipped(self.flip_x, width, rect.x, rect.width);
        let y = flipped(self.flip_y, height, rect.y, rect.height);
        if self.swap { Rect { x: y, y: x, width: rect.height, height: rect.width } } else { Rect { x, y, ..rect } }
    }

    /// The canvas transform that displays the stored image, drawn at the origin, in `target`.
    pub fn canvas_matrix(self, target: Rect) -> [f64; 6] {
        let axis = |flip: bool, from: u32, length: u32| {
            if flip { (-1.0, f64::from(from) + f64::from(length)) } else { (1.0, f64::from(from)) }
        };
        let (x, dx) = axis(self.flip_x, target.x, target.width);
        let (y, dy) = axis(self.flip_y, target.y, target.height);
        if self.swap { [0.0, y, x, 0.0, dx, dy] } else { [x, 0.0, 0.0, y, dx, dy] }
    }
}
