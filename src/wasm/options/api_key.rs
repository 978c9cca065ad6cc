//! Keeps the API key out of pages that visitors can open.

use crate::api::IssueCode;
use crate::policy::base_url::is_loopback;
use crate::wasm::js::error::Result;
use crate::wasm::js::page::get_hostname;
use crate::wasm::options::client::ClientOptions;
use crate::wasm::options::reader::reject;

/// Rejects a key in a page that visitors can open: they could read the key and spend credits with it.
pub fn check_key_exposure(options: &ClientOptions) -> Result<()> {
    let host = get_hostname().ok().and_then(|host| host.as_string());
    let exposed = host.is_some_and(|host| !is_loopback(&host));
    if options.api_key.is_none() || options.dangerously_allow_browser || !exposed {
        return Ok(());
    }
    Err(reject(
        "apiKey",
        IssueCode::Conflict,
        "Everyone who opens this page could read the enterprise key. Keep the key in a gateway on your server and set \
         baseUrl to the gateway's address. If only you can open this page, set dangerouslyAllowBrowser.",
    ))
}
