//! Reading and writing the fields of JavaScript objects.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag(value: &JsValue) -> Result<String, JsValue>;
}

#[wasm_bindgen(module = "/js/shims/object.js")]
extern "C" {
    /// Builds an object, without the fields that are `undefined`. Takes their names, separated by spaces, and their values.
    #[wasm_bindgen(js_name = buildObject)]
    pub fn build_object(names: &str, values: &[JsValue]) -> JsValue;
}

/// Whether a value is of the class with this name, in any realm. `instanceof` knows only the classes of its own realm.
pub fn is_a(value: &JsValue, class: &str) -> bool {
    tag(value).is_ok_and(|tag| tag.strip_prefix("[object ").and_then(|tag| tag.strip_suffix(']')) == Some(class))
}

/// Reads a field. `undefined` if it is missing, if reading it throws, and for a value that is not an object.
pub fn get(object: &JsValue, key: &str) -> JsValue {
    // `Reflect.get` throws for anything else, and wasm-bindgen leaks a reference for each exception that it catches.
    if object.is_object() || object.is_function() {
        return Reflect::get(object, &key.into()).unwrap_or_default();
    }
    JsValue::UNDEFINED
}

/// Reads a field that is a string.
pub fn get_string(object: &JsValue, key: &str) -> Option<String> {
    get(object, key).as_string()
}

/// Whether an object has a method with this name.
pub fn has_method(object: &JsValue, name: &str) -> bool {
    get(object, name).is_function()
}

/// Sets a field of an object created here, which cannot fail.
pub fn set(object: &Object, key: &str, value: &JsValue) {
    let _ = Reflect::set(object, &key.into(), value);
}
