//! What the tests share: JavaScript values made and read in Rust, clients, and what every failure must be.

use super::in_page;
use js_sys::{Function, JSON, Object, Promise, Reflect};
use reroom::wasm::ReRoom;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Where a server with the sandbox listens, if there is one.
const SERVER: Option<&str> = option_env!("REROOM_SANDBOX");
/// The sandbox's address, also where it answers inside the page.
pub const SANDBOX: &str = match SERVER {
    Some(url) => url,
    None => "http://127.0.0.1:8787",
};
/// The key that the sandbox takes; no error may hold it.
pub const KEY: &str = "sandbox";
/// Nothing takes longer than this, in milliseconds, unless it hangs.
const LONGEST_MS: f64 = 5_000.0;

#[wasm_bindgen(module = "/tests/browser/support.js")]
extern "C" {
    fn settled(promise: &Promise, ms: f64) -> Promise;
    pub fn after(ms: f64, run: &Function);
    fn at(value: &JsValue, path: &str) -> JsValue;
    fn picture(width: u32, height: u32, mime: &str) -> Promise;
    pub fn answering(status: u16, body: &str, headers: &JsValue) -> JsValue;
    fn told(request: &JsValue) -> Promise;
}

#[wasm_bindgen(module = "/js/shims/error.js")]
extern "C" {
    /// The class that every failure must be of.
    #[wasm_bindgen(extends = js_sys::Error, extends = Object)]
    #[derive(Clone, Debug)]
    pub type ReRoomError;

    #[wasm_bindgen(method, getter)]
    pub fn code(this: &ReRoomError) -> String;
    #[wasm_bindgen(method, getter)]
    pub fn retryable(this: &ReRoomError) -> bool;
    #[wasm_bindgen(method, getter)]
    pub fn status(this: &ReRoomError) -> Option<u16>;
    #[wasm_bindgen(method, getter, js_name = renderId)]
    pub fn render_id(this: &ReRoomError) -> Option<String>;
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

/// What a promise comes to; one that never settles is a rejection.
pub async fn outcome(promise: Promise) -> Result<JsValue, JsValue> {
    outcome_within(promise, LONGEST_MS).await
}

/// The same for what must not take so long.
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

/// A failure that is as every failure must be.
pub fn checked(error: JsValue, code: &str) -> ReRoomError {
    let error = error.dyn_into::<ReRoomError>().unwrap_or_else(|other| panic!("not a ReRoomError: {other:?}"));
    let told = json(&error);
    assert_eq!(error.code(), code, "{told}");
    assert_eq!(String::from(error.name()), "ReRoomError");
    assert!(!String::from(error.message()).is_empty() && !told.contains(&["Bearer ", KEY].concat()), "{told}");
    error
}

/// Makes a client of the sandbox.
pub fn client() -> ReRoom {
    client_with(&object! {})
}

/// Makes sure that the sandbox answers. Where no server does, `fetch` becomes one that does so inside the page.
pub fn reach_sandbox() {
    if SERVER.is_none() {
        in_page::serve_at(SANDBOX);
    }
}

/// Makes a client of the sandbox with further options.
pub fn client_with(options: &JsValue) -> ReRoom {
    reach_sandbox();
    // All tests share the slots of the sandbox's address, and some leave renders behind.
    let base = object! { "baseUrl": SANDBOX, "apiKey": KEY, "maxConcurrentRenders": 100 };
    if SERVER.is_none() {
        // Given by name: an upload that tells how far it is would otherwise take XMLHttpRequest, which is the network.
        put(&base, "fetch", get(&js_sys::global(), "fetch"));
    }
    let all = Object::assign(base.unchecked_ref::<Object>(), options.unchecked_ref::<Object>());
    ReRoom::new(all.into()).unwrap_or_else(|error| panic!("{}", json(&error)))
}

/// A client whose requests go to a `fetch` of the test's own.
pub fn client_over(fetch: &JsValue) -> ReRoom {
    client_with(&object! { "fetch": fetch, "baseUrl": "https://reroom.example" })
}

/// A JavaScript function of one argument.
pub fn function(body: &str) -> JsValue {
    Function::new_with_args("argument", body).into()
}

/// Parses JSON.
pub fn parse(text: &str) -> JsValue {
    JSON::parse(text).unwrap()
}

/// A value as JSON; nothing of a value that has none.
pub fn json(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// The value at a path such as `json.tool`.
pub fn get(value: &JsValue, path: &str) -> JsValue {
    at(value, path)
}

/// The text at a path; empty where there is none.
pub fn text(value: &JsValue, path: &str) -> String {
    at(value, path).as_string().unwrap_or_default()
}

/// The number at a path; NaN where there is none.
pub fn number(value: &JsValue, path: &str) -> f64 {
    at(value, path).as_f64().unwrap_or(f64::NAN)
}

/// Sets a field of an object.
pub fn put(object: &JsValue, key: &str, value: impl Into<JsValue>) {
    Reflect::set(object, &key.into(), &value.into()).unwrap();
}

/// What a request that a fake `fetch` has seen carried: method, url, headers, body and so on.
pub async fn seen(fake: &JsValue, index: u32) -> JsValue {
    done(told(&get(fake, &["seen.", &index.to_string()].concat()))).await
}

/// How many requests a fake `fetch` has seen.
pub fn count(fake: &JsValue) -> f64 {
    number(fake, "seen.length")
}

/// A photo's file.
pub async fn photo(width: u32, height: u32, mime: &str) -> JsValue {
    done(picture(width, height, mime)).await
}

/// A photo that the service takes, no larger than it needs to be.
pub async fn small_photo() -> JsValue {
    photo(720, 540, "image/png").await
}

/// A plain interior render of an uploaded photo.
pub fn interior(file_name: &str) -> JsValue {
    object! { "file_name": file_name, "creativity": "balanced", "type": "living-room", "style": "japanese-zen" }
}

/// A name that an upload could have had.
pub const FILE_NAME: &str = "3f2b8c1e-9d4a-4e7b-8a1c-5d6e7f809a1b.jpg";

/// A method of the client.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    Upload,
    Render,
    Upscale,
    GetRender,
    Account,
    WaitFor,
    Run,
}

impl Step {
    pub const ALL: [Self; 7] =
        [Self::Upload, Self::Render, Self::Upscale, Self::GetRender, Self::Account, Self::WaitFor, Self::Run];

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
            Self::WaitFor => client.wait_for("r1".into(), options),
            Self::Run => client.run(small_photo().await, object! { "tool": "empty-room" }, options),
        }
    }
}
