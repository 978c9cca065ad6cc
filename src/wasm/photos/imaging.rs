//! `run` with `prepare`: the imaging module does the work. It loads when the first photo needs it.

use crate::wasm::js::error::{Outcome, Thrown};
use crate::wasm::js::field::get;
use crate::wasm::sync::wait::{Abort, aborted, within};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/js/shims/imaging.js")]
extern "C" {
    /// Exported again for the facade, which knows how the module is loaded.
    #[wasm_bindgen(js_name = provideImaging, reexport)]
    fn provide_imaging(load: &JsValue);
    #[wasm_bindgen(js_name = checkPrepare)]
    fn check_prepare(options: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = prepareImage)]
    fn prepare_image(image: &JsValue, options: &JsValue) -> Promise;
}

/// A prepared photo.
#[derive(Default)]
pub struct Prepared {
    /// The file to upload; none if the original can go up as it is.
    pub blob: Option<JsValue>,
    /// Whether a mask painted on the original no longer fits.
    pub reshaped: bool,
}

/// Rejects the options of `prepare` that are not usable.
pub async fn check_options(options: &JsValue, abort: &Abort) -> Outcome<()> {
    settled(check_prepare(options), abort).await.map(drop)
}

/// Prepares a photo with options that were checked.
pub async fn prepare(image: &JsValue, options: &JsValue, abort: &Abort) -> Outcome<Prepared> {
    let prepared = settled(prepare_image(image, options), abort).await?;
    let changes = get(&prepared, "changes").unchecked_into::<Array>();
    let has = |change: &&str| changes.includes(&JsValue::from(*change), 0);
    Ok(Prepared {
        blob: (changes.length() > 0).then(|| get(&prepared, "blob")),
        reshaped: ["cropped", "padded", "resized"].iter().any(has),
    })
}

async fn settled(promise: Promise, abort: &Abort) -> Outcome<JsValue> {
    let settled = within(JsFuture::from(promise), abort, None).await;
    settled.map_err(|_| aborted(abort))?.map_err(Thrown::made)
}
