//! Crops and turns: where the pixels of a stored image are displayed.

/// A rectangle of pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rect {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

impl Rect {
    /// The common part of two rectangles. Its width or height may be 0.
    pub fn intersect(self, other: Self) -> Self {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let right = self.x.saturating_add(self.width).min(other.x.saturating_add(other.width));
        let bottom = self.y.saturating_add(self.height).min(other.y.saturating_add(other.height));
        Self { x, y, width: right.saturating_sub(x), height: bottom.saturating_sub(y) }
    }
}

/// What is displayed of a stored image: a part of it, possibly mirrored and turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// The displayed part, in stored pixels.
    pub part: Rect,
    /// Whether rows are displayed as columns. Applies before the flips.
    pub transposed: bool,
    pub flipped_x: bool,
    pub flipped_y: bool,
}

impl View {
    /// The whole image, unchanged.
    pub fn new(width: u32, height: u32) -> Self {
        let part = Rect { x: 0, y: 0, width, height };
        Self { part, transposed: false, flipped_x: false, flipped_y: false }
    }

    /// The displayed size.
    pub fn size(&self) -> (u32, u32) {
        let Rect { width, height, .. } = self.part;
        if self.transposed { (height, width) } else { (width, height) }
    }

    /// Turns it counterclockwise by quarters.
    pub fn rotate(&mut self, quarters: u8) {
        for _ in 0..quarters {
            // Columns become rows from the bottom up.
            self.transposed = !self.transposed;
            (self.flipped_x, self.flipped_y) = (self.flipped_y, !self.flipped_x);
        }
    }

    /// Exchanges top and bottom, or left and right.
    pub fn mirror(&mut self, upside_down: bool) {
        if upside_down {
            self.flipped_y = !self.flipped_y;
        } else {
            self.flipped_x = !self.flipped_x;
        }
    }

    /// Keeps a part of what is displayed.
    pub fn crop(&mut self, displayed: Rect) {
        let part = self.to_stored(displayed);
        self.part = self.part.intersect(part);
    }

    /// Where a part of the displayed image is stored.
    fn to_stored(self, displayed: Rect) -> Rect {
        let (width, height) = self.size();
        let Rect { x, y, width: wide, height: high } = displayed;
        let from_end = |size: u32, at: u32, length: u32| size.saturating_sub(at).saturating_sub(length);
        let x = if self.flipped_x { from_end(width, x, wide) } else { x };
        let y = if self.flipped_y { from_end(height, y, high) } else { y };
        let (x, y, width, height) = if self.transposed { (y, x, high, wide) } else { (x, y, wide, high) };
        Rect { x: self.part.x.saturating_add(x), y: self.part.y.saturating_add(y), width, height }
    }

    /// Where a stored rectangle inside of the part is displayed.
    pub fn to_displayed(self, stored: Rect) -> Rect {
        let x = stored.x.saturating_sub(self.part.x);
        let y = stored.y.saturating_sub(self.part.y);
        let Rect { width, height, .. } = stored;
        let (x, y, width, height) = if self.transposed { (y, x, height, width) } else { (x, y, width, height) };
        let (full_width, full_height) = self.size();
        let from_end = |size: u32, at: u32, length: u32| size.saturating_sub(at).saturating_sub(length);
        let x = if self.flipped_x { from_end(full_width, x, width) } else { x };
        let y = if self.flipped_y { from_end(full_height, y, height) } else { y };
        Rect { x, y, width, height }
    }

    /// Turns and flips RGBA pixels of a stored rectangle of this width.
    pub fn apply(self, pixels: Vec<u8>, width: usize) -> Vec<u8> {
        let (pixels_in, _) = pixels.as_chunks::<4>();
        if width == 0 || (!self.transposed && !self.flipped_x && !self.flipped_y) {
            return pixels;
        }
        let mut turned = Vec::with_capacity(pixels.len());
        let height = pixels_in.len() / width;
        let lines = if self.transposed { width } else { height };
        for line in 0..lines {
            let line = if self.flipped_y { lines - 1 - line } else { line };
            if self.transposed {
                self.append_line(pixels_in.iter().skip(line).step_by(width), &mut turned);
            } else {
                self.append_line(pixels_in.iter().skip(line * width).take(width), &mut turned);
            }
        }
        turned.into_flattened()
    }

    fn append_line<'p>(
        self,
        line: impl DoubleEndedIterator<Item = &'p [u8; 4]> + ExactSizeIterator,
        turned: &mut Vec<[u8; 4]>,
    ) {
        if self.flipped_x {
            turned.extend(line.rev());
        } else {
            turned.extend(line);
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
