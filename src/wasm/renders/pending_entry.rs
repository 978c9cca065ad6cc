//! Pending renders as JavaScript objects.

use crate::policy::pending::Entry;
use crate::wasm::js::field::{build_object, get_string};
use js_sys::{Array, Date};
use wasm_bindgen::prelude::*;

/// Converts entries: with all fields for the storage, or with the public ones.
pub fn entries_to_js(entries: &[Entry], for_storage: bool) -> Array {
    let list = Array::new();
    for entry in entries {
        list.push(&entry_to_js(entry, for_storage));
    }
    list
}

fn entry_to_js(entry: &Entry, for_storage: bool) -> JsValue {
    build_object(&[
        ("renderId", entry.render_id.as_str().into()),
        ("submittedAt", Date::new(&entry.submitted_ms.into()).to_iso_string().into()),
        ("tool", entry.tool.as_str().into()),
        ("uid", entry.uid.as_deref().filter(|_| for_storage).into()),
    ])
}

/// Reads an entry of the storage. `None` if it is malformed.
pub fn entry_from_js(entry: &JsValue) -> Option<Entry> {
    let submitted_ms = Date::parse(&get_string(entry, "submittedAt")?);
    let render_id = get_string(entry, "renderId").filter(|id| !id.is_empty())?;
    let (tool, uid) = (get_string(entry, "tool").unwrap_or_default(), get_string(entry, "uid"));
    // `toISOString` throws for an invalid date.
    submitted_ms.is_finite().then_some(Entry { render_id, submitted_ms, tool, uid })
}
