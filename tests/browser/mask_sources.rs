//! `encodeMask` from everything that a page can paint on.

use super::imaging::encode_mask;
use super::pixels::*;
use super::sandbox;
use super::support::*;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

#[wasm_bindgen(module = "/tests/browser/support.js")]
extern "C" {
    fn source(kind: &str, image: &JsValue) -> Promise;
    fn canvas(width: u32, height: u32) -> JsValue;
    fn tainted(url: &str) -> Promise;
    fn closed() -> Promise;
    fn offers(kind: &str) -> bool;
    fn fakes() -> js_sys::Array;
}

#[wasm_bindgen(module = "/tests/browser/frames.js")]
extern "C" {
    fn large(settings: &JsValue, opaque: bool) -> JsValue;
    #[wasm_bindgen(js_name = pixelsOf)]
    fn pixels_of(canvas: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = framesOf)]
    fn frames_of(encode: &js_sys::Function, kind: &str) -> Promise;
}

/// A disc whose alpha falls off, of a colour that luminance would not see; taller than what is read at a time.
fn disc() -> Picture {
    Picture::new((300, 600), |x, y| {
        let distance = (f64::from(x) - 140.0).hypot(f64::from(y) - 280.0);
        [0, 0, 40, (300.0 - distance).clamp(0.0, 255.0) as u8]
    })
}

#[wasm_bindgen_test]
async fn every_source_gives_the_same_mask() {
    let expected = disc().map_grey(|[.., alpha]| if alpha >= 128 { 255 } else { 0 });
    assert!((1000..100_000).contains(&expected.lit()));
    for kind in ["imageData", "canvas", "offscreen", "bitmap", "bitmaprenderer"] {
        let source = done(source(kind, &disc().image_data())).await;
        assert_eq!(encoded(&source, &NONE).await, expected, "{kind}");
    }
}

/// The mask of a canvas, and how many frames were made for it, where the browser has frames.
async fn encoded_with(canvas: &JsValue, options: &JsValue, kind: &str) -> (JsValue, Option<f64>) {
    let made = js_sys::Array::new();
    let encode = Closure::<dyn Fn() -> Promise>::new({
        let (canvas, options, made) = (canvas.clone(), options.clone(), made.clone());
        move || {
            let mask = encode_mask(canvas.clone(), options.clone());
            made.push(&mask);
            mask
        }
    });
    let frames = done(frames_of(encode.as_ref().unchecked_ref(), kind)).await.as_f64();
    (done(made.get(0).unchecked_into()).await, frames)
}

#[wasm_bindgen_test]
async fn a_large_canvas_is_read_as_exactly_as_its_image_data() {
    // The first one also makes the frame by which a browser that changes what is read is noticed.
    done(encode_mask(large(&object! {}, false), NONE)).await;
    for settings in [
        object! {},
        object! { "alpha": false },
        object! { "willReadFrequently": true },
        object! { "colorSpace": "display-p3" },
    ] {
        for opaque in [true, false] {
            let canvas = large(&settings, opaque);
            for threshold in [1, 90, 128, 201, 240] {
                let options = object! { "threshold": threshold };
                let (mask, frames) = encoded_with(&canvas, &options, "counted").await;
                assert_eq!(
                    mask,
                    done(encode_mask(pixels_of(&canvas), options)).await,
                    "{threshold} {}",
                    json(&settings)
                );
                assert!(frames.is_none_or(|frames| frames == 1.0));
            }
        }
    }
    // Colours that may be multiplied by alpha are not read that way.
    let canvas = large(&object! {}, false);
    let options = object! { "channel": "luminance" };
    let (mask, frames) = encoded_with(&canvas, &options, "counted").await;
    assert_eq!(mask, done(encode_mask(pixels_of(&canvas), options)).await);
    assert!(frames.is_none_or(|frames| frames == 0.0));
}

#[wasm_bindgen_test]
async fn a_browser_without_frames_reads_a_large_canvas_all_the_same() {
    let canvas = large(&object! {}, false);
    let expected = done(encode_mask(pixels_of(&canvas), NONE)).await;
    for kind in ["refusing", "planar", "failing"] {
        assert_eq!(encoded_with(&canvas, &NONE, kind).await.0, expected, "{kind}");
    }
}

#[wasm_bindgen_test]
async fn what_webgl_has_drawn_is_read() {
    for kind in ["webgl", "webgl2"] {
        if !offers(kind) {
            console_log!("not tested: this browser draws no {kind}, as Firefox without a screen or graphics card");
            continue;
        }
        // The lower left quarter in white, on what is transparent.
        let source = done(source(kind, &Picture::new((64, 32), |_, _| [0; 4]).image_data())).await;
        let expected = Picture::new((64, 32), |x, y| {
            let level = if x < 32 && y >= 16 { 255 } else { 0 };
            [level, level, level, 255]
        });
        assert_eq!(encoded(&source, &NONE).await, expected, "{kind}");
    }
}

#[wasm_bindgen_test]
async fn a_source_is_left_as_it_was() {
    for kind in ["canvas", "offscreen", "bitmap", "bitmaprenderer"] {
        let source = done(source(kind, &disc().image_data())).await;
        let first = done(encode_mask(source.clone(), NONE)).await;
        assert_eq!(done(encode_mask(source, NONE)).await, first, "{kind}");
    }
}

#[wasm_bindgen_test]
async fn sizes_that_no_mask_has_are_refused() {
    for (width, height) in [(0, 10), (10, 0), (0, 0), (4097, 2)] {
        let error = refused(encode_mask(canvas(width, height), NONE), "invalid_image").await;
        assert_eq!(text(&error, "issues.0.code"), "mask_size", "{width} by {height}");
    }
    // Sizes that a canvas can be given and has no pixels for.
    for (width, height) in [(70_000, 70_000), (65_536, 65_536), (40_000, 10_000)] {
        let error = refused(encode_mask(canvas(width, height), NONE), "invalid_image").await;
        assert_eq!(text(&error, "issues.0.path"), "mask", "{width} by {height}");
    }
    let error = refused(encode_mask(canvas(300, 150), NONE), "invalid_image").await;
    assert_eq!(text(&error, "issues.0.code"), "empty_mask");
}

#[wasm_bindgen_test]
#[ignore = "needs the wire: npm test -- browser"]
async fn a_canvas_with_a_picture_of_another_site_is_refused_with_the_reason() {
    sandbox::reset().await;
    let render = done(client().run(small_photo().await, object! { "tool": "empty-room" }, NONE)).await;
    let canvas = done(tainted(&text(&render, "outputs.0"))).await;
    let error = refused(encode_mask(canvas, NONE), "invalid_image").await;
    assert_eq!(text(&error, "issues.0.path"), "mask");
    assert_eq!(text(&error.reason(), "name"), "SecurityError");
}

#[wasm_bindgen_test]
async fn what_is_no_source_is_refused() {
    let closed = done(closed()).await;
    for value in [NONE, JsValue::NULL, 7.into(), "mask".into(), object! {}, closed].into_iter().chain(fakes().iter()) {
        let error = refused(encode_mask(value, NONE), "invalid_image").await;
        assert!(number(&error, "issues.length") >= 1.0);
    }
}
