//! The state of the page, if there is one.

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/shims/page.js")]
extern "C" {
    /// The hostname of the page or of the worker's script. `undefined` outside a browser.
    #[wasm_bindgen(catch, js_name = getHostname)]
    pub fn get_hostname() -> Result<JsValue, JsValue>;
    /// Whether the page is hidden.
    #[wasm_bindgen(js_name = isHidden)]
    pub fn is_hidden() -> bool;
    /// Whether the platform knows that there is no network.
    #[wasm_bindgen(js_name = isOffline)]
    pub fn is_offline() -> bool;
    /// Whether a URL is on another origin than the page.
    #[wasm_bindgen(catch, js_name = isCrossOrigin)]
    pub fn is_cross_origin(url: &str) -> Result<JsValue, JsValue>;
    /// Milliseconds since some moment. For durations: it does not jump if the system's clock is set.
    #[wasm_bindgen(js_name = getUptime)]
    pub fn get_uptime() -> f64;
    /// Draws an idempotency key.
    #[wasm_bindgen(js_name = drawKey)]
    pub fn draw_key() -> String;
    #[wasm_bindgen(js_name = onReturn)]
    fn on_return(callback: &JsValue) -> Function;
}

/// Calls back when the page becomes visible or goes back online, until it is dropped.
pub struct ReturnListener {
    unsubscribe: Function,
    _callback: Closure<dyn FnMut()>,
}

impl ReturnListener {
    /// Subscribes a callback.
    pub fn new(callback: impl FnMut() + 'static) -> Self {
        let callback = Closure::new(callback);
        Self { unsubscribe: on_return(callback.as_ref()), _callback: callback }
    }
}

impl Drop for ReturnListener {
    fn drop(&mut self) {
        let _ = self.unsubscribe.call0(&JsValue::UNDEFINED);
    }
}
