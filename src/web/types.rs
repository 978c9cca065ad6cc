//! Types that are cheaper said in TypeScript than derived from Rust: the requests and the answers.

use crate::api::options;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const OPTIONS: &'static str = options::TYPESCRIPT;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("types.d.ts");
