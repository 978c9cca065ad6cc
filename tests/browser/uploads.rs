//! Uploads through the page's XMLHttpRequest: what they cost, and how they are aborted.

use super::sandbox;
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
#[ignore = "needs the wire: npm test -- browser"]
async fn an_upload_that_tells_how_far_it_is_stays_out_of_wasm() {
    sandbox::reset().await;
    wire::reset().await;
    strike(&object! { "kind": "slow-upload", "path": "/api/enterprise/upload", "pauseMs": 60 }).await;
    let (file, told) = (large_photo().await, Array::new());
    let before = memory_size::<0>();
    done(client().upload(file.clone(), object! { "onProgress": telling(&told) })).await;
    assert!(memory_size::<0>() - before <= 2, "the file is not copied");
    assert_eq!(told.get(0).as_f64(), Some(0.0));
    assert_eq!(told.get(told.length() - 2), get(&file, "size"));
}

#[wasm_bindgen_test]
#[ignore = "needs the wire: npm test -- browser"]
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
