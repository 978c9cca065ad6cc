//! The mask editor in a page: what JavaScript gives it, what canvases show of it, and what is encoded from it.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "../imaging/mod.rs"]
mod imaging;
mod page;

use js_sys::{Array, Float32Array};
use page::{Js, canvas, code, decoded, encoded, issue, json, pixel, pixels, thrown};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::*;
use web_sys::ImageData;

wasm_bindgen_test_configure!(run_in_browser);

async fn editor(width: u32, height: u32) -> Js {
    page::create(&page::size(&width.into(), &height.into())).await.unwrap()
}

/// An editor with a 40 by 30 rectangle at 10, 20.
async fn with_rectangle() -> Js {
    let editor = editor(200, 100).await;
    editor.rectangle(&10.into(), &20.into(), &40.into(), &30.into(), &JsValue::UNDEFINED).unwrap();
    editor
}

fn bounds(editor: &Js) -> Option<Vec<f64>> {
    let bounds = editor.bounds();
    let number = |key: &str| js_sys::Reflect::get(&bounds, &key.into()).unwrap().as_f64().unwrap();
    (!bounds.is_null()).then(|| ["x", "y", "width", "height"].map(number).to_vec())
}

#[wasm_bindgen_test]
async fn what_is_painted_is_what_is_encoded() {
    let editor = editor(320, 200).await;
    editor.stroke(&json("[[60, 100], [260, 100, 1]]"), &json(r#"{"size": 40}"#)).unwrap();
    editor.polygon(&Float32Array::from([0.0, 0.0, 50.0, 0.0, 0.0, 50.0].as_slice()), &JsValue::UNDEFINED).unwrap();
    editor
        .stroke(&Float32Array::from([160.0, 100.0, 0.5].as_slice()), &json(r#"{"size": 20, "erase": true}"#))
        .unwrap();
    let image = decoded(&encoded(&editor, &JsValue::UNDEFINED).await.unwrap()).await;
    assert_eq!((image.width(), image.height()), (320, 200));
    for (x, y, grey) in
        [(60, 100, 255), (100, 118, 255), (100, 122, 0), (160, 100, 0), (168, 100, 255), (10, 10, 255), (40, 40, 0)]
    {
        assert_eq!(pixel(&image, x, y), [grey, grey, grey, 255], "at {x}, {y}");
    }
    let options = json(r#"{"width": 640, "height": 400, "polarity": "black-edits", "feather": 4, "bitDepth": 8}"#);
    let image = decoded(&encoded(&editor, &options).await.unwrap()).await;
    assert_eq!((image.width(), image.height()), (640, 400));
    assert_eq!((pixel(&image, 120, 200)[0], pixel(&image, 600, 380)[0]), (0, 255));
}

#[wasm_bindgen_test]
async fn nothing_painted_and_nothing_left_are_said() {
    let editor = editor(10, 10).await;
    let error = encoded(&editor, &JsValue::UNDEFINED).await.unwrap_err();
    assert_eq!((code(&error), issue(&error)), ("invalid_image".into(), "empty_mask at ".into()));
    editor.free();
    let error = encoded(&editor, &JsValue::UNDEFINED).await.unwrap_err();
    assert_eq!((code(&error), issue(&error)), ("invalid_image".into(), "malformed at mask".into()));
}

#[wasm_bindgen_test]
async fn masks_of_other_sizes_are_loaded() {
    let (source, context) = canvas(50, 25);
    context.fill_rect(25.0, 0.0, 25.0, 25.0);
    let (editor, other) = (editor(200, 100).await, editor(100, 50).await);
    JsFuture::from(editor.load(&source)).await.unwrap();
    assert_eq!(bounds(&editor).unwrap(), [100.0, 0.0, 100.0, 100.0]);
    assert_eq!(editor.coverage(), 0.5);

    let png = encoded(&with_rectangle().await.into(), &json(r#"{"width": 400, "height": 200}"#)).await.unwrap();
    JsFuture::from(editor.load(&page::blob(&png).await.into())).await.unwrap();
    assert_eq!(bounds(&editor).unwrap(), [10.0, 20.0, 40.0, 30.0]);

    JsFuture::from(other.load(&editor)).await.unwrap();
    assert_eq!(bounds(&other).unwrap(), [5.0, 10.0, 20.0, 15.0]);

    // Each was one step.
    assert!(editor.undo());
    assert_eq!(editor.coverage(), 0.5);
    assert!(editor.undo() && !editor.undo());
}

#[wasm_bindgen_test]
async fn what_is_no_mask_is_not_loaded() {
    let editor = with_rectangle().await;
    let blob = web_sys::Blob::new_with_u8_array_sequence(&Array::of1(&js_sys::Uint8Array::new_with_length(9))).unwrap();
    let blank = canvas(0, 5).0;
    for (source, expected) in [
        (JsValue::from(blob), "corrupt at mask"),
        (JsValue::NULL, "malformed at mask"),
        (JsValue::from("mask.png"), "malformed at mask"),
        (JsValue::from(js_sys::Uint8Array::new_with_length(9)), "malformed at mask"),
        (JsValue::from(blank), "mask_size at "),
    ] {
        let error = JsFuture::from(editor.load(&source)).await.unwrap_err();
        assert_eq!((code(&error), issue(&error)), ("invalid_image".into(), expected.into()));
    }
    assert_eq!(bounds(&editor).unwrap(), [10.0, 20.0, 40.0, 30.0]);
}

#[wasm_bindgen_test]
async fn free_while_loading_harms_nothing() {
    let png = encoded(&with_rectangle().await.into(), &JsValue::UNDEFINED).await.unwrap();
    let editor = editor(20, 20).await;
    let loading = editor.load(&page::blob(&png).await.into());
    editor.free();
    JsFuture::from(loading).await.unwrap();
}

#[wasm_bindgen_test]
async fn an_overlay_shows_the_mask_at_its_own_size() {
    let editor = with_rectangle().await;
    let (shown, context) = canvas(50, 25);
    editor.draw_overlay(&shown, &json(r##"{"color": "#08f", "opacity": 1}"##)).unwrap();
    let image = pixels(&context);
    for (x, y, rgba) in [(3, 5, [0, 136, 255, 255]), (11, 11, [0, 136, 255, 255]), (2, 4, [0; 4]), (13, 11, [0; 4])] {
        let seen = pixel(&image, x, y);
        assert!(seen == rgba || (rgba[3] == 0 && seen[3] == 0), "at {x}, {y}: {seen:?}");
    }
    editor.draw_overlay(&shown, &JsValue::UNDEFINED).unwrap();
    assert_eq!(pixel(&pixels(&context), 5, 8)[3], 128);
}

#[wasm_bindgen_test]
async fn an_overlay_draws_only_what_changed() {
    let editor = editor(2048, 1024).await;
    let (shown, context) = canvas(512, 256);
    // What was scribbled on the canvas stays until that place is drawn again.
    let scribble = || context.fill_rect(0.0, 0.0, 512.0, 256.0);
    let stays = |x: u32, y: u32| pixel(&pixels(&context), x, y) == [255, 255, 255, 255];
    scribble();
    editor.draw_overlay(&shown, &JsValue::UNDEFINED).unwrap();
    assert!(!stays(0, 0) && !stays(511, 255) && !stays(256, 128), "at first everything is drawn");

    scribble();
    editor.stroke(&json("[[1000, 500], [1040, 500]]"), &json(r#"{"size": 30}"#)).unwrap();
    editor.draw_overlay(&shown, &JsValue::UNDEFINED).unwrap();
    assert_eq!(pixel(&pixels(&context), 255, 125)[3], 128);
    assert!(stays(200, 125) && stays(300, 125) && stays(255, 90) && stays(255, 160));

    scribble();
    editor.draw_overlay(&shown, &JsValue::UNDEFINED).unwrap();
    assert!(stays(255, 125), "nothing changed");
    editor.undo();
    editor.draw_overlay(&shown, &JsValue::UNDEFINED).unwrap();
    assert!(!stays(255, 125) && stays(200, 125), "undo is a change");

    for options in [r#"{"opacity": 0.6}"#, r##"{"opacity": 0.6, "color": "#123456"}"##] {
        scribble();
        editor.draw_overlay(&shown, &json(options)).unwrap();
        assert!(!stays(0, 0), "{options}");
    }
    scribble();
    let same = r##"{"opacity": 0.6, "color": "#123456", "full": true}"##;
    editor.draw_overlay(&shown, &json(same)).unwrap();
    assert!(!stays(0, 0), "as asked for");
    scribble();
    editor.draw_overlay(&canvas(512, 256).0, &JsValue::UNDEFINED).unwrap();
    editor.draw_overlay(&shown, &JsValue::UNDEFINED).unwrap();
    assert!(!stays(0, 0), "another canvas was drawn in between");
}

#[wasm_bindgen_test]
async fn an_overlay_larger_than_the_photo_is_drawn_in_strips() {
    let editor = with_rectangle().await;
    let (shown, context) = canvas(1600, 800);
    editor.draw_overlay(&shown, &json(r#"{"opacity": 1}"#)).unwrap();
    let image = pixels(&context);
    for (x, y, alpha) in [(80, 160, 255), (399, 399, 255), (79, 200, 0), (200, 400, 0), (1599, 799, 0)] {
        assert_eq!(pixel(&image, x, y)[3], alpha, "at {x}, {y}");
    }
}

#[wasm_bindgen_test]
async fn steps_are_taken_back_and_done_again() {
    let editor = editor(100, 100).await;
    assert!(!editor.undo() && !editor.redo());
    editor.begin();
    for x in 0..10 {
        editor.stroke(&json(&format!("[[{}, 50], [{}, 50]]", x * 10, x * 10 + 10)), &json(r#"{"size": 4}"#)).unwrap();
    }
    editor.end();
    editor.invert();
    assert!((0.95..0.97).contains(&editor.coverage()));
    assert!(editor.undo());
    assert_eq!(bounds(&editor).unwrap(), [0.0, 48.0, 100.0, 4.0]);
    assert!(editor.undo() && !editor.undo());
    assert_eq!((editor.coverage(), bounds(&editor)), (0.0, None));
    assert!(editor.redo() && editor.redo() && !editor.redo());
    editor.clear();
    assert_eq!(editor.coverage(), 0.0);
}

#[wasm_bindgen_test]
async fn bad_arguments_are_named() {
    for (width, height, path) in [
        (JsValue::from(0), JsValue::from(5), "width"),
        (JsValue::from(5), JsValue::from(4097), "height"),
        (JsValue::from(5.5), JsValue::from(5), "width"),
        (JsValue::from(f64::NAN), JsValue::from(5), "width"),
        (JsValue::from(-3), JsValue::from(5), "width"),
        (JsValue::from("5"), JsValue::UNDEFINED, "width"),
    ] {
        let error = page::create(&page::size(&width, &height)).await.err().unwrap();
        assert_eq!((code(&error), issue(&error)), ("invalid_request".into(), format!("mask_size at {path}")));
    }
    // Neither a size nor a photo, such as a file that nobody has chosen.
    let error = page::create(&JsValue::UNDEFINED).await.err().unwrap();
    assert_eq!((code(&error), issue(&error)), ("invalid_image".into(), "malformed at image".into()));
    let editor = editor(20, 20).await;
    let brush = json(r#"{"size": 5}"#);
    let stroke = |points: &str, options: &str| thrown(editor.stroke(&json(points), &json(options)));
    assert_eq!(stroke("[[1, 1]]", "{}"), "required at size");
    assert_eq!(stroke("[[1, 1]]", r#"{"size": 0}"#), "malformed at size");
    assert_eq!(stroke("[[1, 1]]", r#"{"size": 99999}"#), "out_of_range at size");
    assert_eq!(stroke("[[1, 1]]", r#"{"size": 5, "hardness": 2}"#), "malformed at hardness");
    assert_eq!(stroke("[[1, 1]]", r#"{"size": 5, "erased": true}"#), "unknown_field at erased");
    assert_eq!(stroke("[1, 1]", r#"{"size": 5}"#), "malformed at points");
    assert_eq!(stroke("[[1]]", r#"{"size": 5}"#), "malformed at points");
    assert_eq!(stroke(r#"[["1", "1"]]"#, r#"{"size": 5}"#), "malformed at points");
    assert_eq!(stroke("null", r#"{"size": 5}"#), "malformed at points");
    let four = Float32Array::new_with_length(4);
    assert_eq!(thrown(editor.stroke(&four, &brush)), "malformed at points");
    assert_eq!(thrown(editor.polygon(&Float32Array::new_with_length(3), &JsValue::UNDEFINED)), "malformed at points");
    assert_eq!(thrown(editor.polygon(&four, &json(r#"{"size": 5}"#))), "unknown_field at size");

    let one = JsValue::from(1);
    let rectangle = |x: JsValue, width: JsValue| thrown(editor.rectangle(&x, &one, &width, &one, &JsValue::UNDEFINED));
    assert_eq!(rectangle(f64::NAN.into(), one.clone()), "malformed at x");
    assert_eq!(rectangle(one.clone(), JsValue::from("3")), "malformed at width");
    assert_eq!(rectangle(one.clone(), JsValue::from(-3)), "out_of_range at width");

    let overlay = |canvas: &JsValue, options: &str| thrown(editor.draw_overlay(canvas, &json(options)));
    let (shown, _) = canvas(5, 5);
    assert_eq!(overlay(&shown, r#"{"color": "red"}"#), "malformed at color");
    assert_eq!(overlay(&shown, r#"{"opacity": 1.5}"#), "malformed at opacity");
    assert_eq!(overlay(&json("{}"), "{}"), "malformed at canvas");
    assert_eq!(overlay(&JsValue::NULL, "{}"), "malformed at canvas");
    let gl = web_sys::OffscreenCanvas::new(5, 5).unwrap();
    gl.get_context("bitmaprenderer").unwrap().unwrap();
    assert_eq!(overlay(&gl, "{}"), "malformed at canvas");
    assert_eq!(editor.coverage(), 0.0, "nothing of all this left a mark");
}

#[wasm_bindgen_test]
async fn hostile_points_are_left_out() {
    let editor = editor(64, 64).await;
    let wild = [f32::NAN, 1.0, 1.0, f32::INFINITY, 9.0, 1.0, 1e38, -1e38, 1.0, 32.0, 32.0, f32::NAN];
    editor.stroke(&Float32Array::from(wild.as_slice()), &json(r#"{"size": 10}"#)).unwrap();
    assert!(editor.coverage() > 0.0);
    editor
        .polygon(&Float32Array::from([f32::MAX, 0.0, f32::MIN, 9.0, f32::NAN, 1.0].as_slice()), &JsValue::NULL)
        .unwrap();
    // An array that uses the editor while it is read.
    let sly = page::sly_points(&editor);
    editor.stroke(&sly, &json(r#"{"size": 10}"#)).unwrap();
    assert_eq!(editor.coverage(), 1.0);
    assert_eq!((editor.width(), editor.height()), (64, 64));
}

/// Not a measurement, but a ceiling that only a stroke which touches the whole photo would reach.
#[wasm_bindgen_test]
async fn strokes_on_a_large_photo_keep_up_with_a_pen() {
    let editor = editor(4096, 3072).await;
    let (shown, context) = canvas(1024, 768);
    editor.draw_overlay(&shown, &JsValue::UNDEFINED).unwrap();
    editor.begin();
    let started = js_sys::Date::now();
    let mut strokes = 0.0;
    for i in 0..120 {
        let (angle, next) = (f64::from(i) * 0.05, f64::from(i + 1) * 0.05);
        let place = |angle: f64| format!("[{}, {}]", 2048.0 + 1200.0 * angle.cos(), 1536.0 + 1200.0 * angle.sin());
        let points = json(&format!("[{}, {}]", place(angle), place(next)));
        editor.stroke(&points, &json(r#"{"size": 200, "hardness": 0.5}"#)).unwrap();
        editor.draw_overlay(&shown, &JsValue::UNDEFINED).unwrap();
        strokes += 1.0;
    }
    editor.end();
    let each = (js_sys::Date::now() - started) / strokes;
    console_log!("{each} ms for a stroke of 60 pixels with a brush of 200, and its overlay");
    assert!(each < 16.0, "{each} ms");
    let _: ImageData = pixels(&context);
}
