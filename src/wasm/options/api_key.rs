//! Where the code runs, as far as that decides who may see a key.

use crate::api::IssueCode;
use crate::policy::base_url::is_loopback;
use crate::wasm::js::error::Outcome;
use crate::wasm::options::client::ClientOptions;
use crate::wasm::options::reader::refuse;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/shims/page.js")]
extern "C" {
    /// The host of the page or of the worker's script; none outside of a browser.
    #[wasm_bindgen(catch)]
    fn hostname() -> Result<JsValue, JsValue>;
}

/// Refuses a key in a page that visitors may open: whoever opens it could read the key and spend with it.
pub fn guard_key(options: &ClientOptions) -> Outcome<()> {
    let host = hostname().ok().and_then(|host| host.as_string());
    let exposed = host.is_some_and(|host| !is_loopback(&host));
    if options.api_key.is_none() || options.dangerously_allow_browser || !exposed {
        return Ok(());
    }
    Err(refuse(
        "apiKey",
        IssueCode::Conflict,
        "An enterprise key in a page can be read by everyone who opens it. Keep it on your server, in a proxy that \
         adds it, and give the proxy's address as baseUrl; or, where only you can open this page, set \
         dangerouslyAllowBrowser.",
    ))
}
