//! Every endpoint of the sandbox over HTTP, and every refusal that it has.

use super::pixels::{Picture, png_bytes};
use super::sandbox::{self, requests, uploaded};
use super::support::*;
use js_sys::{Object, Uint8Array};
use reroom_imaging::wasm::encode_mask;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Blob;

#[wasm_bindgen_test]
async fn an_upload_carries_the_bytes_and_their_type() {
    sandbox::reset().await;
    for (mime, extension) in [("image/png", ".png"), ("image/jpeg", ".jpg")] {
        let file = photo(720, 540, mime).await;
        let upload = done(client().upload(file.clone(), NONE)).await;
        assert_eq!(get(&upload, "success"), JsValue::TRUE);
        assert!(text(&upload, "fileName").ends_with(extension));
        let request = requests().await.pop().unwrap();
        assert_eq!(text(&request, "headers.content-type"), mime);
        assert_eq!(number(&request, "bodyBytes"), number(&file, "size"));
    }
}

#[wasm_bindgen_test]
async fn the_bytes_decide_the_type_of_an_upload() {
    sandbox::reset().await;
    let file = small_photo().await;
    let size = number(&file, "size");
    let blob: &Blob = file.unchecked_ref();
    let named_wrongly = blob.slice_with_f64_and_f64_and_content_type(0.0, size, "image/jpeg").unwrap();
    done(client().upload(named_wrongly.into(), NONE)).await;
    let buffer = done(blob.array_buffer().unchecked_into()).await;
    done(client().upload(Uint8Array::new(&buffer).into(), NONE)).await;
    for request in requests().await {
        assert_eq!(text(&request, "headers.content-type"), "image/png");
        assert_eq!(number(&request, "bodyBytes"), size);
    }
}

/// A mask for the small photo.
async fn mask() -> JsValue {
    let marked = |x: u32, y: u32| (100..300).contains(&x) && (50..200).contains(&y);
    let picture = Picture::new((720, 540), |x, y| [255, 255, 255, if marked(x, y) { 255 } else { 0 }]);
    done(encode_mask(picture.image_data(), NONE)).await
}

#[wasm_bindgen_test]
async fn every_tool_is_taken_as_it_is_documented() {
    sandbox::reset().await;
    let file_name = uploaded().await;
    let mask = mask().await;
    assert!(png_bytes(&mask).len() < 2000, "a mask is small");
    for (params, query, at_once) in [
        (r#"{"creativity":"balanced","type":"living-room","style":"japanese-zen","color":"ecletic-boho"}"#, "", false),
        (r#"{"field":"interior","creativity":"precise","creativity_level":0.6}"#, "?field=interior", false),
        (r#"{"field":"exterior","creativity":"creative","sky":"clear"}"#, "?field=exterior", false),
        (r#"{"tool":"sketch","view":"floorplan"}"#, "", false),
        (r#"{"tool":"sketch","field":"exterior","view":"elevation"}"#, "?field=exterior", false),
        (r#"{"tool":"empty-room"}"#, "", true),
        (r#"{"tool":"virtual-staging","action":"preset","type":"bedroom","style":"modern"}"#, "", true),
        (
            r#"{"tool":"virtual-staging","action":"reference","reference_file_urls":["https://x.example/a.jpg"]}"#,
            "",
            true,
        ),
        (r#"{"tool":"edit","action":"remove"}"#, "", false),
        (r#"{"tool":"edit","action":"material","material":"marble","field":"interior"}"#, "?field=interior", false),
        (r#"{"tool":"edit","action":"prompt","prompt":"a red door"}"#, "", true),
        (
            r#"{"tool":"edit","action":"object","object":{"category":"street_landscape","name":"tree"},"field":"exterior"}"#,
            "?field=exterior",
            false,
        ),
    ] {
        let request = parse(params);
        put(&request, "file_name", &file_name);
        if text(&request, "tool") == "edit" {
            put(&request, "mask", &mask);
        }
        let submission = done(client().render(request.clone(), NONE)).await;
        let render_id = text(&submission, "render_id");
        assert!(!render_id.is_empty() && get(&submission, "render").is_object() == at_once, "{params}");
        assert_sent(&request, query).await;
        let record = done(client().get_render(render_id.into(), NONE)).await;
        let painted = ["empty-room", "virtual-staging"].contains(&text(&request, "tool").as_str());
        assert_eq!(text(&record, "status"), if painted { "painted" } else { "completed" }, "{params}");
        assert_eq!(number(&record, "outputs.length"), 1.0);
    }
}

/// That the newest request had this body and query; `field` stays in the body of an edit alone.
async fn assert_sent(request: &JsValue, query: &str) {
    let sent = requests().await.pop().unwrap();
    assert_eq!(text(&sent, "path"), ["/api/enterprise/render", query].concat());
    assert_eq!(text(&sent, "headers.content-type"), "application/json");
    let expected = Object::assign(&Object::new(), request.unchecked_ref());
    if text(request, "tool") != "edit" {
        js_sys::Reflect::delete_property(&expected, &"field".into()).unwrap();
    }
    assert_eq!(sorted(&get(&sent, "json")), sorted(&expected));
}

/// An object's entries as JSON, in the order of their names.
fn sorted(object: &JsValue) -> String {
    json(&Object::entries(object.unchecked_ref()).sort())
}

#[wasm_bindgen_test]
async fn an_upscale_is_submitted_and_its_record_unwrapped() {
    sandbox::reset().await;
    let request = object! { "file_name": uploaded().await };
    let submission = done(client().upscale(request, NONE)).await;
    assert_eq!(text(&requests().await.pop().unwrap(), "path"), "/api/enterprise/upscale");
    let record = done(client().get_render(get(&submission, "render_id"), NONE)).await;
    assert_eq!(get(&record, "_id"), get(&submission, "render_id"));
    assert_eq!(text(&record, "status"), "completed");
}

#[wasm_bindgen_test]
async fn the_account_counts_what_was_bought() {
    sandbox::reset_to(&object! { "credits": 9 }).await;
    let file_name = uploaded().await;
    assert_eq!(number(&done(client().account(NONE)).await, "credits"), 9.0);
    done(client().render(object! { "file_name": &file_name, "tool": "empty-room" }, NONE)).await;
    done(client().upscale(object! { "file_name": &file_name }, NONE)).await;
    let account = done(client().account(NONE)).await;
    assert_eq!(number(&account, "credits"), 4.0);
    assert_eq!(get(&account, "is_active"), JsValue::TRUE);
}

#[wasm_bindgen_test]
async fn without_credits_nothing_is_bought() {
    sandbox::reset_to(&object! { "credits": 3 }).await;
    let error =
        refused(client().upscale(object! { "file_name": uploaded().await }, NONE), "insufficient_credits").await;
    assert_eq!((error.status(), error.retryable()), (Some(400), false));
    assert_eq!(String::from(error.message()), "Not enough credits");
    assert!(sandbox::renders().await.is_empty());
}

#[wasm_bindgen_test]
async fn an_eleventh_render_is_one_too_many() {
    sandbox::reset_to(&object! { "speeds": object! { "queuedMs": 60_000 } }).await;
    let (file_name, client) = (uploaded().await, client());
    for _ in 0..10 {
        done(client.render(interior(&file_name), NONE)).await;
    }
    // By another name of the service, which has slots of its own, as another device has.
    let other = client_with(&object! { "baseUrl": SANDBOX.replace("127.0.0.1", "localhost"), "maxRetries": 0 });
    let error = refused(other.render(interior(&file_name), NONE), "too_many_renders").await;
    assert_eq!((error.status(), error.retryable()), (Some(400), true));
    assert_eq!(sandbox::renders().await.len(), 10);
    assert_eq!(sandbox::requests_to("POST", "/api/enterprise/render").await, 11);
}

#[wasm_bindgen_test]
async fn what_the_service_does_not_know_is_refused_in_its_own_words() {
    sandbox::reset().await;
    let stranger = client_with(&object! { "apiKey": "another" });
    for step in [Step::Upload, Step::Render, Step::Upscale, Step::GetRender, Step::Account] {
        let error = refused(step.call(&stranger, &NONE).await, "unauthorized").await;
        assert_eq!((error.status(), error.retryable()), (Some(401), false), "{step:?}");
    }
    let error = refused(client().render(interior(FILE_NAME), NONE), "rejected").await;
    assert_eq!((error.status(), String::from(error.message())), (Some(400), "Invalid filename".to_owned()));
    for id in ["nowhere", "a/../b?c#d", "ü %"] {
        let error = refused(client().get_render(id.into(), NONE), "not_found").await;
        assert_eq!((error.status(), error.render_id()), (Some(404), Some(id.to_owned())));
    }
}

#[wasm_bindgen_test]
async fn what_breaks_a_rule_is_not_sent() {
    sandbox::reset().await;
    refused(client().render(object! { "file_name": FILE_NAME }, NONE), "invalid_request").await;
    refused(client().upscale(object! { "file_name": "photo.jpg" }, NONE), "invalid_request").await;
    refused(client().upscale(object! { "file_name": FILE_NAME, "tool": "upscale" }, NONE), "invalid_request").await;
    for id in [NONE, JsValue::NULL, "".into(), 7.into()] {
        refused(client().get_render(id, NONE), "invalid_request").await;
    }
    refused(client().account(object! { "timeout": 7 }), "invalid_request").await;
    assert!(requests().await.is_empty());
    // The service's own checks are met where ours are off.
    let unchecked = client_with(&object! { "validate": "off" });
    refused(unchecked.render(object! { "file_name": FILE_NAME }, NONE), "rejected").await;
}
