//! `prepareImage` over the browser's decoder and encoder, and `run` with it: whose pixels come out where.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "../imaging/mod.rs"]
mod imaging;
mod support;

use imaging::{create_editor, prepare_image};
use js_sys::{Array, Object, Reflect, Uint8Array};
use reroom::wasm::ReRoom;
use support::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Points well inside of quarters, as shares of a photo.
const SHARES: [(f64, f64); 4] = [(0.3, 0.3), (0.7, 0.3), (0.3, 0.7), (0.7, 0.7)];

/// Checks that wherever a result shows the photo, it shows what `toSource` says lies there.
///
/// `quarter` tells which colour is displayed in which quarter of the photo, which has this size.
async fn shows(result: &Prepared, photo: (f64, f64), quarter: [usize; 4]) {
    let (width, height) = result.size();
    let points: Vec<(f64, f64)> = SHARES.iter().map(|(x, y)| ((x * width).floor(), (y * height).floor())).collect();
    let found = colours_at(&result.blob(), &points, "default").await;
    for ((x, y), colour) in points.into_iter().zip(found) {
        let (left, top) = result.to_source(x, y);
        let outside = left < 0.0 || left > photo.0 || top < 0.0 || top > photo.1;
        let index = usize::from(left > photo.0 / 2.0) + 2 * usize::from(top > photo.1 / 2.0);
        let wanted = if outside { WHITE } else { COLOURS[quarter[index]] };
        near(colour, wanted, &format!("{x}, {y} from {left}, {top}"));
    }
}

#[wasm_bindgen_test]
async fn what_is_fine_stays_the_same_file() {
    for (mime, options) in [("image/jpeg", ""), ("image/png", r#"{ "format": "png", "quality": 0.1 }"#)] {
        let image = photo(1600, 1200, mime).await;
        let result = prepared(&image, options).await;
        assert!(Object::is(&result.blob(), &image), "the same object");
        assert_eq!((result.changes().as_str(), result.size()), ("", (1600.0, 1200.0)));
        assert_eq!(result.to_source(12.5, 7.0), (12.5, 7.0));
        let raw = Uint8Array::from(&bytes(&image).await[..]);
        let result = prepared(&raw, options).await;
        assert_eq!((result.changes().as_str(), result.mime().as_str()), ("", mime));
        assert!(bytes(&result.blob()).await == raw.to_vec());
    }
}

#[wasm_bindgen_test]
async fn too_large_becomes_smaller() {
    for (mime, options) in [("image/jpeg", ""), ("image/png", ""), ("image/jpeg", r#"{ "fit": "pad" }"#)] {
        let image = photo(5000, 3750, mime).await;
        let result = prepared(&image, options).await;
        assert_eq!((result.changes().as_str(), result.size()), ("resized reencoded", (4096.0, 3072.0)));
        assert_eq!((result.mime().as_str(), result.to_source(4096.0, 3072.0)), (mime, (5000.0, 3750.0)));
        shows(&result, (5000.0, 3750.0), [0, 1, 2, 3]).await;
    }
}

#[wasm_bindgen_test]
async fn a_portrait_is_cropped_around_the_focus() {
    for (mime, y, top) in [("image/jpeg", "0.5", 350.0), ("image/jpeg", "0", 0.0), ("image/png", "0.9", 700.0)] {
        let image = photo(1200, 1600, mime).await;
        let options = format!(r#"{{ "focus": {{ "x": 0.5, "y": {y} }} }}"#);
        let result = prepared(&image, &options).await;
        assert_eq!((result.changes().as_str(), result.size()), ("cropped reencoded", (1200.0, 900.0)));
        assert_eq!((result.to_source(0.0, 0.0), result.to_source(1200.0, 900.0)), ((0.0, top), (1200.0, top + 900.0)));
        shows(&result, (1200.0, 1600.0), [0, 1, 2, 3]).await;
    }
}

#[wasm_bindgen_test]
async fn a_panorama_is_cropped_and_made_smaller() {
    let image = photo(9000, 3000, "image/jpeg").await;
    let result = prepared(&image, r#"{ "focus": { "x": 1, "y": 0 } }"#).await;
    assert_eq!((result.changes().as_str(), result.size()), ("cropped resized reencoded", (4096.0, 2304.0)));
    assert_eq!((result.to_source(0.0, 0.0), result.to_source(4096.0, 2304.0)), ((3667.0, 0.0), (9000.0, 3000.0)));
    shows(&result, (9000.0, 3000.0), [0, 1, 2, 3]).await;
}

#[wasm_bindgen_test]
async fn padding_is_white_and_the_photo_in_its_middle() {
    for mime in ["image/jpeg", "image/png"] {
        let image = photo(1200, 1600, mime).await;
        let result = prepared(&image, r#"{ "fit": "pad" }"#).await;
        assert_eq!((result.changes().as_str(), result.size()), ("padded reencoded", (2134.0, 1600.0)));
        assert_eq!(result.to_source(467.0, 0.0), (0.0, 0.0));
        shows(&result, (1200.0, 1600.0), [0, 1, 2, 3]).await;
        let edges = [(440.0, 800.0), (1694.0, 800.0), (490.0, 20.0), (1640.0, 1580.0)];
        let found = colours_at(&result.blob(), &edges, "default").await;
        for (index, wanted) in [WHITE, WHITE, COLOURS[0], COLOURS[3]].into_iter().enumerate() {
            near(found[index], wanted, "beside the photo and at its edge");
        }
    }
}

/// Which stored quarter each displayed one is, by the EXIF standard.
const DISPLAYED: [[usize; 4]; 8] =
    [[0, 1, 2, 3], [1, 0, 3, 2], [3, 2, 1, 0], [2, 3, 0, 1], [0, 2, 1, 3], [2, 0, 3, 1], [3, 1, 2, 0], [1, 3, 0, 2]];

#[wasm_bindgen_test]
async fn every_orientation_is_applied() {
    let image = photo(1600, 1200, "image/jpeg").await;
    for (orientation, quarter) in (1..=8).zip(DISPLAYED) {
        let (oriented, _) = with_parts(&image, &exif(orientation), b"").await;
        let turned = orientation >= 5;
        let photo = if turned { (1200.0, 1600.0) } else { (1600.0, 1200.0) };
        for (fit, done, size) in [
            ("crop", "oriented cropped reencoded metadata-removed", (1200.0, 900.0)),
            ("pad", "oriented padded reencoded metadata-removed", (2134.0, 1600.0)),
        ] {
            let options = format!(r#"{{ "fit": "{fit}", "focus": {{ "x": 0.2, "y": 0.4 }} }}"#);
            let result = prepared(&oriented, &options).await;
            let (changes, size) = match orientation {
                1 => ("metadata-removed", photo),
                2..=4 => ("oriented reencoded metadata-removed", photo),
                _ => (done, size),
            };
            assert_eq!((result.changes().as_str(), result.size()), (changes, size), "{orientation} {fit}");
            shows(&result, photo, quarter).await;
        }
    }
}

#[wasm_bindgen_test]
async fn an_oriented_photo_is_made_smaller_too() {
    let (oriented, _) = with_parts(&photo(6000, 4500, "image/jpeg").await, &exif(6), b"").await;
    let result = prepared(&oriented, r#"{ "focus": { "x": 0, "y": 0.3 } }"#).await;
    let changes = "oriented cropped resized reencoded metadata-removed";
    assert_eq!((result.changes().as_str(), result.size()), (changes, (4096.0, 3072.0)));
    shows(&result, (4500.0, 6000.0), DISPLAYED[5]).await;
}

#[wasm_bindgen_test]
async fn metadata_goes_without_touching_a_pixel() {
    let front = [exif(1), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"), segment(0xFE, b"at home")].concat();
    let (jpeg, clean) = with_parts(&photo(1600, 1200, "image/jpeg").await, &front, b"a film").await;
    let result = prepared(&jpeg, "").await;
    assert_eq!((result.changes().as_str(), result.mime().as_str()), ("metadata-removed", "image/jpeg"));
    assert!(bytes(&result.blob()).await == clean);

    let text = b"\0\0\0\x04tEXt\x61\0\x62\x63\xb7\x6e\x7f\xe9";
    let (png, clean) = with_parts(&photo(1600, 1200, "image/png").await, text, b"").await;
    let result = prepared(&png, "").await;
    assert_eq!((result.changes().as_str(), result.mime().as_str()), ("metadata-removed", "image/png"));
    assert!(bytes(&result.blob()).await == clean);
}

#[wasm_bindgen_test]
async fn a_film_behind_the_photo_is_no_reason_to_encode_it_anew() {
    let (jpeg, clean) = with_parts(&photo(1600, 1200, "image/jpeg").await, b"", &vec![0x42; 16 << 20]).await;
    let result = prepared(&jpeg, "").await;
    assert_eq!(result.changes(), "metadata-removed");
    assert!(bytes(&result.blob()).await == clean);
}

#[wasm_bindgen_test]
async fn other_kinds_become_jpeg_and_what_is_transparent_white() {
    let image = photo(1600, 1200, "image/bmp").await;
    let result = prepared(&image, "").await;
    assert_eq!((result.changes().as_str(), result.mime().as_str()), ("reencoded", "image/jpeg"));
    shows(&result, (1600.0, 1200.0), [0, 1, 2, 3]).await;
    let result = prepared(&photo(2000, 3000, "image/bmp").await, "").await;
    assert_eq!((result.changes().as_str(), result.size()), ("cropped reencoded", (2000.0, 1500.0)));
    shows(&result, (2000.0, 3000.0), [0, 1, 2, 3]).await;

    let glass = plain_photo(1600, 1200, "image/png", "rgba(0, 0, 255, 0.5)", "srgb").await;
    let result = prepared(&glass, r#"{ "format": "jpeg" }"#).await;
    assert_eq!((result.changes().as_str(), result.mime().as_str()), ("reencoded", "image/jpeg"));
    near(colours_at(&result.blob(), &[(9.0, 9.0)], "default").await[0], [127, 127, 255], "on white");
    let jpeg = photo(1600, 1200, "image/jpeg").await;
    assert_eq!(prepared(&jpeg, r#"{ "format": "png" }"#).await.mime(), "image/png");
}

#[wasm_bindgen_test]
async fn wide_colours_do_not_shift() {
    let colour = "color(display-p3 0.75 0.35 0.25)";
    for (mime, width) in [("image/jpeg", 4400), ("image/png", 4400), ("image/webp", 1600)] {
        let image = plain_photo(width, width * 3 / 4, mime, colour, "display-p3").await;
        if get(&image, "type") != mime {
            console_log!("not tested: this browser writes no {mime}");
            continue;
        }
        let shown = colours_at(&image, &[(9.0, 9.0)], "default").await[0];
        let stored = colours_at(&image, &[(9.0, 9.0)], "none").await[0];
        let tells = shown.iter().zip(stored).any(|(a, b)| a.abs_diff(b) > 10);
        if !tells {
            console_log!("partly tested: this browser paints no wide colours, or does not tell them from others");
        }
        let result = prepared(&image, "").await;
        // Right for who honours a profile, and for who does not.
        for conversion in ["default", "none"] {
            let found = colours_at(&result.blob(), &[(9.0, 9.0)], conversion).await[0];
            assert!(
                found.iter().zip(shown).all(|(a, b)| a.abs_diff(b) <= 4),
                "{mime} {conversion}: {found:?} {shown:?}"
            );
        }
    }
}

#[wasm_bindgen_test]
async fn a_file_that_is_too_large_is_encoded_until_it_fits() {
    let image = noisy_photo(4000, 3000, "image/png").await;
    assert!(get(&image, "size").as_f64().unwrap() > 15.0 * 1024.0 * 1024.0);
    for (options, size) in [("", (4000.0, 3000.0)), (r#"{ "format": "png", "quality": 1 }"#, (4000.0, 3000.0))] {
        let result = prepared(&image, options).await;
        assert_eq!((result.changes().as_str(), result.size()), ("reencoded", size));
        assert_eq!(result.mime(), "image/jpeg");
        assert!(get(&result.blob(), "size").as_f64().unwrap() <= 15.0 * 1024.0 * 1024.0);
    }
}

/// A photo prepared twice, and so often at once, with other workers than the browser's: the last result, how many were made,
/// and how many ended before and after they had waited for another photo.
async fn prepared_with(kind: &str, image: &JsValue, at_once: usize) -> (Prepared, [f64; 3]) {
    let results = Array::new();
    let prepare = Closure::<dyn Fn() -> js_sys::Promise>::new({
        let (image, results) = (image.clone(), results.clone());
        move || {
            let (image, results) = (image.clone(), results.clone());
            wasm_bindgen_futures::future_to_promise(async move {
                for _ in 0..2 {
                    let begin = |_| prepare_image(image.clone(), JsValue::UNDEFINED);
                    let all = (0..at_once).map(begin).collect::<Array>();
                    results.push(&Array::from(&JsFuture::from(js_sys::Promise::all(&all)).await?).get(0));
                }
                Ok(JsValue::UNDEFINED)
            })
        }
    });
    let workers = JsFuture::from(workers_of(prepare.as_ref().unchecked_ref(), kind)).await.unwrap();
    let workers = Array::from(&workers);
    (Prepared(results.get(1)), [0, 1, 2].map(|index| workers.get(index).as_f64().unwrap()))
}

#[wasm_bindgen_test]
async fn a_worker_does_it_and_the_page_does_where_there_is_none() {
    let (image, _) = with_parts(&photo(1200, 1600, "image/jpeg").await, &exif(6), b"").await;
    let image = JsValue::from(image);
    // Afterwards none waits that another test has left.
    prepared_with("counted", &image, 1).await;
    let (expected, workers) = prepared_with("counted", &image, 1).await;
    assert_eq!(workers, [1.0, 0.0, 1.0], "one for both, until it has waited");
    let (_, [made, before, after]) = prepared_with("counted", &image, 3).await;
    assert_eq!((before, after), (made - 1.0, made), "one at the most waits, and all end");
    let expected = bytes(&expected.blob()).await;
    for (kind, workers) in [("failing", [1.0, 1.0, 1.0]), ("refusing", [0.0; 3])] {
        let (result, counted) = prepared_with(kind, &image, 1).await;
        assert_eq!(counted, workers, "{kind}");
        assert!(bytes(&result.blob()).await == expected, "{kind}");
    }
}

#[wasm_bindgen_test]
async fn what_cannot_be_mended_is_refused() {
    let small = photo(640, 480, "image/png").await;
    let too_small = ["resolution_too_small", "image", "Photos are never enlarged"];
    refused(&small, "", "invalid_image", too_small).await;
    refused(&photo(400, 300, "image/bmp").await, "", "invalid_image", too_small).await;
    let heic = Uint8Array::from(&b"\0\0\0\x18ftypheic\0\0\0\0heicmif1\0\0\0\x10mdat and more"[..]);
    refused(&heic, "", "invalid_image", ["unsupported_format", "image", "HEIC"]).await;
    let half = bytes(&photo(1200, 1600, "image/jpeg").await).await;
    let half = Uint8Array::from(&half[..half.len() / 2]);
    refused(&half, "", "invalid_image", ["truncated", "image", "is incomplete"]).await;
    refused(&"photo.jpg".into(), "", "invalid_image", ["malformed", "image", "must be a Blob"]).await;
    let blank = plain_photo(1200, 1600, "image/png", "transparent", "srgb").await;
    refused(&blank, "", "invalid_image", ["malformed", "image", "redrawn photo is blank"]).await;
    let mut broken = bytes(&photo(1200, 1600, "image/png").await).await;
    let middle = broken.len() / 2;
    broken[middle..middle + 40].fill(0xA5);
    let broken = Uint8Array::from(&broken[..]);
    match JsFuture::from(prepare_image(broken.into(), JsValue::UNDEFINED)).await {
        Ok(_) => panic!("a damaged photo was taken"),
        Err(error) => has_issue(&error, "corrupt", "image", ""),
    }
}

#[wasm_bindgen_test]
async fn options_are_checked() {
    let image = photo(1600, 1200, "image/jpeg").await;
    for (options, issue) in [
        (r#"{ "fit": "stretch" }"#, ["malformed", "fit", "crop, pad"]),
        (r#"{ "focus": { "x": 2, "y": 0 } }"#, ["malformed", "focus", "from 0 to 1"]),
        (r#"{ "quality": 92 }"#, ["malformed", "quality", "from 0 to 1"]),
        (r#"{ "format": "webp" }"#, ["malformed", "format", "jpeg, png"]),
        (r#"{ "qualty": 1 }"#, ["unknown_field", "qualty", "quality"]),
    ] {
        refused(&image, options, "invalid_request", issue).await;
    }
}

/// Runs a job with a service that accepts everything; answers what was uploaded, the stages, and the outcome.
async fn run(image: &JsValue, params: &str, prepare: &str) -> (Array, String, Result<JsValue, JsValue>) {
    provide_imaging();
    let (uploads, stages) = (Array::new(), Array::new());
    let options = Object::new();
    let set = |object: &Object, key: &str, value: &JsValue| Reflect::set(object, &key.into(), value).unwrap();
    set(&options, "baseUrl", &"http://127.0.0.1:9".into());
    set(&options, "fetch", &service(&uploads));
    let client = ReRoom::new(options.into()).unwrap_or_else(|_| panic!("no client"));
    let options = Object::new();
    let listener = Closure::<dyn Fn(JsValue)>::new({
        let stages = stages.clone();
        move |progress: JsValue| {
            stages.push(&get(&progress, "stage"));
        }
    });
    set(&options, "onProgress", listener.as_ref());
    set(&options, "prepare", &json(prepare));
    let outcome = JsFuture::from(client.run(image.clone(), json(params), options.into())).await;
    (uploads, String::from(stages.join(" ")), outcome)
}

#[wasm_bindgen_test]
async fn run_prepares_before_the_upload() {
    let (oriented, _) = with_parts(&photo(1600, 1200, "image/jpeg").await, &exif(6), b"").await;
    for how in ["true", r#"{ "fit": "pad" }"#] {
        let (uploads, stages, outcome) = run(&oriented, r#"{ "tool": "empty-room" }"#, how).await;
        assert!(outcome.is_ok() && stages == "preparing uploading uploading done", "{stages} {outcome:?}");
        let result = prepared(&uploads.get(0), "").await;
        assert_eq!(result.changes(), "", "what went up needs nothing");
    }
    for how in ["false", ""] {
        let (uploads, _, outcome) = run(&oriented, r#"{ "tool": "empty-room" }"#, how).await;
        has_issue(&outcome.unwrap_err(), "aspect_ratio", "image", "Crop it");
        assert_eq!(uploads.length(), 0);
    }
    let (_, stages, outcome) = run(&oriented, r#"{ "tool": "empty-room" }"#, r#"{ "fit": 1 }"#).await;
    has_issue(&outcome.unwrap_err(), "malformed", "prepare.fit", "one of crop, pad");
    assert_eq!(stages, "");
    let (_, _, outcome) = run(&oriented, r#"{ "tool": "empty-room" }"#, "7").await;
    has_issue(&outcome.unwrap_err(), "malformed", "prepare", "must be true, false or an object");
}

#[wasm_bindgen_test]
async fn a_mask_goes_only_with_the_photo_it_was_made_for() {
    let edit = r#"{ "tool": "edit", "action": "remove", "mask": "iVBORw0KGgo=" }"#;
    let (uploads, _, outcome) = run(&photo(1200, 1600, "image/jpeg").await, edit, "true").await;
    has_issue(&outcome.unwrap_err(), "mask_size", "mask", "prepareImage");
    assert_eq!(uploads.length(), 0);
    let (oriented, _) = with_parts(&photo(1600, 1200, "image/jpeg").await, &exif(3), b"").await;
    let (uploads, _, outcome) = run(&oriented, edit, "true").await;
    assert!(outcome.is_ok() && uploads.length() == 1, "the same size, and as displayed: {outcome:?}");
}

#[wasm_bindgen_test]
async fn a_mask_editor_has_the_size_at_which_its_photo_is_displayed() {
    let (oriented, _) = with_parts(&photo(1600, 1200, "image/jpeg").await, &exif(6), b"").await;
    let editor = JsFuture::from(create_editor(oriented.into())).await.unwrap();
    assert_eq!((get(&editor, "width"), get(&editor, "height")), (1200.into(), 1600.into()));
    let error = JsFuture::from(create_editor(Uint8Array::new_with_length(9).into())).await.unwrap_err();
    has_issue(&error, "unsupported_format", "image", "");
}
