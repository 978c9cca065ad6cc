//! Uploads through the page's XMLHttpRequest: what they tell, what they cost, and how they end.

use super::sandbox::{self, requests_to};
use super::support::*;
use super::wire::{self, strike};
use core::arch::wasm32::memory_size;
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

/// As large as a photo may be.
async fn large_photo() -> JsValue {
    let file = photo(4096, 3072, "image/png").await;
    assert!(number(&file, "size") > 4e6, "{}", number(&file, "size"));
    file
}

fn telling(told: &Array) -> JsValue {
    let push = Function::new_with_args("told, progress", "told.push(progress.loaded, progress.total)");
    push.bind1(&JsValue::NULL, told).into()
}

#[wasm_bindgen_test]
async fn an_upload_tells_how_far_it_is_and_stays_out_of_wasm() {
    sandbox::reset().await;
    wire::reset().await;
    strike(&object! { "kind": "slow-upload", "path": "/api/enterprise/upload", "pauseMs": 60 }).await;
    let (file, told) = (large_photo().await, Array::new());
    let before = memory_size::<0>();
    done(client().upload(file.clone(), object! { "onProgress": telling(&told) })).await;
    assert!(memory_size::<0>() - before <= 2, "the file is not copied");
    let numbers: Vec<f64> = told.iter().filter_map(|number| number.as_f64()).collect();
    let size = number(&file, "size");
    let loaded: Vec<f64> = numbers.iter().copied().step_by(2).collect();
    assert!(numbers.iter().skip(1).step_by(2).all(|total| *total == size), "{numbers:?}");
    assert!(loaded.len() >= 2 && loaded[0] == 0.0 && loaded[loaded.len() - 1] == size, "{loaded:?}");
    assert!(loaded.is_sorted(), "{loaded:?}");
}

#[wasm_bindgen_test]
async fn an_upload_that_stalls_is_given_up() {
    sandbox::reset().await;
    wire::reset().await;
    strike(&object! { "kind": "stall-unread", "path": "/api/enterprise/upload" }).await;
    let options = object! { "onProgress": telling(&Array::new()), "timeoutMs": 300, "maxRetries": 0 };
    assert!(refused(client().upload(large_photo().await, options), "timeout").await.retryable());
    assert_eq!(requests_to("POST", "/api/enterprise/upload").await, 0);
}

#[wasm_bindgen_test]
async fn an_upload_that_breaks_goes_up_again() {
    sandbox::reset().await;
    wire::reset().await;
    strike(&object! { "kind": "reset-unread", "path": "/api/enterprise/upload" }).await;
    let told = Array::new();
    let uploaded = done(client().upload(small_photo().await, object! { "onProgress": telling(&told) })).await;
    assert!(!text(&uploaded, "fileName").is_empty());
    strike(&object! { "kind": "reset-unread", "path": "/api/enterprise/upload" }).await;
    let once = object! { "onProgress": telling(&told), "maxRetries": 0 };
    refused(client().upload(small_photo().await, once), "network").await;
}

#[wasm_bindgen_test]
async fn an_upload_can_be_aborted_on_its_way() {
    sandbox::reset().await;
    wire::reset().await;
    strike(&object! { "kind": "stall-unread", "path": "/api/enterprise/upload" }).await;
    let controller = web_sys::AbortController::new().unwrap();
    let stop: Function = js_sys::Reflect::get(&controller, &"abort".into()).unwrap().unchecked_into();
    after(50.0, &stop.bind0(&controller));
    let options = object! { "onProgress": telling(&Array::new()), "signal": controller.signal() };
    refused(client().upload(small_photo().await, options), "aborted").await;
}
