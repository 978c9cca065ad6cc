//! Where submitted renders are written down, so that a reload does not lose them. A storage that is full, missing or
//! corrupt never breaks a render: what it does not take is kept in memory.

use super::error::set;
use crate::client::pending::{Entry, merged};
use js_sys::{Array, Date, Function, JSON, Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

const KEY: &str = "reroom.pending";

/// The submitted renders of one client.
pub struct Pending {
    /// The caller's `getItem` and `setItem`, with their object.
    storage: Option<JsValue>,
    /// What the storage did not take.
    unstored: RefCell<Vec<Entry>>,
}

impl Pending {
    /// Over the caller's storage, or in memory.
    pub fn new(storage: Option<JsValue>) -> Self {
        Self { storage, unstored: RefCell::default() }
    }

    /// Writes a submitted render down.
    pub fn remember(&self, render_id: &str, tool: &str) {
        let entry = Entry { render_id: render_id.to_owned(), submitted_ms: Date::now(), tool: tool.to_owned() };
        let mut entries = self.entries();
        entries.push(entry.clone());
        if !self.write(&entries) {
            self.unstored.borrow_mut().push(entry);
        }
    }

    /// Strikes a render out, once its end is seen.
    pub fn forget(&self, render_id: &str) {
        self.unstored.borrow_mut().retain(|entry| entry.render_id != render_id);
        let stored = self.read();
        if stored.iter().any(|entry| entry.render_id == render_id) {
            let others: Vec<Entry> = stored.into_iter().filter(|entry| entry.render_id != render_id).collect();
            self.write(&merged(others, &[], Date::now()));
        }
    }

    /// The renders that are still to finish, oldest first, as JavaScript sees them.
    pub fn to_js(&self) -> Array {
        self.entries().iter().map(entry_to_js).collect()
    }

    fn entries(&self) -> Vec<Entry> {
        let stored = self.read();
        merged(stored, &self.unstored.borrow(), Date::now())
    }

    fn read(&self) -> Vec<Entry> {
        let text = self.call("getItem", &[&KEY.into()]).and_then(|value| value.as_string());
        let parsed = text.and_then(|text| JSON::parse(&text).ok()).unwrap_or_default();
        if !Array::is_array(&parsed) {
            return Vec::new();
        }
        parsed.unchecked_ref::<Array>().iter().filter_map(|entry| entry_from_js(&entry)).collect()
    }

    fn write(&self, entries: &[Entry]) -> bool {
        if entries.is_empty() {
            return self.call("removeItem", &[&KEY.into()]).is_some();
        }
        let list: Array = entries.iter().map(entry_to_js).collect();
        let Ok(text) = JSON::stringify(&list) else { return false };
        self.call("setItem", &[&KEY.into(), &text.into()]).is_some()
    }

    /// Calls a method of the storage; none where there is no storage, or it throws.
    fn call(&self, method: &str, arguments: &[&JsValue]) -> Option<JsValue> {
        let storage = self.storage.as_ref()?;
        let function = Reflect::get(storage, &method.into()).ok()?.dyn_into::<Function>().ok()?;
        let arguments: Array = arguments.iter().copied().collect();
        function.apply(storage, &arguments).ok()
    }
}

fn entry_to_js(entry: &Entry) -> JsValue {
    let object = Object::new();
    set(&object, "renderId", &entry.render_id.as_str().into());
    set(&object, "submittedAt", &Date::new(&entry.submitted_ms.into()).to_iso_string());
    set(&object, "tool", &entry.tool.as_str().into());
    object.into()
}

fn entry_from_js(entry: &JsValue) -> Option<Entry> {
    let text = |key: &str| Reflect::get(entry, &key.into()).ok()?.as_string();
    let submitted_ms = Date::parse(&text("submittedAt")?);
    let render_id = text("renderId").filter(|id| !id.is_empty())?;
    // Only what can be written again: `toISOString` throws for a time that is none.
    submitted_ms.is_finite().then_some(Entry { render_id, submitted_ms, tool: text("tool").unwrap_or_default() })
}
