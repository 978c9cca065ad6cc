//! What the tests share: JavaScript values in Rust, clients, and what every error must be.

use super::in_page;
use js_sys::{Function, JSON, Object, Promise, Reflect};
use reroom::wasm::ReRoom;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The address of the server, if there is one.
const SERVER: Option<&str> = option_env!("REROOM_SANDBOX");
/// The sandbox's address, also if it responds inside the page.
pub const SANDBOX: &str = match SERVER {
    Some(url) => url,
    None => "http://127.0.0.1:8787",
};
/// The key that the sandbox accepts. No error may contain it.
pub const KEY: &str = "sandbox";
/// A promise that takes longer, in milliseconds, counts as hanging.
const LONGEST_MS: f64 = 5_000.0;

#[wasm_bindgen(module = "/tests/browser/support.js")]
extern "C" {
    fn settled(promise: &Promise, ms: f64) -> Promise;
    pub fn after(ms: f64, run: &Function);
    fn at(value: &JsValue, path: &str) -> JsValue;
    fn picture(width: u32, height: u32, mime: &str) -> Promise;
}

#[wasm_bindgen(module = "/js/shims/error.js")]
extern "C" {
    /// The class of every error.
    #[wasm_bindgen(extends = js_sys::Error, extends = Object)]
    #[derive(Clone, Debug)]
    pub type ReRoomError;

    #[wasm_bindgen(method, getter)]
    pub fn code(this: &ReRoomError) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn retryable(this: &ReRoomError) -> bool;
    #[wasm_bindgen(method, getter, js_name = cause)]
    pub fn reason(this: &ReRoomError) -> JsValue;
}

/// `{ key: value, … }`.
macro_rules! object {
    ($($key:literal: $value:expr),* $(,)?) => {{
        let object = js_sys::Object::new();
        $(js_sys::Reflect::set(&object, &$key.into(), &wasm_bindgen::JsValue::from($value)).unwrap();)*
        wasm_bindgen::JsValue::from(object)
    }};
}

/// No options, or no value.
pub const NONE: JsValue = JsValue::UNDEFINED;

/// The result of a promise. One that does not settle counts as rejected.
pub async fn outcome(promise: Promise) -> Result<JsValue, JsValue> {
    outcome_within(promise, LONGEST_MS).await
}

/// The same with a shorter limit.
pub async fn outcome_within(promise: Promise, ms: f64) -> Result<JsValue, JsValue> {
    JsFuture::from(settled(&promise, ms)).await
}

/// What a promise resolves to.
pub async fn done(promise: Promise) -> JsValue {
    outcome(promise).await.unwrap_or_else(|error| panic!("rejected: {error:?}"))
}

/// The `ReRoomError` of this code that a promise rejects with.
pub async fn refused(promise: Promise, code: &str) -> ReRoomError {
    match outcome(promise).await {
        Ok(value) => panic!("{code} was expected and nothing was refused: {value:?}"),
        Err(error) => checked(error, code),
    }
}

/// Asserts what holds for every error.
pub fn checked(error: JsValue, code: &str) -> ReRoomError {
    let error = error.dyn_into::<ReRoomError>().unwrap_or_else(|other| panic!("not a ReRoomError: {other:?}"));
    let told = json(&error);
    assert_eq!(error.code(), code, "{told}");
    assert_eq!(String::from(error.name()), "ReRoomError");
    assert!(!String::from(error.message()).is_empty() && !told.contains(&["Bearer ", KEY].concat()), "{told}");
    error
}

/// A client of the sandbox.
pub fn client() -> ReRoom {
    client_with(&object! {})
}

/// Replaces `fetch` by one that responds inside the page, unless there is a server.
pub fn reach_sandbox() {
    if SERVER.is_none() {
        in_page::serve_at(SANDBOX);
    }
}

/// A client of the sandbox with further options.
pub fn client_with(options: &JsValue) -> ReRoom {
    reach_sandbox();
    // All tests share the render limit of the sandbox's address, and some leave renders pending.
    let base = object! { "baseUrl": SANDBOX, "apiKey": KEY, "maxConcurrentRenders": 100 };
    if SERVER.is_none() {
        // An upload with progress would otherwise use XMLHttpRequest, and so the network.
        put(&base, "fetch", get(&js_sys::global(), "fetch"));
    }
    let all = Object::assign(base.unchecked_ref::<Object>(), options.unchecked_ref::<Object>());
    ReRoom::new(all.into()).unwrap_or_else(|error| panic!("{}", json(&error)))
}

/// A client with a custom `fetch`.
pub fn client_over(fetch: &JsValue) -> ReRoom {
    client_with(&object! { "fetch": fetch, "baseUrl": "https://reroom.example" })
}

/// A JavaScript function of one argument.
pub fn function(body: &str) -> JsValue {
    Function::new_with_args("argument", body).into()
}

/// A value as JSON; empty if there is none.
pub fn json(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// The value at a path such as `json.tool`.
pub fn get(value: &JsValue, path: &str) -> JsValue {
    at(value, path)
}

/// The string at a path; empty if there is none.
pub fn text(value: &JsValue, path: &str) -> String {
    at(value, path).as_string().unwrap_or_default()
}

/// The number at a path; NaN if there is none.
pub fn number(value: &JsValue, path: &str) -> f64 {
    at(value, path).as_f64().unwrap_or(f64::NAN)
}

/// Sets a field of an object.
pub fn put(object: &JsValue, key: &str, value: impl Into<JsValue>) {
    Reflect::set(object, &key.into(), &value.into()).unwrap();
}

/// A photo's file.
pub async fn photo(width: u32, height: u32, mime: &str) -> JsValue {
    done(picture(width, height, mime)).await
}

/// A small photo that the service accepts.
pub async fn small_photo() -> JsValue {
    photo(720, 540, "image/png").await
}

/// A plain interior render of an uploaded photo.
pub fn interior(file_name: &str) -> JsValue {
    object! { "file_name": file_name, "creativity": "balanced", "type": "living-room", "style": "japanese-zen" }
}

/// A valid file name of an upload.
pub const FILE_NAME: &str = "3f2b8c1e-9d4a-4e7b-8a1c-5d6e7f809a1b.jpg";

/// A method of the client.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    Upload,
    Render,
    Upscale,
    GetRender,
    Account,
    Run,
}

impl Step {
    /// Whether it is a single request that costs credits.
    pub fn is_paid(self) -> bool {
        matches!(self, Self::Render | Self::Upscale)
    }

    /// Calls it.
    pub async fn call(self, client: &ReRoom, options: &JsValue) -> Promise {
        let options = options.clone();
        match self {
            Self::Upload => client.upload(small_photo().await, options),
            Self::Render => client.render(interior(FILE_NAME), options),
            Self::Upscale => client.upscale(object! { "file_name": FILE_NAME }, options),
            Self::GetRender => client.get_render("r1".into(), options),
            Self::Account => client.account(options),
            Self::Run => client.run(small_photo().await, object! { "tool": "empty-room" }, options),
        }
    }
}
