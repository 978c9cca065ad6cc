//! `catalog()`: all options with their labels.

use crate::api::options::*;
use crate::text::join;
use crate::wasm::js::field::build_object;
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// Lists every option with its label, for building forms. Returns a new object on each call.
///
/// The values keep the service's own spelling. (API page, sections 2.3 to 2.7.)
#[wasm_bindgen(unchecked_return_type = "Catalog")]
#[must_use]
pub fn catalog() -> JsValue {
    let objects = build_object("interior exterior", &[objects(INTERIOR_OBJECTS), objects(EXTERIOR_OBJECTS)]);
    build_object(
        "interior exterior shared staging edit sketch",
        &[
            lists("type style color", &[INTERIOR_TYPES, INTERIOR_STYLES, INTERIOR_COLORS]),
            lists("type style sky landscape", &[EXTERIOR_TYPES, EXTERIOR_STYLES, SKIES, LANDSCAPES]),
            lists(
                "architectural_material daylight season creativity",
                &[ARCHITECTURAL_MATERIALS, DAYLIGHTS, SEASONS, CREATIVITIES],
            ),
            lists("type style", &[STAGING_TYPES, STAGING_STYLES]),
            build_object("material objects", &[list(EDIT_MATERIALS), objects]),
            lists("view", &[SKETCH_VIEWS]),
        ],
    )
}

fn objects(categories: &[Category]) -> JsValue {
    let names: Vec<_> = categories.iter().map(|category| category.value).collect();
    let choices: Vec<_> = categories.iter().map(|category| category.names).collect();
    lists(&join(&names, " "), &choices)
}

fn lists(names: &str, lists: &[Choices]) -> JsValue {
    let lists: Vec<_> = lists.iter().map(|choices| list(*choices)).collect();
    build_object(names, &lists)
}

fn list(choices: Choices) -> JsValue {
    let list = Array::new();
    for choice in choices.all() {
        list.push(&option(choice));
    }
    list.into()
}

fn option(choice: Choice) -> JsValue {
    build_object("value label", &[choice.value.into(), choice.label().into()])
}
