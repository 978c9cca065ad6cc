//! Photos made in the page, and what `prepareImage` makes of them.

use crate::imaging::{check_prepare, prepare_image};
use js_sys::{Array, Function, JSON, JsString, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/tests/prepare/support.js")]
extern "C" {
    fn quarters(width: u32, height: u32, mime: &str) -> Promise;
    fn plain(width: u32, height: u32, mime: &str, colour: &str, space: &str) -> Promise;
    fn noise(width: u32, height: u32, mime: &str) -> Promise;
    fn colours(blob: &JsValue, points: &[f64], conversion: &str) -> Promise;
    #[wasm_bindgen(js_name = bytesOf)]
    fn bytes_of(blob: &JsValue) -> Promise;
    pub fn service(uploads: &Array) -> Function;
    #[wasm_bindgen(js_name = workersOf)]
    pub fn workers_of(prepare: &Function, kind: &str) -> Promise;
}

#[wasm_bindgen(module = "/js/shims/imaging.js")]
extern "C" {
    #[wasm_bindgen(js_name = provideImaging)]
    fn provide(load: &JsValue);
}

/// Lets `run` prepare photos, as the package's facade does.
pub fn provide_imaging() {
    let module = Object::new();
    let set = |name: &str, call: JsValue| Reflect::set(&module, &name.into(), &call).unwrap();
    set("prepareImage", Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(prepare_image).into_js_value());
    set("checkPrepare", Closure::<dyn Fn(JsValue) -> Promise>::new(check_prepare).into_js_value());
    let load = Closure::<dyn Fn() -> Promise<Object>>::new(move || Promise::resolve(&module));
    provide(&load.into_js_value());
}

pub const COLOURS: [[u8; 3]; 4] = [[224, 16, 16], [16, 192, 16], [16, 16, 224], [224, 192, 16]];
pub const WHITE: [u8; 3] = [255; 3];

async fn settled(promise: Promise) -> JsValue {
    JsFuture::from(promise).await.unwrap()
}

pub async fn photo(width: u32, height: u32, mime: &str) -> JsValue {
    settled(quarters(width, height, mime)).await
}

pub async fn plain_photo(width: u32, height: u32, mime: &str, colour: &str, space: &str) -> JsValue {
    settled(plain(width, height, mime, colour, space)).await
}

pub async fn noisy_photo(width: u32, height: u32, mime: &str) -> JsValue {
    settled(noise(width, height, mime)).await
}

pub async fn bytes(blob: &JsValue) -> Vec<u8> {
    Uint8Array::from(settled(bytes_of(blob)).await).to_vec()
}

/// The colours at points of a photo as displayed; `conversion` is how its profile is met.
pub async fn colours_at(blob: &JsValue, points: &[(f64, f64)], conversion: &str) -> Vec<[u8; 3]> {
    let points: Vec<f64> = points.iter().flat_map(|(x, y)| [*x, *y]).collect();
    let found = Uint8Array::from(settled(colours(blob, &points, conversion)).await).to_vec();
    found.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
}

#[track_caller]
pub fn near(found: [u8; 3], wanted: [u8; 3], what: &str) {
    assert!(found.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) <= 10), "{what}: {found:?}, not {wanted:?}");
}

pub fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

pub fn json(text: &str) -> JsValue {
    if text.is_empty() { JsValue::UNDEFINED } else { JSON::parse(text).unwrap() }
}

/// What `prepareImage` resolved to.
pub struct Prepared(pub JsValue);

impl Prepared {
    pub fn blob(&self) -> JsValue {
        get(&self.0, "blob")
    }

    pub fn mime(&self) -> String {
        get(&self.blob(), "type").as_string().unwrap()
    }

    pub fn size(&self) -> (f64, f64) {
        (get(&self.0, "width").as_f64().unwrap(), get(&self.0, "height").as_f64().unwrap())
    }

    pub fn changes(&self) -> String {
        String::from(Array::from(&get(&self.0, "changes")).join(" "))
    }

    pub fn to_source(&self, x: f64, y: f64) -> (f64, f64) {
        let map = get(&self.0, "toSource").unchecked_into::<Function>();
        let pair = Array::from(&map.call2(&JsValue::UNDEFINED, &x.into(), &y.into()).unwrap());
        (pair.get(0).as_f64().unwrap(), pair.get(1).as_f64().unwrap())
    }
}

/// Prepares a photo with options in JSON.
pub async fn prepared(image: &JsValue, options: &str) -> Prepared {
    match JsFuture::from(prepare_image(image.clone(), json(options))).await {
        Ok(result) => Prepared(result),
        Err(error) => panic!("rejected: {}", told(&error)),
    }
}

fn told(error: &JsValue) -> String {
    String::from(JSON::stringify(error).unwrap_or_else(|_| JsString::from("")))
}

/// The one issue that a rejection carries: `code`, and a message with these words.
#[track_caller]
pub fn has_issue(error: &JsValue, code: &str, path: &str, words: &str) {
    let issues = Array::from(&get(error, "issues"));
    let issue = issues.get(0);
    let text = |key: &str| get(&issue, key).as_string().unwrap_or_default();
    let same = issues.length() == 1 && text("code") == code && text("path") == path && text("message").contains(words);
    assert!(same && get(error, "name") == "ReRoomError", "{}", told(error));
}

/// What is refused, with the code of the error and its one issue.
pub async fn refused(image: &JsValue, options: &str, error_code: &str, issue: [&str; 3]) {
    match JsFuture::from(prepare_image(image.clone(), json(options))).await {
        Ok(result) => panic!("not refused: {}", Prepared(result).changes()),
        Err(error) => {
            has_issue(&error, issue[0], issue[1], issue[2]);
            assert_eq!(get(&error, "code"), error_code);
        }
    }
}

/// A photo with something between its start and the rest, and something behind its end. The start of a JPEG is its JFIF
/// header, without which in front Firefox does not show it.
pub async fn with_parts(image: &JsValue, front: &[u8], behind: &[u8]) -> (Uint8Array, Vec<u8>) {
    let clean = bytes(image).await;
    let at = if clean.starts_with(b"\x89PNG") { 33 } else { 20 };
    (Uint8Array::from(&[&clean[..at], front, &clean[at..], behind].concat()[..]), clean)
}

pub fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
    [&[0xFF, marker], &(payload.len() as u16 + 2).to_be_bytes()[..], payload].concat()
}

/// An EXIF block with an orientation and nothing else.
pub fn exif(orientation: u8) -> Vec<u8> {
    segment(
        0xE1,
        &[b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", &[orientation, 0, 0, 0, 0, 0, 0, 0][..]].concat(),
    )
}
