//! Fields of JavaScript objects, by name.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag(value: &JsValue) -> Result<String, JsValue>;
}

/// Whether a value is of a class of this name, whichever realm's: `instanceof` knows only this realm's.
pub fn is_a(value: &JsValue, class: &str) -> bool {
    tag(value).is_ok_and(|tag| tag.strip_prefix("[object ").and_then(|tag| tag.strip_suffix(']')) == Some(class))
}

/// A field; `undefined` where there is none, where it throws, and of what is no object.
pub fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or_default()
}

/// A field that is a text.
pub fn text(object: &JsValue, key: &str) -> Option<String> {
    get(object, key).as_string()
}

/// Whether an object has a method of this name.
pub fn has_method(object: &JsValue, name: &str) -> bool {
    get(object, name).is_function()
}

/// Sets a field of an object made here, which cannot fail.
pub fn set(object: &Object, key: &str, value: &JsValue) {
    let _ = Reflect::set(object, &key.into(), value);
}

/// An object with these fields, but for those that are `undefined`.
pub fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in fields.iter().filter(|(_, value)| !value.is_undefined()) {
        set(&object, key, value);
    }
    object.into()
}
