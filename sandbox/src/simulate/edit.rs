//! Simulates edits. Pixels outside the mask are restored afterwards.

use super::color::{Rgb, blend_toward, luminance, mix, to_byte};
use super::shapes::{Placement, Shape, draw};
use super::{label, mask, restyle, staging};
use crate::random::{hash, mix as scatter};
use crate::render_request::{RenderRequest, get_str};
use image::{GrayImage, RgbImage};
use serde_json::Value;

/// Edits the photo under the mask and labels that area.
pub fn edit(photo: &RgbImage, mask_image: &GrayImage, render_request: &RenderRequest, label: &str) -> RgbImage {
    let Some(bounds) = mask::bounds(mask_image) else { return photo.clone() };
    let mut edited = match get_str(&render_request.options, "action") {
        Some("material") => apply_material(photo, get_str(&render_request.options, "material").unwrap_or_default()),
        Some("object") => add_object(photo, mask_image, bounds, &object_name(render_request)),
        Some("prompt") => draw_stripes(photo, get_str(&render_request.options, "prompt").unwrap_or_default()),
        _ => return fill_from_surroundings(photo, mask_image),
    };
    label::draw_within(&mut edited, bounds, label);
    edited
}

fn object_name(render_request: &RenderRequest) -> String {
    render_request.options.get("object").map(Value::to_string).unwrap_or_default()
}

/// Fills the masked area with the colors around it, row by row, then blurs it.
fn fill_from_surroundings(photo: &RgbImage, mask_image: &GrayImage) -> RgbImage {
    let mut filled = photo.clone();
    let mut last: Rgb = average(photo, mask_image);
    for (x, y, pixel) in filled.enumerate_pixels_mut() {
        let hidden = mask_image.get_pixel_checked(x, y).is_some_and(|pixel| pixel.0 > [0]);
        if hidden {
            pixel.0 = last.map(to_byte);
        } else {
            let [r, g, b] = last;
            let [x, y, z] = pixel.0.map(f32::from);
            last = [mix(r, x, 0.05), mix(g, y, 0.05), mix(b, z, 0.05)];
        }
    }
    staging::blur(&filled, 60)
}

/// The average color outside the mask.
fn average(photo: &RgbImage, mask_image: &GrayImage) -> Rgb {
    let (mut sum, mut count) = ([0.0_f64; 3], 1.0_f64);
    for (pixel, _) in photo.pixels().zip(mask_image.pixels()).filter(|(_, mask_image)| mask_image.0 == [0]) {
        for (sum, channel) in sum.iter_mut().zip(pixel.0) {
            *sum += f64::from(channel);
        }
        count += 1.0;
    }
    sum.map(|sum| (sum / count) as f32)
}

/// Covers the photo with a material that has its own color and pattern, lit like the photo.
fn apply_material(photo: &RgbImage, material: &str) -> RgbImage {
    let number = hash(material);
    let color = material_color(material);
    let cell = (photo.width() / 48).max(6);
    let mut surface = photo.clone();
    for (x, y, pixel) in surface.enumerate_pixels_mut() {
        let light = 0.45 + luminance(*pixel) / 255.0 * 0.75;
        let grain = (scatter(u64::from(x) << 32 | u64::from(y)) & 15) as f32 / 15.0 * 0.08;
        let shade = light * (pattern(number % 4, x, y, cell) - grain);
        blend_toward(pixel, color.map(|channel| channel * shade), 0.92);
    }
    surface
}

/// The typical color of a material (2.6, "Edit Materials").
fn material_color(material: &str) -> Rgb {
    match material {
        "pine" => [222.0, 184.0, 125.0],
        "oak" => [188.0, 142.0, 88.0],
        "walnut" => [104.0, 70.0, 46.0],
        "marble" => [236.0, 236.0, 240.0],
        "granite" => [128.0, 122.0, 126.0],
        "limestone" => [214.0, 204.0, 178.0],
        "leather" => [134.0, 74.0, 40.0],
        "fabrics" => [110.0, 128.0, 172.0],
        "carpet" => [162.0, 92.0, 96.0],
        "paint" => [92.0, 158.0, 172.0],
        "plaster" => [232.0, 224.0, 210.0],
        "wallpaper" => [186.0, 166.0, 206.0],
        "brick" => [172.0, 82.0, 62.0],
        "unglazed-tiles" => [196.0, 118.0, 84.0],
        "glazed-tiles" => [70.0, 132.0, 190.0],
        "mirror" => [206.0, 220.0, 228.0],
        "clear-glass" => [184.0, 222.0, 222.0],
        "frosted-glass" => [222.0, 234.0, 238.0],
        "steel" => [156.0, 164.0, 174.0],
        "bronze" => [160.0, 114.0, 58.0],
        "aluminum" => [196.0, 200.0, 204.0],
        "polished-concrete" => [168.0, 168.0, 164.0],
        "exposed-concrete" => [142.0, 140.0, 134.0],
        "stone-veneer" => [150.0, 136.0, 116.0],
        other => restyle::word_color(other),
    }
}

/// The pattern of a material: planks, tiles, bricks or veins.
fn pattern(kind: u64, x: u32, y: u32, cell: u32) -> f32 {
    let seam = match kind {
        0 => y % cell < 2,
        1 => x % (cell * 2) < 2 || y % (cell * 2) < 2,
        2 => y % cell < 2 || (x + (y / cell % 2) * cell) % (cell * 2) < 2,
        _ => ((x as f32 / cell as f32).sin() * 3.0 + y as f32 / cell as f32).fract() < 0.08,
    };
    if seam { 0.72 } else { 1.0 }
}

/// Draws an object with its own color and shape over a blurred background.
fn add_object(photo: &RgbImage, mask_image: &GrayImage, bounds: (u32, u32, u32, u32), name: &str) -> RgbImage {
    let mut edited = fill_from_surroundings(photo, mask_image);
    let (left, top, right, bottom) = bounds;
    let (width, height) = (photo.width() as f32, photo.height() as f32);
    let place = Placement {
        x: (left + right) as f32 / 2.0 / width,
        y: (top + bottom) as f32 / 2.0 / height,
        width: (right - left) as f32 / width * 0.92,
        height: (bottom - top) as f32 / height * 0.92,
    };
    let shape = if hash(name).is_multiple_of(2) { Shape::Block } else { Shape::Round };
    draw(&mut edited, shape, place, restyle::word_color(name));
    let core = Placement { width: place.width * 0.55, height: place.height * 0.4, ..place };
    draw(&mut edited, Shape::Round, core, restyle::word_color(&[name, "core"].concat()));
    edited
}

/// Draws stripes in two colors derived from the prompt.
fn draw_stripes(photo: &RgbImage, prompt: &str) -> RgbImage {
    let (one, other) = (restyle::word_color(prompt), restyle::word_color(&[prompt, "2"].concat()));
    let band = (photo.width() / 30).max(4);
    let mut edited = photo.clone();
    for (x, y, pixel) in edited.enumerate_pixels_mut() {
        let color = if ((x + y) / band).is_multiple_of(2) { one } else { other };
        blend_toward(pixel, color, 0.72);
    }
    edited
}
