//! `inspectImage` on files that this browser wrote.

use super::support::*;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use reroom::wasm::inspect_image;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Blob;

async fn inspected(image: JsValue) -> JsValue {
    done(inspect_image(image)).await
}

async fn buffer_of(blob: &JsValue) -> ArrayBuffer {
    JsFuture::from(blob.unchecked_ref::<Blob>().array_buffer()).await.unwrap().unchecked_into()
}

#[wasm_bindgen_test]
async fn a_photo_is_known_by_its_first_bytes() {
    for (mime, format) in [("image/png", "png"), ("image/jpeg", "jpeg")] {
        let file = photo(1600, 1200, mime).await;
        let report = inspected(file.clone()).await;
        let told = json(&report);
        assert!(get(&report, "ok").is_truthy(), "{told}");
        assert_eq!((text(&report, "format"), text(&report, "mime")), (format.to_owned(), mime.to_owned()));
        assert_eq!((number(&report, "width"), number(&report, "height")), (1600.0, 1200.0));
        assert_eq!((number(&report, "orientation"), number(&report, "issues.length")), (1.0, 0.0));
        assert_eq!(number(&report, "bytes"), number(&file, "size"));
        assert!(number(&report, "bytes") > 100_000.0, "larger than what is read of it: {told}");
        assert!(number(&report, "bytesRead") <= 65536.0, "{told}");
    }
}

#[wasm_bindgen_test]
async fn every_kind_of_source_tells_the_same() {
    let file = photo(1600, 1200, "image/jpeg").await;
    let buffer = buffer_of(&file).await;
    let shifted = Uint8Array::new_with_length(buffer.byte_length() + 100);
    shifted.set(&Uint8Array::new(&buffer), 64);
    let part = shifted.subarray(64, 64 + buffer.byte_length());
    let expected = json(&inspected(file).await);
    for source in [JsValue::from(&buffer), Uint8Array::new(&buffer).into(), part.into()] {
        assert_eq!(json(&inspected(source).await), expected);
    }
    assert!(buffer.byte_length() > 0, "the caller keeps its bytes");
}

#[wasm_bindgen_test]
async fn what_the_service_would_refuse_is_named() {
    let blob = |text: &str| Blob::new_with_str_sequence(&Array::of1(&text.into())).unwrap();
    for (image, issue) in [
        (photo(400, 300, "image/png").await, "resolution_too_small"),
        (photo(4100, 3000, "image/jpeg").await, "resolution_too_large"),
        (photo(1024, 1024, "image/png").await, "aspect_ratio"),
        (blob("RIFF\u{10}\0\0\0WEBPVP8 ").into(), "unsupported_format"),
        (blob("<html>").into(), "unsupported_format"),
        (blob("").into(), "empty_file"),
        (ArrayBuffer::new(0).into(), "empty_file"),
        (
            photo(1600, 1200, "image/png").await.unchecked_into::<Blob>().slice_with_i32_and_i32(0, 20).unwrap().into(),
            "truncated",
        ),
        ("data:image/png;base64,AAAA".into(), "malformed"),
        (JsValue::NULL, "malformed"),
        (object! { "size": 7 }, "malformed"),
    ] {
        let report = inspected(image).await;
        assert_eq!(get(&report, "ok"), JsValue::FALSE);
        assert_eq!(text(&report, "issues.0.code"), issue, "{}", json(&report));
        assert!(!text(&report, "issues.0.message").is_empty());
    }
}

#[wasm_bindgen_test]
async fn a_refused_photo_is_not_uploaded_unless_checks_are_off() {
    let small = photo(400, 300, "image/png").await;
    let fake = answering(200, r#"{"success":true,"fileName":"a.png"}"#, &NONE);
    let error = refused(client_over(&get(&fake, "fetch")).upload(small.clone(), NONE), "invalid_image").await;
    assert_eq!((text(&error, "issues.0.code"), count(&fake)), ("resolution_too_small".to_owned(), 0.0));
    let client = client_with(&object! { "fetch": get(&fake, "fetch"), "validate": "off" });
    assert_eq!(text(&done(client.upload(small, NONE)).await, "fileName"), "a.png");
    assert_eq!(text(&seen(&fake, 0).await, "headers.content-type"), "image/png");
}
