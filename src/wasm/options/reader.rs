//! Reads the caller's options. Unknown keys and wrong types are issues, and all issues are reported at once.

use crate::api::messages::OPTIONS_COME_LAST;
use crate::api::suggest::find_closest;
use crate::api::validate::belongs_elsewhere;
use crate::api::{Issue, IssueCode};
use crate::policy::base_url::is_base_url;
use crate::policy::failure::ErrorCode;
use crate::text::{concat, join};
use crate::wasm::js::error::{Error, Result};
use crate::wasm::js::field::{get, get_string, has_method};
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

/// Reads one options object.
pub struct Reader<'a> {
    object: &'a JsValue,
    issues: Vec<Issue>,
}

impl<'a> Reader<'a> {
    /// Starts reading an object. `undefined` has no options.
    pub fn new(object: &'a JsValue, known: &[&'static str]) -> Self {
        let mut reader = Self { object, issues: Vec::new() };
        if object.is_undefined() || object.is_null() {
            return reader;
        }
        if !object.is_object() {
            reader.malformed("", "an object");
            return reader;
        }
        // Not `Object::keys`: an exception in a proxy would escape the promise.
        let Ok(keys) = Reflect::own_keys(object) else {
            reader.malformed("", "an object");
            return reader;
        };
        for index in 0..keys.length() {
            if let Some(key) = keys.get(index).as_string()
                && !known.contains(&key.as_str())
                // `undefined` counts as absent.
                && !get(object, &key).is_undefined()
            {
                reader.unknown(&key, known);
            }
        }
        reader
    }

    fn unknown(&mut self, key: &str, known: &[&'static str]) {
        let suggestion = find_closest(key, known);
        let hint = match suggestion {
            Some(meant) => concat(&[" Did you mean ", meant, "?"]),
            None if belongs_elsewhere(key) => OPTIONS_COME_LAST.to_owned(),
            None => String::new(),
        };
        let message = concat(&["Unknown option ", key, ".", &hint]);
        self.issues.push(Issue { suggestion, ..Issue::new(key, IssueCode::UnknownField, message) });
    }

    fn malformed(&mut self, key: &str, wanted: &str) {
        let subject = if key.is_empty() { "Options" } else { key };
        let message = concat(&[subject, " must be ", wanted, "."]);
        self.issues.push(Issue::new(key, IssueCode::Malformed, message));
    }

    /// Reads an option that `accept` accepts. `None` if it is absent, rejected, or if reading it throws.
    pub fn take(&mut self, key: &str, wanted: &str, accept: &dyn Fn(&JsValue) -> bool) -> Option<JsValue> {
        if !self.object.is_object() {
            return None;
        }
        let value = Reflect::get(self.object, &key.into());
        if value.as_ref().is_ok_and(|value| value.is_undefined() || accept(value)) {
            return value.ok().filter(|value| !value.is_undefined());
        }
        self.malformed(key, wanted);
        None
    }

    /// Reads a number that `accept` accepts.
    fn number(&mut self, key: &str, wanted: &str, accept: &dyn Fn(f64) -> bool) -> Option<f64> {
        self.take(key, wanted, &|value| value.as_f64().is_some_and(accept))?.as_f64()
    }

    /// Reads a string that `accept` accepts.
    pub fn text(&mut self, key: &str, wanted: &str, accept: &dyn Fn(&str) -> bool) -> Option<String> {
        self.take(key, wanted, &|value| value.as_string().is_some_and(|text| accept(&text)))?.as_string()
    }

    /// Reads a string.
    pub fn string(&mut self, key: &str) -> Option<String> {
        self.text(key, "a string", &|_| true)
    }

    /// Reads a base URL.
    pub fn base_url(&mut self, key: &str) -> Option<String> {
        let wanted = "an http(s) URL such as \"https://reroom.ai\", or a path of this host such as \"/api/reroom\"";
        self.text(key, wanted, &is_base_url)
    }

    /// Reads a boolean.
    pub fn boolean(&mut self, key: &str) -> Option<bool> {
        self.take(key, "true or false", &|value| value.as_bool().is_some())?.as_bool()
    }

    /// Reads a finite number above 0.
    pub fn positive(&mut self, key: &str) -> Option<f64> {
        self.number(key, "a number above 0", &|number| number.is_finite() && number > 0.0)
    }

    /// Reads a whole number, 0 or more.
    pub fn count(&mut self, key: &str) -> Option<u32> {
        let count = self.number(key, "a whole number, 0 or more", &|number| number.fract() == 0.0 && number >= 0.0);
        count.map(|number| number as u32)
    }

    /// Reads a number of slots.
    pub fn slots(&mut self, key: &str) -> Option<u32> {
        let accept = |number: f64| number.fract() == 0.0 && (1.0..=100.0).contains(&number);
        self.number(key, "a whole number from 1 to 100", &accept).map(|number| number as u32)
    }

    /// Reads a function.
    pub fn function(&mut self, key: &str) -> Option<Function> {
        self.take(key, "a function", &JsValue::is_function).map(JsCast::unchecked_into)
    }

    /// Reads one of several strings.
    pub fn word(&mut self, key: &str, words: &'static [&'static str]) -> Option<&'static str> {
        let wanted = concat(&["one of ", &join(words, ", ")]);
        let given = self.text(key, &wanted, &|text| words.contains(&text))?;
        words.iter().find(|word| given == **word).copied()
    }

    /// Reads an object of strings, or an iterable of string pairs, such as headers.
    pub fn strings(&mut self, key: &str) -> Option<Vec<(String, String)>> {
        let wanted = "an object of strings";
        let object = self.take(key, wanted, &JsValue::is_object)?;
        let strings = read_strings(&object);
        if strings.is_none() {
            self.malformed(key, wanted);
        }
        strings
    }

    /// Reads a storage, such as `localStorage`. It is `null` in a web view without storage.
    pub fn storage(&mut self, key: &str) -> Option<JsValue> {
        let given = self.take(key, "a Storage, with getItem, setItem and removeItem", &|value| {
            value.is_null() || ["getItem", "setItem", "removeItem"].iter().all(|name| has_method(value, name))
        });
        given.filter(|value| !value.is_null())
    }

    /// Reads an abort signal. Not `instanceof`: the signal may come from another realm.
    pub fn signal(&mut self, key: &str) -> Option<AbortSignal> {
        let is_signal =
            |value: &JsValue| get(value, "aborted").as_bool().is_some() && has_method(value, "addEventListener");
        self.take(key, "an AbortSignal", &is_signal).map(JsCast::unchecked_into)
    }

    /// Returns all issues as one error.
    pub fn finish(self) -> Result<()> {
        if self.issues.is_empty() {
            return Ok(());
        }
        Err(Error::from_issues(ErrorCode::InvalidRequest, self.issues))
    }
}

/// The fields of an object, or the pairs of an iterable. `None` if a value is not a string.
fn read_strings(value: &JsValue) -> Option<Vec<(String, String)>> {
    // A `Headers` object has no own properties.
    let pairs = has_method(value, "entries").then(|| Object::from_entries(value)).transpose().ok()?;
    let object = pairs.as_ref().unwrap_or_else(|| value.unchecked_ref());
    let names = Reflect::own_keys(object).ok()?;
    let mut strings = Vec::new();
    for index in 0..names.length() {
        let name = names.get(index).as_string()?;
        if !get(object, &name).is_undefined() {
            let value = get_string(object, &name)?;
            strings.push((name, value));
        }
    }
    Some(strings)
}

/// The error of an option that is not usable.
pub fn reject(key: &str, code: IssueCode, message: &str) -> Error {
    Error::invalid_request(Issue::new(key, code, message))
}
