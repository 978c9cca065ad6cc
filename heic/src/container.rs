//! Reads what a HEIC file contains: the tiles of its primary image, their colors, and how they are displayed.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use heifer_hevc_dec::nal::NalUnit;
use heifer_hevc_dec::params::ParameterSets;
use heifer_isobmff::boxes::{ColorInfo, HevcConfig, Property};
use heifer_isobmff::{BoxIter, HeifFile, ItemId};

use crate::color::Conversion;
use crate::error::{Error, MAX_PIXELS};
use crate::geometry::{Rect, View};
use crate::ycbcr::Coding;

/// The types of auxiliary images with transparency.
const ALPHA: [&str; 2] = ["urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"];
/// How many images may be derived from each other.
const MAX_DEPTH: usize = 4;
const START_CODE: [u8; 4] = [0, 0, 0, 1];

/// The primary image of a file.
#[derive(Debug)]
pub struct Photo {
    pub data: Vec<u8>,
    pub view: View,
    pub layer: Layer,
    pub alpha: Option<Layer>,
    pub conversion: Option<Conversion>,
}

/// An image of one or more tiles.
#[derive(Debug)]
pub struct Layer {
    pub width: u32,
    pub height: u32,
    pub tile_width: u32,
    pub tile_height: u32,
    pub columns: u32,
    pub tiles: Vec<Tile>,
}

impl Layer {
    /// The place of a tile in the image.
    pub fn tile_rect(&self, index: usize) -> Rect {
        let index = u32::try_from(index).unwrap_or_default();
        let (column, row) = (index % self.columns.max(1), index / self.columns.max(1));
        let x = column.saturating_mul(self.tile_width);
        let y = row.saturating_mul(self.tile_height);
        let tile = Rect { x, y, width: self.tile_width, height: self.tile_height };
        tile.intersect(Rect { x: 0, y: 0, width: self.width, height: self.height })
    }
}

/// A coded picture.
#[derive(Debug)]
pub struct Tile {
    config: Rc<HevcConfig>,
    bytes: Bytes,
    /// From its properties. Without it, the bitstream has it.
    pub coding: Option<Coding>,
}

#[derive(Debug)]
enum Bytes {
    InFile(Range<usize>),
    Assembled(Vec<u8>),
}

impl Tile {
    /// The bitstream as the decoder expects it: with start codes, parameter sets first.
    pub fn bitstream(&self, data: &[u8]) -> Result<Vec<u8>, Error> {
        let mut rest = match &self.bytes {
            Bytes::InFile(range) => data.get(range.clone()).unwrap_or_default(),
            Bytes::Assembled(bytes) => bytes,
        };
        let mut stream = Vec::with_capacity(rest.len() + 512);
        for unit in &self.config.nal_units {
            stream.extend_from_slice(&START_CODE);
            stream.extend_from_slice(unit);
        }
        while !rest.is_empty() {
            let cut = Error::Damaged("incomplete image data");
            let (length, after) = rest.split_at_checked(self.config.nal_length_size.into()).ok_or(cut)?;
            let length = length.iter().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
            let (unit, after) = after.split_at_checked(length).ok_or(cut)?;
            stream.extend_from_slice(&START_CODE);
            stream.extend_from_slice(unit);
            rest = after;
        }
        Ok(stream)
    }
}

/// Reads a file.
pub fn read_photo(data: Vec<u8>) -> Result<Photo, Error> {
    let boxes = without_trailing_data(&data);
    let file = match HeifFile::parse(boxes) {
        Err(_) if is_film(boxes) => return Err(Error::Unsupported("an image sequence without a still image")),
        parsed => parsed?,
    };
    let mut steps = Vec::new();
    let image = find_source(&file, file.primary_id, &mut steps)?;
    let layer = read_layer(&file, &data, image)?;
    let mut view = View::new(layer.width, layer.height);
    for step in &steps {
        apply(step, &mut view);
    }
    let alpha = find_alpha(&file, image)?.map(|id| read_layer(&file, &data, id)).transpose()?;
    let alpha = alpha.filter(|alpha| (alpha.width, alpha.height) == (layer.width, layer.height));
    let conversion = read_conversion(&file, image)?;
    Ok(Photo { view, layer, alpha, conversion, data })
}

/// The file up to the first thing that is not a box. Some cameras append data.
fn without_trailing_data(data: &[u8]) -> &[u8] {
    let boxes = BoxIter::new(data).map_while(Result::ok);
    let end = boxes.last().map_or(0, |last| offset_in(data, last.content).end);
    data.get(..end).unwrap_or(data)
}

/// Whether a file has frames, but no still image.
fn is_film(data: &[u8]) -> bool {
    let has = |name: &[u8; 4]| BoxIter::new(data).map_while(Result::ok).any(|part| part.header.box_type.0 == *name);
    has(b"moov") && !has(b"meta")
}

/// Where a part of the file is.
fn offset_in(data: &[u8], part: &[u8]) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(data.as_ptr() as usize);
    start..start + part.len()
}

/// The coded image or grid that an image is derived from, and the properties that transform it, in order.
fn find_source(file: &HeifFile<'_>, primary: ItemId, steps: &mut Vec<Property>) -> Result<ItemId, Error> {
    let mut id = primary;
    for _ in 0..MAX_DEPTH {
        let own: Vec<Property> = file.item_properties(id)?.filter(|step| is_transform(step)).cloned().collect();
        steps.splice(0..0, own);
        match (&file.item(id)?.item_type.0, file.referenced_items(id, b"dimg")) {
            (b"hvc1" | b"hev1" | b"grid", _) => return Ok(id),
            (b"iden", [source]) => id = *source,
            (b"iovl", _) => return Err(Error::Unsupported("overlay of several images")),
            _ => return Err(Error::Unsupported("another codec than HEVC")),
        }
    }
    Err(Error::Damaged("image derived from too many others"))
}

fn is_transform(property: &Property) -> bool {
    matches!(property, Property::CleanAperture { .. } | Property::Rotation(_) | Property::Mirror(_))
}

fn apply(step: &Property, view: &mut View) {
    match *step {
        Property::Rotation(quarters) => view.rotate(quarters),
        Property::Mirror(upside_down) => view.mirror(upside_down),
        Property::CleanAperture { width, height, horiz_offset, vert_offset } => {
            let (full_width, full_height) = view.size();
            let (x, width) = crop_side(full_width, width, horiz_offset);
            let (y, height) = crop_side(full_height, height, vert_offset);
            view.crop(Rect { x, y, width, height });
        }
        _ => {}
    }
}

/// The start and the length of a cropped side. The offset is that of its center.
fn crop_side(full: u32, length: (u32, u32), offset: (i32, u32)) -> (u32, u32) {
    let length = (f64::from(length.0) / f64::from(length.1)).round();
    let center = f64::from(offset.0) / f64::from(offset.1) + f64::from(full) / 2.0;
    let start = (center - length / 2.0).round();
    // A zero denominator gives an infinite number, or none.
    if start.is_finite() && length >= 1.0 { (start as u32, length as u32) } else { (0, full) }
}

fn read_layer(file: &HeifFile<'_>, data: &[u8], id: ItemId) -> Result<Layer, Error> {
    let mut layer = if &file.item(id)?.item_type.0 == b"grid" {
        let grid = file.grid(id)?;
        let ids = file.referenced_items(id, b"dimg");
        let (columns, rows) = (u32::from(grid.columns), u32::from(grid.rows));
        if ids.len() != (columns * rows) as usize {
            return Err(Error::Damaged("wrong number of tiles"));
        }
        let tiles = ids.iter().map(|tile| read_tile(file, data, *tile)).collect::<Result<_, _>>()?;
        let first = ids.first().copied().unwrap_or_default();
        let (tile_width, tile_height) = file.image_size(first)?.ok_or(Error::Damaged("tiles without a size"))?;
        Layer { width: grid.output_width, height: grid.output_height, tile_width, tile_height, columns, tiles }
    } else {
        let (width, height) = file.image_size(id)?.ok_or(Error::Damaged("image without a size"))?;
        let tiles = vec![read_tile(file, data, id)?];
        Layer { width, height, tile_width: width, tile_height: height, columns: 1, tiles }
    };
    if layer.width == 0 || layer.height == 0 || layer.tile_width == 0 || layer.tile_height == 0 {
        return Err(Error::Damaged("image of size 0"));
    }
    let count = |width: u32, height: u32| u64::from(width) * u64::from(height);
    if count(layer.width, layer.height).max(count(layer.tile_width, layer.tile_height)) > MAX_PIXELS {
        return Err(Error::TooLarge);
    }
    // The tiles share what they have in common.
    let mut shared: Vec<Rc<HevcConfig>> = Vec::new();
    for tile in &mut layer.tiles {
        match shared.iter().find(|config| **config == tile.config) {
            Some(config) => tile.config = Rc::clone(config),
            None => shared.push(Rc::clone(&tile.config)),
        }
    }
    Ok(layer)
}

fn read_tile(file: &HeifFile<'_>, data: &[u8], id: ItemId) -> Result<Tile, Error> {
    let config = file.hevc_config(id)?.ok_or(Error::Unsupported("another codec than HEVC"))?;
    let bytes = match file.item_data(id)? {
        Cow::Borrowed(part) => Bytes::InFile(offset_in(data, part)),
        Cow::Owned(bytes) => Bytes::Assembled(bytes),
    };
    let coding = read_nclx(file, id)?.map(|nclx| nclx.coding);
    Ok(Tile { config: Rc::new(config.clone()), bytes, coding })
}

/// The auxiliary image with the transparency of an image.
fn find_alpha(file: &HeifFile<'_>, image: ItemId) -> Result<Option<ItemId>, Error> {
    for id in file.referencing_items(image, b"auxl") {
        let is_alpha =
            |property: &Property| matches!(property, Property::AuxiliaryType(kind) if ALPHA.contains(&kind.as_str()));
        if file.item_properties(id)?.any(is_alpha) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// The color information of an image.
struct Nclx {
    primaries: u16,
    transfer: u16,
    coding: Coding,
}

fn read_nclx(file: &HeifFile<'_>, id: ItemId) -> Result<Option<Nclx>, Error> {
    Ok(file.item_properties(id)?.find_map(|property| match *property {
        Property::Color(ColorInfo::Nclx { primaries, transfer, matrix, full_range }) => {
            Some(Nclx { primaries, transfer, coding: Coding { matrix, full_range } })
        }
        _ => None,
    }))
}

/// The conversion to sRGB: from the ICC profile, or else the nclx property, or else the bitstream.
fn read_conversion(file: &HeifFile<'_>, image: ItemId) -> Result<Option<Conversion>, Error> {
    if let Some(profile) = file.icc_profile(image)? {
        return Ok(Conversion::from_icc(profile));
    }
    let first = file.referenced_items(image, b"dimg").first().copied().unwrap_or(image);
    for id in [image, first] {
        if let Some(nclx) = read_nclx(file, id)? {
            return Ok(Conversion::from_nclx(nclx.primaries, nclx.transfer));
        }
    }
    let mut sets = ParameterSets::default();
    for unit in file.hevc_config(first)?.map_or(&[][..], |config| &config.nal_units) {
        sets.add(&NalUnit::parse(unit)?)?;
    }
    let vui = sets.sps.iter().flatten().find_map(|sps| sps.vui.as_ref());
    Ok(vui.and_then(|vui| Conversion::from_nclx(vui.colour_primaries.into(), vui.transfer_characteristics.into())))
}
