//! Prepares photos for `run` through the imaging module, which loads when it is first needed.

use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::field::get;
use crate::wasm::sync::abort::Abort;
use crate::wasm::sync::timeout::timeout;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/js/shims/imaging.js")]
extern "C" {
    /// Exported again for the facade, which loads the module.
    #[wasm_bindgen(js_name = provideImaging, reexport)]
    fn provide_imaging(load: &JsValue);
    #[wasm_bindgen(js_name = checkPrepare)]
    fn check_prepare(options: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = prepareImage)]
    fn prepare_image(image: &JsValue, options: &JsValue) -> Promise;
}

/// A prepared photo.
#[derive(Default)]
pub struct PreparedPhoto {
    /// The file to upload. `None` if the original needs no change.
    pub blob: Option<JsValue>,
    /// Whether a mask for the original no longer fits.
    pub reshaped: bool,
}

/// Checks the options of `prepare`.
pub async fn check_options(options: &JsValue, abort: &Abort) -> Result<()> {
    wait(check_prepare(options), abort).await.map(drop)
}

/// Prepares a photo. The options must have been checked.
pub async fn prepare(image: &JsValue, options: &JsValue, abort: &Abort) -> Result<PreparedPhoto> {
    let prepared = wait(prepare_image(image, options), abort).await?;
    let changes = get(&prepared, "changes").unchecked_into::<Array>();
    let has = |change: &&str| changes.includes(&JsValue::from(*change), 0);
    Ok(PreparedPhoto {
        blob: (changes.length() > 0).then(|| get(&prepared, "blob")),
        reshaped: ["cropped", "padded", "resized"].iter().any(has),
    })
}

async fn wait(promise: Promise, abort: &Abort) -> Result<JsValue> {
    let result = timeout(JsFuture::from(promise), abort, None).await;
    result.map_err(|_| abort.error())?.map_err(Error::from_js)
}
