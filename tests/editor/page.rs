//! The page's side of the tests: the editor as JavaScript has it, canvases, and errors.

use crate::imaging::{create_editor, encode_mask};
use js_sys::{Array, Error, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ImageBitmap, ImageData, OffscreenCanvas, OffscreenCanvasRenderingContext2d as Context, Response};

#[wasm_bindgen]
extern "C" {
    /// A `MaskEditor`, called as a page calls it.
    #[wasm_bindgen(extends = Object)]
    pub type Js;

    #[wasm_bindgen(method, getter)]
    pub fn width(this: &Js) -> u32;
    #[wasm_bindgen(method, getter)]
    pub fn height(this: &Js) -> u32;
    #[wasm_bindgen(method, catch)]
    pub fn stroke(this: &Js, points: &JsValue, options: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn rectangle(
        this: &Js,
        x: &JsValue,
        y: &JsValue,
        width: &JsValue,
        height: &JsValue,
        options: &JsValue,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn polygon(this: &Js, points: &JsValue, options: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = drawOverlay)]
    pub fn draw_overlay(this: &Js, canvas: &JsValue, options: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    pub fn load(this: &Js, source: &JsValue) -> Promise;
    #[wasm_bindgen(method)]
    pub fn invert(this: &Js);
    #[wasm_bindgen(method)]
    pub fn clear(this: &Js);
    #[wasm_bindgen(method)]
    pub fn begin(this: &Js);
    #[wasm_bindgen(method)]
    pub fn end(this: &Js);
    #[wasm_bindgen(method)]
    pub fn undo(this: &Js) -> bool;
    #[wasm_bindgen(method)]
    pub fn redo(this: &Js) -> bool;
    #[wasm_bindgen(method)]
    pub fn coverage(this: &Js) -> f64;
    #[wasm_bindgen(method)]
    pub fn bounds(this: &Js) -> JsValue;
    #[wasm_bindgen(method)]
    pub fn free(this: &Js);

    #[wasm_bindgen(js_name = createImageBitmap)]
    fn create_image_bitmap(blob: &Blob) -> Promise;
    #[wasm_bindgen(js_name = fetch)]
    fn fetch(url: &str) -> Promise;
}

#[wasm_bindgen(inline_js = r#"
  export function sly_points(editor) {
    return [[1, 1], Object.defineProperty([2, 2], 2, { get() { editor.clear(); editor.invert(); return 1; } })];
  }
"#)]
extern "C" {
    /// Points that clear and invert the editor while they are read.
    pub fn sly_points(editor: &Js) -> JsValue;
}

/// Creates an editor for a photo of this size, or for anything else.
pub async fn create(photo: &JsValue) -> Result<Js, JsValue> {
    Ok(JsFuture::from(create_editor(photo.clone())).await?.unchecked_into())
}

/// `{ width, height }`.
pub fn size(width: &JsValue, height: &JsValue) -> JsValue {
    let size = Object::new();
    Reflect::set(&size, &"width".into(), width).unwrap();
    Reflect::set(&size, &"height".into(), height).unwrap();
    size.into()
}

pub async fn encoded(source: &JsValue, options: &JsValue) -> Result<String, JsValue> {
    let text = JsFuture::from(encode_mask(source.clone(), options.clone())).await?;
    Ok(text.as_string().unwrap())
}

/// A file of a PNG in base64.
pub async fn blob(png: &str) -> Blob {
    let response: Response =
        JsFuture::from(fetch(&format!("data:image/png;base64,{png}"))).await.unwrap().unchecked_into();
    JsFuture::from(response.blob().unwrap()).await.unwrap().unchecked_into()
}

/// The pixels that the browser decodes from a PNG in base64.
pub async fn decoded(png: &str) -> ImageData {
    let bitmap: ImageBitmap = JsFuture::from(create_image_bitmap(&blob(png).await)).await.unwrap().unchecked_into();
    let (_, context) = canvas(bitmap.width(), bitmap.height());
    context.draw_image_with_image_bitmap(&bitmap, 0.0, 0.0).unwrap();
    pixels(&context)
}

/// An empty canvas that paints white.
pub fn canvas(width: u32, height: u32) -> (OffscreenCanvas, Context) {
    let canvas = OffscreenCanvas::new(width, height).unwrap();
    let context: Context = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    context.set_fill_style_str("#fff");
    (canvas, context)
}

/// All pixels of a canvas.
pub fn pixels(context: &Context) -> ImageData {
    let canvas = Reflect::get(context, &"canvas".into()).unwrap().unchecked_into::<OffscreenCanvas>();
    context.get_image_data(0.0, 0.0, canvas.width().into(), canvas.height().into()).unwrap()
}

pub fn pixel(image: &ImageData, x: u32, y: u32) -> [u8; 4] {
    image.data()[((y * image.width() + x) * 4) as usize..][..4].try_into().unwrap()
}

pub fn json(text: &str) -> JsValue {
    js_sys::JSON::parse(text).unwrap()
}

fn text(object: &JsValue, key: &str) -> String {
    Reflect::get(object, &key.into()).unwrap().as_string().unwrap_or_default()
}

/// The code of a `ReRoomError`.
pub fn code(error: &JsValue) -> String {
    assert!(error.is_instance_of::<Error>() && text(error, "name") == "ReRoomError", "{error:?}");
    text(error, "code")
}

/// The code of its first issue, and where that is.
pub fn issue(error: &JsValue) -> String {
    let issues: Array = Reflect::get(error, &"issues".into()).unwrap().unchecked_into();
    format!("{} at {}", text(&issues.get(0), "code"), text(&issues.get(0), "path"))
}

/// The first issue of a request that was refused.
pub fn thrown(result: Result<(), JsValue>) -> String {
    let error = result.unwrap_err();
    assert_eq!(code(&error), "invalid_request");
    issue(&error)
}
