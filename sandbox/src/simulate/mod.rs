//! The pictures that stand in for renderings: made from the photo, different by tool and option, and labelled.

pub mod codec;
pub mod mask;

mod edit;
mod furniture;
mod grade;
mod label;
mod looks;
mod rooms;
mod shapes;
mod sketch;
mod sky;

use crate::orders::{Kind, Order};
use crate::renders::Render;
use crate::twins::{self, Twin};
use image::RgbImage;
use image::imageops::{FilterType, resize};

/// Pixels on the shortest side of an upscaled picture (2.8).
const UPSCALED: u32 = 1536;

/// A colour, 0 to 255 each.
type Rgb = [f32; 3];

/// The finished picture of a render as a file: PNG for an edit, JPEG otherwise. `None` where its photo is gone or
/// cannot be decoded.
pub fn paint(render: &Render, twins: &[Twin]) -> Option<Vec<u8>> {
    let photo = codec::decode(&render.photo.upgrade()?)?;
    let order = &render.order;
    let label = label::of(order);
    if order.kind == Kind::Edit {
        let covered = mask::decode(order.mask.as_deref()?)?;
        let result = twin_of(twins, order, &photo).unwrap_or_else(|| edit::paint(&photo, &covered, order, &label));
        return codec::encode_png(&mask::blend(&photo, &result, &covered), &label);
    }
    let mut picture = twin_of(twins, order, &photo).unwrap_or_else(|| plain(photo, order));
    label::banner(&mut picture, &label);
    codec::encode_jpeg(&picture, &label)
}

fn plain(photo: RgbImage, order: &Order) -> RgbImage {
    match order.kind {
        Kind::Sketch => sketch::paint(&photo, &order.options),
        Kind::EmptyRoom => rooms::empty(&photo),
        Kind::Staging => rooms::stage(photo, &order.options),
        Kind::Upscale => upscale(&photo),
        Kind::Interior | Kind::Exterior | Kind::Edit => looks::paint(photo, order),
    }
}

/// The twin of the photo at the size that the rendering has.
fn twin_of(twins: &[Twin], order: &Order, photo: &RgbImage) -> Option<RgbImage> {
    let result = twins::find(twins, order, photo)?;
    Some(match order.kind {
        Kind::Upscale => upscale(&result),
        _ if result.dimensions() == photo.dimensions() => result,
        _ => resize(&result, photo.width(), photo.height(), FilterType::Triangle),
    })
}

fn upscale(photo: &RgbImage) -> RgbImage {
    let (width, height) = photo.dimensions();
    let short = width.min(height).max(1);
    let scaled = |side: u32| ((u64::from(side) * u64::from(UPSCALED) + u64::from(short) / 2) / u64::from(short)) as u32;
    resize(photo, scaled(width), scaled(height), FilterType::CatmullRom)
}

/// Between two values, `share` of the way.
fn mix(from: f32, to: f32, share: f32) -> f32 {
    from + (to - from) * share
}

/// A channel's byte.
fn byte(value: f32) -> u8 {
    // The cast rounds towards zero and holds what is out of range.
    (value + 0.5) as u8
}

/// How bright a pixel is, 0 to 255.
fn luminance(pixel: image::Rgb<u8>) -> f32 {
    let [r, g, b] = pixel.0.map(f32::from);
    0.299 * r + 0.587 * g + 0.114 * b
}

/// Moves a pixel towards a colour.
fn cover(pixel: &mut image::Rgb<u8>, color: Rgb, share: f32) {
    for (channel, color) in pixel.0.iter_mut().zip(color) {
        *channel = byte(mix(f32::from(*channel), color, share));
    }
}
