//! `catalog()` and `validateRequest()` as a page sees them.

use super::support::*;
use reroom::wasm::{catalog, validate_request};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn the_catalog_has_every_option() {
    let catalog = catalog();
    for (path, options) in SIZES {
        let list = get(&catalog, path);
        assert_eq!(number(&list, "length"), *options, "{path}");
        for index in 0..*options as u32 {
            let option = get(&list, &index.to_string());
            assert!(!text(&option, "value").is_empty() && !text(&option, "label").is_empty(), "{path} {index}");
        }
    }
    assert_eq!(text(&catalog, "interior.style.0.value"), "no-style");
    assert!(json(&get(&catalog, "interior.color")).contains(r#""value":"ecletic-boho""#));
}

#[wasm_bindgen_test]
fn a_catalog_is_the_callers_own() {
    let mine = catalog();
    put(&mine, "interior", JsValue::NULL);
    assert!(get(&catalog(), "interior.style.0").is_object());
}

#[wasm_bindgen_test]
fn requests_are_checked_as_render_checks_them() {
    assert_eq!(json(&validate_request(&interior(FILE_NAME))), "[]");
    let request = object! { "file_name": "photo.jpg", "style": "japanese-zenn", "colour": "red" };
    let issues = validate_request(&request);
    let told = json(&issues);
    for path in ["file_name", "style", "colour", "creativity"] {
        assert!(told.contains(&["\"path\":\"", path, "\""].concat()), "{path}: {told}");
    }
    assert!(told.contains(r#""suggestion":"japanese-zen""#), "{told}");
}

/// How many options the API page has of each kind, counted there.
const SIZES: &[(&str, f64)] = &[
    ("interior.type", 30.0),
    ("interior.style", 28.0),
    ("interior.color", 12.0),
    ("exterior.type", 45.0),
    ("exterior.style", 55.0),
    ("exterior.sky", 5.0),
    ("exterior.landscape", 10.0),
    ("shared.architectural_material", 10.0),
    ("shared.daylight", 4.0),
    ("shared.season", 4.0),
    ("shared.creativity", 3.0),
    ("staging.type", 8.0),
    ("staging.style", 8.0),
    ("edit.material", 24.0),
    ("edit.objects.interior.furniture", 8.0),
    ("edit.objects.interior.decoration", 8.0),
    ("edit.objects.interior.creature", 7.0),
    ("edit.objects.exterior.street_landscape", 7.0),
    ("edit.objects.exterior.street_furniture", 10.0),
    ("edit.objects.exterior.street_creature", 8.0),
    ("sketch.view", 4.0),
];
