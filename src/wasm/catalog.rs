//! `catalog()`: all options with their labels.

use crate::api::options::*;
use crate::wasm::js::field::build_object;
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// Lists every option with its label, for building forms. Returns a new object on each call.
///
/// The values keep the service's own spelling. (API page, sections 2.3 to 2.7.)
#[wasm_bindgen(unchecked_return_type = "Catalog")]
#[must_use]
pub fn catalog() -> JsValue {
    let objects = [("interior", objects(INTERIOR_OBJECTS)), ("exterior", objects(EXTERIOR_OBJECTS))];
    let edit = [("material", list(EDIT_MATERIALS)), ("objects", build_object(&objects))];
    build_object(&[
        ("interior", lists(&[("type", INTERIOR_TYPES), ("style", INTERIOR_STYLES), ("color", INTERIOR_COLORS)])),
        (
            "exterior",
            lists(&[("type", EXTERIOR_TYPES), ("style", EXTERIOR_STYLES), ("sky", SKIES), ("landscape", LANDSCAPES)]),
        ),
        (
            "shared",
            lists(&[
                ("architectural_material", ARCHITECTURAL_MATERIALS),
                ("daylight", DAYLIGHTS),
                ("season", SEASONS),
                ("creativity", CREATIVITIES),
            ]),
        ),
        ("staging", lists(&[("type", STAGING_TYPES), ("style", STAGING_STYLES)])),
        ("edit", build_object(&edit)),
        ("sketch", lists(&[("view", SKETCH_VIEWS)])),
    ])
}

fn objects(categories: &[Category]) -> JsValue {
    let lists: Vec<_> = categories.iter().map(|category| (category.value, category.names)).collect();
    self::lists(&lists)
}

fn lists(lists: &[(&str, Choices)]) -> JsValue {
    let fields: Vec<_> = lists.iter().map(|(name, choices)| (*name, list(*choices))).collect();
    build_object(&fields)
}

fn list(choices: Choices) -> JsValue {
    let list = Array::new();
    for choice in choices.all() {
        list.push(&option(choice));
    }
    list.into()
}

fn option(choice: Choice) -> JsValue {
    build_object(&[("value", choice.value.into()), ("label", choice.label().into())])
}
