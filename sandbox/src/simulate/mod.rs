//! Simulates the service's results: labeled images that differ by tool and option.

pub mod codec;
pub mod mask;

mod color;
mod color_grade;
mod deviation;
mod edit;
mod furniture;
mod label;
mod restyle;
mod shapes;
mod sketch;
mod sky;
mod staging;

use crate::fixtures::{self, Fixture};
use crate::options::ResultOptions;
use crate::render_request::{RenderRequest, Tool};
use crate::renders::Render;
use image::RgbImage;
use image::imageops::{FilterType, resize};

/// The shortest side of an upscaled image in pixels (2.8).
const UPSCALED_SIDE: u32 = 1536;

/// Creates the output file of a render: PNG for edits, otherwise JPEG. `None` if the photo is no longer stored or cannot
/// be decoded.
pub fn simulate(render: &Render, fixtures: &[Fixture], options: &ResultOptions) -> Option<Vec<u8>> {
    let photo = codec::decode(&render.photo.upgrade()?)?;
    let render_request = &render.render_request;
    let label = label::label_text(render_request);
    if render_request.tool == Tool::Edit {
        let covered = mask::decode(render_request.mask.as_deref()?)?;
        let result = fixture_result(fixtures, render_request, &photo)
            .unwrap_or_else(|| edit::edit(&photo, &covered, render_request, &label));
        let mut edited = mask::blend(&photo, &result, &covered);
        deviation::change_tone(&mut edited, &covered, options.tone);
        return codec::encode_png(&deviation::resize_and_shift(edited, options.size, options.shift), &label);
    }
    let mut image =
        fixture_result(fixtures, render_request, &photo).unwrap_or_else(|| apply_tool(photo, render_request));
    label::draw_banner(&mut image, &label);
    let size = options.size.filter(|_| render_request.tool != Tool::Upscale);
    codec::encode_jpeg(&deviation::resize_and_shift(image, size, options.shift), &label)
}

fn apply_tool(photo: RgbImage, render_request: &RenderRequest) -> RgbImage {
    match render_request.tool {
        Tool::Sketch => sketch::sketch(&photo, &render_request.options),
        Tool::EmptyRoom => staging::empty_room(&photo),
        Tool::Staging => staging::stage_room(photo, &render_request.options),
        Tool::Upscale => upscale(&photo),
        Tool::Interior | Tool::Exterior | Tool::Edit => restyle::restyle(photo, render_request),
    }
}

/// The result of a matching fixture, scaled to the size of the output.
fn fixture_result(fixtures: &[Fixture], render_request: &RenderRequest, photo: &RgbImage) -> Option<RgbImage> {
    let result = fixtures::find(fixtures, render_request, photo)?;
    Some(match render_request.tool {
        Tool::Upscale => upscale(&result),
        _ if result.dimensions() == photo.dimensions() => result,
        _ => resize(&result, photo.width(), photo.height(), FilterType::Triangle),
    })
}

fn upscale(photo: &RgbImage) -> RgbImage {
    let (width, height) = photo.dimensions();
    let short = width.min(height).max(1);
    let scaled =
        |side: u32| ((u64::from(side) * u64::from(UPSCALED_SIDE) + u64::from(short) / 2) / u64::from(short)) as u32;
    resize(photo, scaled(width), scaled(height), FilterType::CatmullRom)
}
