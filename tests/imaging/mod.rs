//! The imaging module, with what it needs from the client. In the package, the facade provides it.
#![allow(dead_code, reason = "no test needs all of it")]

use js_sys::{Function, Object, Promise, Reflect};
use reroom::wasm::inspect_photo;
use reroom_imaging::wasm as imaging;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/shims/error.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = ReRoomError)]
    static ERROR_CLASS: JsValue;
}

thread_local! {
    static IS_PROVIDED: Cell<bool> = const { Cell::new(false) };
}

pub fn encode_mask(source: JsValue, options: JsValue) -> Promise {
    provide_client();
    imaging::encode_mask(source, options)
}

pub fn read_mask(source: JsValue) -> Promise {
    provide_client();
    imaging::read_mask(source)
}

pub fn prepare_image(image: JsValue, options: JsValue) -> Promise {
    provide_client();
    imaging::prepare_image(image, options)
}

pub fn check_prepare(options: JsValue) -> Promise {
    provide_client();
    imaging::check_prepare(options)
}

/// Creates a `MaskEditor`.
pub fn create_editor(photo: JsValue) -> Promise {
    provide_client();
    imaging::MaskEditor::create(photo)
}

fn provide_client() {
    if IS_PROVIDED.replace(true) {
        return;
    }
    let client = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&client, &name.into(), value).unwrap();
    set("inspectPhoto", &Closure::<dyn Fn(JsValue) -> Promise>::new(inspect_photo).into_js_value());
    ERROR_CLASS.with(|class| set("ReRoomError", class));
    // No decoder is registered.
    set("findDecoder", &Function::new_no_args(""));
    imaging::provide_client(&client);
}
