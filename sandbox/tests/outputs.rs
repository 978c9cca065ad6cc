//! Output images: they differ by tool and option, are labeled, and keep pixels outside the mask.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::*;
use image::{GrayImage, Luma, Rgb, RgbImage};
use reroom_sandbox::{Fixture, FixtureRule, Options, Sandbox, Speeds};
use serde_json::{Value, json};

const RENDER: &str = "/api/enterprise/render";

fn render(sandbox: &mut Sandbox, query: &str, body: Value) -> RgbImage {
    let record = finish(sandbox, &[RENDER, query].concat(), &body);
    let (mime, file) = output(sandbox, &record);
    assert_eq!(mime, "image/jpeg");
    assert!(String::from_utf8_lossy(&file[..200]).contains("SIMULATED"), "the file has a label");
    decode(&file)
}

#[test]
fn every_tool_and_option_changes_the_image() {
    let speeds = Speeds { queued_ms: 0.0, rendering_ms: 0.0 };
    let mut sandbox = Sandbox::new(Options { speeds, ..options() }, NOW);
    let name = upload(&mut sandbox, jpeg(&photo()));
    let plain = |more: Value| {
        let mut body = json!({ "file_name": name, "creativity": "balanced" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let tool = |more: Value| {
        let mut body = json!({ "file_name": name });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let stage = |room: &str, style: &str| {
        tool(json!({ "tool": "virtual-staging", "action": "preset", "type": room, "style": style }))
    };
    let orders = [
        ("", plain(json!({}))),
        ("", plain(json!({ "style": "japanese-zen" }))),
        ("", plain(json!({ "style": "neon-noir" }))),
        ("", plain(json!({ "color": "sweet-pastels" }))),
        ("", plain(json!({ "daylight": "night" }))),
        ("", plain(json!({ "season": "winter" }))),
        ("?field=exterior", plain(json!({ "sky": "rainy" }))),
        ("?field=exterior", plain(json!({ "sky": "clear" }))),
        ("?field=exterior", plain(json!({ "landscape": "desert" }))),
        ("", tool(json!({ "tool": "sketch" }))),
        ("", tool(json!({ "tool": "sketch", "view": "floorplan" }))),
        ("", tool(json!({ "tool": "empty-room" }))),
        ("", stage("bedroom", "modern")),
        ("", stage("bedroom", "luxury")),
        ("", stage("office", "modern")),
    ];
    let images: Vec<RgbImage> = orders.iter().map(|(query, body)| render(&mut sandbox, query, body.clone())).collect();
    let original = decode(&jpeg(&photo()));
    for (index, one) in images.iter().enumerate() {
        assert_eq!(one.dimensions(), SIZE);
        // Compare the area above the banner, because its text differs.
        let upper = |image: &RgbImage| image::imageops::crop_imm(image, 0, 0, SIZE.0, 450).to_image();
        assert!(difference(&upper(one), &upper(&original)) > 1.5, "{} changed nothing", orders[index].1);
        for (other_index, other) in images.iter().enumerate().skip(index + 1) {
            let far = difference(&upper(one), &upper(other));
            assert!(far > 0.8, "{far} between {} and {}", orders[index].1, orders[other_index].1);
        }
    }
}

#[test]
fn the_label_is_legible() {
    let mut sandbox = sandbox();
    let name = upload(&mut sandbox, jpeg(&photo()));
    let staged = render(&mut sandbox, "", json!({ "file_name": name, "tool": "empty-room" }));
    let strip = image::imageops::crop_imm(&staged, 0, SIZE.1 - 40, SIZE.0, 38).to_image();
    let lit = strip.pixels().filter(|pixel| pixel.0.iter().all(|channel| *channel > 200)).count();
    let dark = strip.pixels().filter(|pixel| pixel.0.iter().all(|channel| *channel < 110)).count();
    assert!(lit > 300 && dark > strip.pixels().count() / 2, "{lit} {dark}");
}

#[test]
fn an_upscale_has_1536_pixels_on_its_shortest_side() {
    let mut sandbox = sandbox();
    let name = upload(&mut sandbox, jpeg(&photo()));
    let record = finish(&mut sandbox, "/api/enterprise/upscale", &json!({ "file_name": name }));
    assert_eq!(decode(&output(&mut sandbox, &record).1).dimensions(), (2160, 1536));
}

#[test]
fn an_edit_changes_only_the_masked_area() {
    let mut sandbox = sandbox();
    let original = photo();
    let name = upload(&mut sandbox, png(&original));
    let edits = [
        json!({ "action": "remove" }),
        json!({ "action": "material", "material": "marble" }),
        json!({ "action": "material", "material": "oak" }),
        json!({ "action": "object", "object": { "category": "furniture", "name": "sofa" } }),
        json!({ "action": "prompt", "prompt": "a red carpet" }),
    ];
    let mut seen: Vec<RgbImage> = Vec::new();
    for edit in edits {
        let mut body = json!({ "file_name": name, "tool": "edit", "mask": mask(SIZE.0, SIZE.1) });
        body.as_object_mut().unwrap().extend(edit.as_object().unwrap().clone());
        let record = finish(&mut sandbox, RENDER, &body);
        let (mime, file) = output(&mut sandbox, &record);
        assert_eq!(mime, "image/png");
        let edited = decode(&file);
        let mut changed = 0;
        for (x, y, pixel) in edited.enumerate_pixels() {
            if is_masked(x, y) {
                changed += u32::from(pixel != original.get_pixel(x, y));
            } else {
                assert_eq!(pixel, original.get_pixel(x, y), "{edit} at {x}, {y}");
            }
        }
        assert!(changed > 250 * 140 * 9 / 10, "{edit} changed {changed} pixels");
        assert!(seen.iter().all(|other| difference(other, &edited) > 0.3), "{edit} restyle like another");
        seen.push(edited);
    }
}

#[test]
fn a_matching_photo_is_rendered_as_its_fixture() {
    let mut sandbox = sandbox();
    let staged = RgbImage::from_pixel(SIZE.0, SIZE.1, Rgb([10, 200, 90]));
    let sunset = RgbImage::from_pixel(1440, 1024, Rgb([250, 120, 10]));
    sandbox.add_fixture(Fixture::new(jpeg(&photo()), png(&staged), FixtureRule::default()));
    let rule = json!({ "tool": "exterior", "when": { "daylight": "sunset" } });
    sandbox.add_fixture(Fixture::new(jpeg(&photo()), png(&sunset), serde_json::from_value(rule).unwrap()));
    let half = image::imageops::resize(&photo(), 1080, 768, image::imageops::FilterType::Triangle);
    let name = upload(&mut sandbox, jpeg(&half));
    let stage = json!({ "file_name": name, "tool": "virtual-staging", "action": "preset", "type": "office", "style": "modern" });
    let result = render(&mut sandbox, "", stage);
    assert_eq!(result.dimensions(), (1080, 768));
    assert!(result.get_pixel(500, 300).0[1] > 190);
    let exterior = |light: &str| json!({ "file_name": name, "creativity": "balanced", "daylight": light });
    assert!(render(&mut sandbox, "?field=exterior", exterior("sunset")).get_pixel(500, 300).0[0] > 240);
    assert!(render(&mut sandbox, "?field=exterior", exterior("night")).get_pixel(500, 300).0[0] < 200);
    let mut other = photo();
    image::imageops::flip_horizontal_in_place(&mut other);
    let name = upload(&mut sandbox, jpeg(&other));
    let empty = json!({ "file_name": name, "tool": "virtual-staging", "action": "preset", "type": "office", "style": "modern" });
    assert!(difference(&render(&mut sandbox, "", empty), &staged) > 20.0, "another photo does not match");
}

#[test]
fn a_photo_with_an_orientation_is_rendered_as_displayed() {
    let mut sandbox = sandbox();
    let upright = photo();
    // Stored rotated to the left, with the orientation that rotates it back (6).
    let stored = jpeg(&image::imageops::rotate270(&upright));
    let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let name = upload(&mut sandbox, [&stored[..2], exif, &stored[2..]].concat());
    let body = json!({ "file_name": name, "tool": "edit", "action": "remove", "mask": mask(SIZE.0, SIZE.1) });
    let record = finish(&mut sandbox, RENDER, &body);
    let edited = decode(&output(&mut sandbox, &record).1);
    assert_eq!(edited.dimensions(), SIZE);
    assert!(edited.get_pixel(200, 160).0[2] > 225, "the window is in its displayed position");
}

/// The place of a dark square's left and top edge, from the share of light in its row and column.
fn corner(image: &RgbImage, row: u32, column: u32, scale: f64, gain: f64) -> (f64, f64) {
    let light = |pixel: &Rgb<u8>| ((f64::from(pixel.0[0]) / gain - 20.0) / 200.0).clamp(0.0, 1.0);
    let left: f64 = (0..(200.0 * scale) as u32).map(|x| light(image.get_pixel(x, row))).sum();
    let top: f64 = (0..(180.0 * scale) as u32).map(|y| light(image.get_pixel(column, y))).sum();
    (left, top)
}

#[test]
fn results_have_the_size_shift_and_tone_of_the_options() {
    let photo = RgbImage::from_fn(800, 600, |x, y| match (x, y) {
        (100..300, 90..260) => Rgb([20; 3]),
        _ => Rgb([220; 3]),
    });
    let mask = GrayImage::from_fn(800, 600, |x, _| Luma([if x >= 400 { 255 } else { 0 }]));
    let mask = STANDARD.encode(gray_png(&mask));
    for (size, shift, tone) in [(768, (2.5, -1.25), 0.04), (512, (-3.0, 3.0), -0.1), (1024, (0.0, 1.0), 0.0)] {
        let results = json!({ "size": size, "shift": { "x": shift.0, "y": shift.1 }, "tone": tone });
        let results = serde_json::from_value(results).unwrap();
        let mut sandbox = Sandbox::new(Options { results, ..options() }, NOW);
        let name = upload(&mut sandbox, png(&photo));
        let body = json!({ "file_name": name, "tool": "edit", "action": "remove", "mask": mask });
        let record = finish(&mut sandbox, RENDER, &body);
        let edited = decode(&output(&mut sandbox, &record).1);
        let (scale, gain) = (f64::from(size) / 800.0, 1.0 + tone);
        assert_eq!(edited.dimensions(), (size, size * 3 / 4));
        let (left, top) = corner(&edited, (175.0 * scale) as u32, (200.0 * scale) as u32, scale, gain);
        let expected = (100.0 * scale + shift.0, 90.0 * scale + shift.1);
        assert!((left - expected.0).abs() < 0.3 && (top - expected.1).abs() < 0.3, "{left} {top}, not {expected:?}");
        let outside = edited.get_pixel(size / 4, size / 2).0;
        assert_eq!(outside[0], (220.0 * gain + 0.5) as u8);
    }
}

#[test]
fn the_size_of_results_applies_to_every_tool_but_an_upscale() {
    let results = serde_json::from_value(json!({ "size": 600 })).unwrap();
    let mut sandbox = Sandbox::new(Options { results, ..options() }, NOW);
    let name = upload(&mut sandbox, jpeg(&photo()));
    let empty = json!({ "file_name": name, "tool": "empty-room" });
    assert_eq!(render(&mut sandbox, "", empty).dimensions(), (600, 427));
    let record = finish(&mut sandbox, "/api/enterprise/upscale", &json!({ "file_name": name }));
    assert_eq!(decode(&output(&mut sandbox, &record).1).dimensions(), (2160, 1536));
}

#[test]
fn invalid_options_of_results_are_rejected_with_the_valid_range() {
    for (results, words) in [
        (json!({ "size": 100 }), "from 512 to 4096"),
        (json!({ "shift": { "x": 4 } }), "from -3 to 3"),
        (json!({ "tone": 0.5 }), "from -0.1 to 0.1"),
        (json!({ "sizes": 1 }), "unknown field"),
    ] {
        let error = serde_json::from_value::<Options>(json!({ "results": results })).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}
