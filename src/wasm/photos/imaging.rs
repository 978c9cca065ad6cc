//! Prepares photos and masks for `run` through the imaging module, which loads when it is first needed.

use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::field::get;
use crate::wasm::options::call::CallOptions;
use crate::wasm::photos::source::Photo;
use crate::wasm::sync::abort::Abort;
use crate::wasm::sync::timeout::timeout;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

#[wasm_bindgen(module = "/js/shims/imaging.js")]
extern "C" {
    /// Exported again for the facade, which loads the module.
    #[wasm_bindgen(js_name = provideImaging, reexport)]
    fn provide_imaging(load: &JsValue);
    #[wasm_bindgen(js_name = checkOptions)]
    fn check_imaging_options(prepare: &JsValue, restore: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = prepareImage)]
    fn prepare_image(image: &JsValue, options: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = readMask)]
    fn read_mask(source: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = freeMask)]
    fn free_mask(reading: &Promise);
    #[wasm_bindgen(js_name = encodeMask, catch)]
    fn encode_mask_at(mask: &JsValue, placement: &JsValue) -> Result<String, JsValue>;
    #[wasm_bindgen(js_name = placementOfPhoto)]
    fn placement_of_photo(width: u32, height: u32) -> JsValue;
    #[wasm_bindgen(js_name = placementOf)]
    fn placement_of(prepared: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = restoreRender)]
    fn restore_render(
        prepared: &JsValue,
        render: &JsValue,
        mask: &JsValue,
        options: &JsValue,
        signal: Option<&AbortSignal>,
    ) -> Promise;
}

/// A prepared photo.
#[derive(Default)]
pub struct PreparedPhoto {
    /// The file to upload. `None` if the original needs no change.
    pub blob: Option<JsValue>,
    /// Whether a mask for the original no longer fits.
    pub reshaped: bool,
    /// Where it lies in the original, for masks. `undefined` if the photo was not prepared.
    pub placement: JsValue,
    /// The `PreparedImage`. `undefined` if the photo was not prepared.
    pub object: JsValue,
}

/// The mask of an edit that is being read. Freed when dropped, because a job can fail before it encodes its mask.
pub struct MaskReading(Promise);

impl Drop for MaskReading {
    fn drop(&mut self) {
        free_mask(&self.0);
    }
}

impl MaskReading {
    /// Starts to read at once, because the caller may keep painting.
    pub fn start(source: &JsValue) -> Self {
        Self(read_mask(source))
    }

    /// Waits for the mask.
    pub async fn wait(&self, abort: &Abort) -> Result<JsValue> {
        wait(self.0.clone(), abort).await
    }
}

/// Checks the options of `prepare` and `restore`. The defaults (`true`) need no check.
pub async fn check_options(options: &CallOptions, abort: &Abort) -> Result<()> {
    let [prepare, restore] = [&options.prepare, &options.restore].map(|given| given.clone().unwrap_or_default());
    if prepare.is_object() || restore.is_object() {
        wait(check_imaging_options(&prepare, &restore), abort).await?;
    }
    Ok(())
}

/// Restores the first output of a render. Returns a copy of the record with the restored photo, or with the reason why there is
/// none: the render is paid for, so it is never lost.
pub async fn restore(prepared: &JsValue, mask: &JsValue, record: JsValue, options: &CallOptions) -> JsValue {
    let Some(given) = options.restore.as_ref().filter(|_| !prepared.is_undefined()) else { return record };
    let restored = restore_render(prepared, &record, mask, given, options.signal.as_ref());
    // It never rejects.
    JsFuture::from(restored).await.unwrap_or(record)
}

/// Prepares a photo. The options must have been checked.
pub async fn prepare(image: &JsValue, options: &JsValue, abort: &Abort) -> Result<PreparedPhoto> {
    let prepared = wait(prepare_image(image, options), abort).await?;
    let changes = get(&prepared, "changes").unchecked_into::<Array>();
    let has = |change: &&str| changes.includes(&JsValue::from(*change), 0);
    Ok(PreparedPhoto {
        blob: (changes.length() > 0).then(|| get(&prepared, "blob")),
        reshaped: ["cropped", "padded", "resized"].iter().any(has),
        placement: placement_of(&prepared),
        object: prepared,
    })
}

/// Encodes a mask that was read for an upload: where the upload lies in the photo, or `undefined` to keep the mask's size.
pub fn encode_mask(mask: &JsValue, placement: &JsValue) -> Result<String> {
    encode_mask_at(mask, placement).map_err(Error::from_js)
}

/// Where a photo that was not prepared lies in the original. `undefined` if its size is unknown.
pub async fn find_placement(image: &JsValue, abort: &Abort) -> Result<JsValue> {
    let Some(photo) = Photo::from_js(image) else { return Ok(JsValue::UNDEFINED) };
    let report = photo.inspect(abort).await?;
    let size = report.width.zip(report.height);
    Ok(size.map(|(width, height)| placement_of_photo(width, height)).unwrap_or_default())
}

async fn wait(promise: Promise, abort: &Abort) -> Result<JsValue> {
    let result = timeout(JsFuture::from(promise), abort, None).await;
    result.map_err(|_| abort.error())?.map_err(Error::from_js)
}
