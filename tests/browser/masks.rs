//! `encodeMask` in every option, its PNG decoded again by the browser and compared pixel by pixel.

use super::imaging::encode_mask;
use super::pixels::*;
use super::support::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

const SIZE: (u32, u32) = (37, 21);

/// Every level of alpha and of grey, neither a function of the other.
fn levels() -> Picture {
    Picture::new(SIZE, |x, y| {
        let grey = (x * 7) as u8;
        [grey, grey, grey, (y * 12) as u8]
    })
}

fn opaque() -> Picture {
    levels().map(|[grey, ..]| [grey, grey, grey, 255])
}

fn white_where(condition: bool) -> u8 {
    if condition { 255 } else { 0 }
}

#[wasm_bindgen_test]
async fn auto_takes_alpha_where_any_pixel_is_transparent() {
    let expected = levels().map_grey(|[.., alpha]| white_where(alpha >= 128));
    assert_eq!(encoded(&levels().image_data(), &NONE).await, expected);
    let mut nearly = opaque();
    nearly.set(36, 20, [0, 0, 0, 254]);
    assert_eq!(encoded(&nearly.image_data(), &NONE).await.lit(), 37 * 21);
}

#[wasm_bindgen_test]
async fn auto_takes_luminance_where_all_is_opaque() {
    let expected = opaque().map_grey(|[grey, ..]| white_where(grey >= 128));
    assert_eq!(encoded(&opaque().image_data(), &NONE).await, expected);
}

#[wasm_bindgen_test]
async fn the_channel_can_be_chosen() {
    let options = object! { "channel": "alpha", "threshold": 200 };
    let expected = levels().map_grey(|[.., alpha]| white_where(alpha >= 200));
    assert_eq!(encoded(&levels().image_data(), &options).await, expected);

    let options = object! { "channel": "luminance", "threshold": 60 };
    let over_black = |grey: u8, alpha: u8| (u32::from(grey) * u32::from(alpha) + 127) / 255;
    let expected = levels().map_grey(|[grey, .., alpha]| white_where(over_black(grey, alpha) >= 60));
    assert_eq!(encoded(&levels().image_data(), &options).await, expected);
}

#[wasm_bindgen_test]
async fn colours_count_by_how_bright_they_are() {
    let colours = [[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255], [255, 255, 0, 255]];
    let picture = Picture::new((4, 1), |x, _| colours[x as usize]);
    let lit = async |threshold: u8| {
        encoded(&picture.image_data(), &object! { "channel": "luminance", "threshold": threshold }).await.row(0)
    };
    assert_eq!(lit(19).await, [255, 255, 255, 255]);
    assert_eq!(lit(20).await, [255, 255, 0, 255]);
    assert_eq!(lit(55).await, [0, 255, 0, 255]);
    assert_eq!(lit(184).await, [0, 0, 0, 255]);
}

#[wasm_bindgen_test]
async fn every_threshold_lies_where_it_says() {
    let ramp = Picture::new((256, 1), |x, _| [x as u8, x as u8, x as u8, 255]);
    for threshold in [0, 1, 127, 128, 254, 255] {
        let mask = encoded(&ramp.image_data(), &object! { "threshold": threshold }).await;
        assert_eq!(mask.lit(), 256 - threshold as usize, "{threshold}");
    }
}

#[wasm_bindgen_test]
async fn polarity_turns_the_mask_round() {
    let expected = opaque().map_grey(|[grey, ..]| white_where(grey < 128));
    let options = object! { "polarity": "black-edits" };
    assert_eq!(encoded(&opaque().image_data(), &options).await, expected);
}

#[wasm_bindgen_test]
async fn both_depths_hold_the_same_picture_and_no_alpha() {
    let expected = opaque().map_grey(|[grey, ..]| white_where(grey >= 128));
    for depth in [1, 8] {
        for polarity in ["white-edits", "black-edits"] {
            let options = object! { "bitDepth": depth, "polarity": polarity };
            let mask = encoded(&opaque().image_data(), &options).await;
            let inverted = expected.map(|[grey, ..]| [255 - grey, 255 - grey, 255 - grey, 255]);
            assert_eq!(mask, if polarity == "white-edits" { expected.clone() } else { inverted });
        }
        let base64 = done(encode_mask(opaque().image_data(), object! { "bitDepth": depth })).await;
        // Width, height, depth, colour type: the first chunk of a PNG.
        assert_eq!(png_bytes(&base64)[16..26], [0, 0, 0, 37, 0, 0, 0, 21, depth, 0]);
    }
}

#[wasm_bindgen_test]
async fn a_data_url_is_made_only_where_it_is_asked_for() {
    let plain = done(encode_mask(opaque().image_data(), NONE)).await.as_string().unwrap();
    let url = done(encode_mask(opaque().image_data(), object! { "dataUrl": true })).await.as_string().unwrap();
    assert!(plain.starts_with("iVBORw0KGgo"));
    assert_eq!(url, ["data:image/png;base64,", &plain].concat());
}

#[wasm_bindgen_test]
async fn the_mask_is_scaled_to_the_photo() {
    // Edges along one side at a time: at a corner, what is half covered is a matter of rounding.
    let columns = |x: u32, _: u32| (8..24).contains(&x);
    let rows = |_: u32, y: u32| (4..12).contains(&y);
    for inside in [columns as fn(u32, u32) -> bool, rows] {
        let picture = Picture::new((40, 20), |x, y| [255, 255, 255, white_where(inside(x, y))]);
        // Half, double, and what is not the same along both sides.
        for (width, height) in [(20, 10), (80, 40), (120, 40), (40, 80), (10, 20), (1600, 1200)] {
            let mask = encoded(&picture.image_data(), &object! { "width": width, "height": height }).await;
            let expected = Picture::new((width, height), |x, y| {
                let level = white_where(inside(x * 40 / width, y * 20 / height));
                [level, level, level, 255]
            });
            assert!(mask == expected, "{width} by {height}: {} lit, not {}", mask.lit(), expected.lit());
        }
    }
}

#[wasm_bindgen_test]
async fn a_soft_edge_reaches_as_far_as_it_was_given() {
    let picture = Picture::new((200, 50), |x, _| [255, 255, 255, white_where(x >= 100)]);
    for polarity in ["white-edits", "black-edits"] {
        let options = object! { "feather": 10, "polarity": polarity };
        let mut row = encoded(&picture.image_data(), &options).await.row(25);
        if polarity == "black-edits" {
            row.iter_mut().for_each(|level| *level = 255 - *level);
        }
        assert!(row.is_sorted());
        assert!(row[..90].iter().all(|level| *level == 0) && row[110..].iter().all(|level| *level == 255));
        assert!((64..192).contains(&row[99]) && row[95] > 0 && row[104] < 255, "{row:?}");
    }
    let hard = encoded(&picture.image_data(), &object! { "feather": 10, "bitDepth": 1 }).await;
    assert_eq!(hard.row(25), [[0; 100], [255; 100]].concat());
}

#[wasm_bindgen_test]
async fn a_mask_that_marks_nothing_is_refused() {
    for options in [NONE, object! { "feather": 4 }, object! { "polarity": "black-edits" }, object! { "bitDepth": 1 }] {
        let blank = Picture::new(SIZE, |_, _| [255, 255, 255, 0]).image_data();
        let error = refused(encode_mask(blank, options), "invalid_image").await;
        assert_eq!(text(&error, "issues.0.code"), "empty_mask");
    }
}

#[wasm_bindgen_test]
async fn options_that_cannot_be_used_are_named() {
    for (options, code, path, issue) in [
        (object! { "width": 100 }, "invalid_image", "height", "required"),
        (object! { "height": 100 }, "invalid_image", "width", "required"),
        (object! { "width": 0, "height": 9 }, "invalid_image", "width", "mask_size"),
        (object! { "width": 9, "height": 4097 }, "invalid_image", "height", "mask_size"),
        (object! { "width": 9.5, "height": 9 }, "invalid_request", "width", "malformed"),
        (object! { "channel": "red" }, "invalid_request", "channel", "malformed"),
        (object! { "threshold": 256 }, "invalid_request", "threshold", "malformed"),
        (object! { "threshold": "128" }, "invalid_request", "threshold", "malformed"),
        (object! { "polarity": "white" }, "invalid_request", "polarity", "malformed"),
        (object! { "feather": -1 }, "invalid_request", "feather", "malformed"),
        (object! { "feather": f64::NAN }, "invalid_request", "feather", "malformed"),
        (object! { "bitDepth": 4 }, "invalid_request", "bitDepth", "malformed"),
        (object! { "dataUrl": 1 }, "invalid_request", "dataUrl", "malformed"),
        (object! { "colour": 1 }, "invalid_request", "colour", "unknown_field"),
        (JsValue::from("alpha"), "invalid_request", "", "malformed"),
    ] {
        let error = refused(encode_mask(opaque().image_data(), options.clone()), code).await;
        assert_eq!((text(&error, "issues.0.path"), text(&error, "issues.0.code")), (path.into(), issue.into()));
    }
}
