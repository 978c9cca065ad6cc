//! The public TypeScript that Rust has no struct for. Deriving it would cost bytes.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const UNIONS: &'static str = crate::api::options::TYPESCRIPT;

#[wasm_bindgen(typescript_custom_section)]
const REQUESTS: &'static str = include_str!("requests.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const RESPONSES: &'static str = include_str!("responses.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const OPTIONS: &'static str = include_str!("options.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const CATALOG: &'static str = include_str!("catalog.d.ts");
