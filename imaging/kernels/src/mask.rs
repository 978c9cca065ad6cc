//! The pixels of a mask.

/// The coverage of each pixel, row by row from the top left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// `width * height` bytes, 0 (unpainted) to 255 (fully painted).
    pub data: Vec<u8>,
}

/// How to combine a mask with another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CombineMode {
    /// Keep only the other mask.
    Replace,
    /// Paint what the other mask paints.
    Add,
    /// Erase what the other mask paints.
    Subtract,
}

impl Mask {
    /// Inverts the mask.
    pub fn invert(&mut self) {
        let (words, rest) = self.data.as_chunks_mut::<8>();
        words.iter_mut().for_each(|word| *word = (!u64::from_le_bytes(*word)).to_le_bytes());
        rest.iter_mut().for_each(|byte| *byte = !*byte);
    }

    /// Combines the mask with another one of the same size.
    pub fn combine(&mut self, other: &Self, mode: CombineMode) {
        combine(&mut self.data, &other.data, mode);
    }
}

/// Combines coverage with other coverage.
pub fn combine(pixels: &mut [u8], other: &[u8], mode: CombineMode) {
    let pixels = pixels.iter_mut().zip(other);
    match mode {
        CombineMode::Replace => pixels.for_each(|(pixel, new)| *pixel = *new),
        CombineMode::Add => pixels.for_each(|(pixel, new)| *pixel = (*pixel).max(*new)),
        CombineMode::Subtract => pixels.for_each(|(pixel, new)| *pixel = (*pixel).min(!new)),
    }
}
