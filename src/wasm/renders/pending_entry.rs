//! Pending renders as JavaScript objects.

use crate::policy::order::is_idempotency_key;
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
    build_object(
        "renderId idempotencyKey submittedAt tool tag uid",
        &[
            entry.render_id.as_deref().into(),
            entry.key.as_str().into(),
            Date::new(&entry.submitted_ms.into()).to_iso_string().into(),
            entry.tool.as_str().into(),
            entry.tag.as_deref().into(),
            entry.uid.as_deref().filter(|_| for_storage).into(),
        ],
    )
}

/// Reads an entry of the storage or of the caller. `None` if it is malformed.
pub fn entry_from_js(entry: &JsValue) -> Option<Entry> {
    let string = |name| get_string(entry, name).filter(|text| !text.is_empty());
    let submitted_ms = Date::parse(&string("submittedAt")?);
    let render_id = string("renderId");
    // Entries of an older shape have no key.
    let key = string("idempotencyKey").filter(|key| is_idempotency_key(key)).or_else(|| render_id.clone())?;
    let (tool, tag, uid) = (string("tool").unwrap_or_default(), string("tag"), string("uid"));
    // `toISOString` throws for an invalid date.
    submitted_ms.is_finite().then_some(Entry { render_id, key, submitted_ms, tool, tag, uid })
}

/// Reads what `waitFor` is given: an entry, or a render id or idempotency key.
pub fn read_render(render: &JsValue) -> Entry {
    let id = render.as_string().unwrap_or_default();
    entry_from_js(render).unwrap_or_else(|| Entry { render_id: Some(id.clone()), key: id, ..Entry::default() })
}
