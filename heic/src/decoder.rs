//! Decodes a photo piece by piece.

use heifer_hevc_dec::decoder::{DecodeOptions, decode_picture};
use heifer_hevc_dec::recon::Frame;

use crate::container::{Layer, Photo, Tile, read_photo};
use crate::error::{Error, MAX_PIXELS};
use crate::geometry::Rect;
use crate::ycbcr::{Coding, RowConverter, plane_row};

/// About how many pixels a block has: one tile of a phone's photo.
const BLOCK_PIXELS: u32 = 1 << 18;

/// How many pixels a small picture may have beyond twice its size. Encoders fill whole blocks.
const MAX_PADDING: u64 = 1 << 16;

/// A part of the displayed photo.
#[derive(Debug)]
pub struct Block {
    /// Its left edge in the photo.
    pub x: u32,
    /// Its top edge.
    pub y: u32,
    /// Its width.
    pub width: u32,
    /// RGBA, not premultiplied.
    pub pixels: Vec<u8>,
}

/// Decodes one photo.
#[derive(Debug)]
pub struct Decoder {
    photo: Photo,
    /// The index of the next tile.
    next: usize,
    current: Option<Current>,
    /// The transparency of the whole image.
    alpha: Option<Vec<u8>>,
}

/// A decoded tile.
#[derive(Debug)]
struct Current {
    frame: Frame,
    coding: Coding,
    /// The tile's place in the image.
    tile: Rect,
    /// The part of it that is left to return.
    rest: Rect,
}

impl Decoder {
    /// Reads a file's structure. Decodes nothing yet.
    ///
    /// # Errors
    ///
    /// If the file is damaged, too large, or of an unsupported kind.
    pub fn new(file: Vec<u8>) -> Result<Self, Error> {
        Ok(Self { photo: read_photo(file)?, next: 0, current: None, alpha: None })
    }

    /// The displayed width and height.
    pub fn size(&self) -> (u32, u32) {
        self.photo.view.size()
    }

    /// Decodes the next part of the photo. `None` at the end.
    ///
    /// # Errors
    ///
    /// If the image data is damaged or of an unsupported kind.
    pub fn next_block(&mut self) -> Result<Option<Block>, Error> {
        if self.alpha.is_none()
            && let Some(layer) = &self.photo.alpha
        {
            self.alpha = Some(decode_alpha(&self.photo, layer)?);
        }
        loop {
            if let Some(current) = &mut self.current
                && current.rest.height > 0
            {
                let part = current.take_part();
                return Ok(Some(convert(&self.photo, self.alpha.as_deref(), current, part)));
            }
            let index = self.next;
            let Some(tile) = self.photo.layer.tiles.get(index) else { return Ok(None) };
            self.next += 1;
            let rect = self.photo.layer.tile_rect(index);
            let rest = rect.intersect(self.photo.view.part);
            if rest.width == 0 || rest.height == 0 {
                continue;
            }
            // Gives the memory of the tile before back first.
            self.current = None;
            let frame = decode(tile, &self.photo, &self.photo.layer, rect)?;
            let own = Coding { matrix: frame.matrix_coeffs.into(), full_range: frame.full_range };
            self.current = Some(Current { coding: tile.coding.unwrap_or(own), frame, tile: rect, rest });
        }
    }
}

impl Current {
    /// Takes rows for a block.
    fn take_part(&mut self) -> Rect {
        let height = (BLOCK_PIXELS / self.rest.width.max(1)).max(1).min(self.rest.height);
        let part = Rect { height, ..self.rest };
        self.rest.y += height;
        self.rest.height -= height;
        part
    }
}

/// Decodes a tile that covers this part of the image. A picture that is much larger than declared is rejected before it takes
/// memory.
fn decode(tile: &Tile, photo: &Photo, layer: &Layer, rect: Rect) -> Result<Frame, Error> {
    let declared = u64::from(layer.tile_width) * u64::from(layer.tile_height);
    let options = DecodeOptions { max_pixels: MAX_PIXELS.min(declared * 2 + MAX_PADDING), ..DecodeOptions::default() };
    let frame = decode_picture(&tile.bitstream(&photo.data)?, options)?;
    let [width, height] = [frame.widths, frame.heights].map(|[luma, ..]| luma);
    if width < rect.width || height < rect.height {
        return Err(Error::Damaged("image smaller than declared"));
    }
    Ok(frame)
}

/// Converts a part of a decoded tile to displayed pixels.
fn convert(photo: &Photo, alpha: Option<&[u8]>, current: &Current, part: Rect) -> Block {
    let mut converter = RowConverter::new(&current.frame, current.coding, photo.conversion.as_ref());
    let start = (part.x - current.tile.x) as usize;
    let mut pixels = Vec::with_capacity(part.width as usize * part.height as usize * 4);
    for y in part.y..part.y + part.height {
        converter.append_row((y - current.tile.y) as usize, start..start + part.width as usize, &mut pixels);
    }
    if let Some(alpha) = alpha {
        let rows = alpha.chunks_exact(photo.layer.width as usize).skip(part.y as usize);
        let values = rows.flat_map(|row| row.iter().skip(part.x as usize).take(part.width as usize));
        let (colors, _) = pixels.as_chunks_mut();
        for ([_, _, _, opacity], value) in colors.iter_mut().zip(values) {
            *opacity = *value;
        }
    }
    let displayed = photo.view.to_displayed(part);
    let pixels = photo.view.apply(pixels, part.width as usize);
    Block { x: displayed.x, y: displayed.y, width: displayed.width, pixels }
}

/// Decodes the transparency of the whole image, one byte per pixel.
fn decode_alpha(photo: &Photo, layer: &Layer) -> Result<Vec<u8>, Error> {
    let width = layer.width as usize;
    let mut alpha = vec![255; width * layer.height as usize];
    for (index, tile) in layer.tiles.iter().enumerate() {
        let rect = layer.tile_rect(index);
        let frame = decode(tile, photo, layer, rect)?;
        let [bits, _] = frame.bit_depth;
        let rows = alpha.chunks_exact_mut(width).skip(rect.y as usize).take(rect.height as usize);
        for (y, row) in rows.enumerate() {
            let places = row.iter_mut().skip(rect.x as usize).take(rect.width as usize);
            for (place, value) in places.zip(plane_row(&frame, 0, y)) {
                *place = (value >> bits.saturating_sub(8)).min(255) as u8;
            }
        }
    }
    Ok(alpha)
}
