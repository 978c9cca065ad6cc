//! Validates a request before it costs credits, and reports all problems at once.

use super::issue::{Issue, IssueCode};
use super::messages::OPTIONS_COME_LAST;
use super::options::{self, Category, Choices, contains};
use super::rules::{self, Field, Rule};
use super::suggest::find_closest;
use super::syntax::{check_mask, is_file_name, is_http_url};
use super::value::Value;
use crate::text::{concat, format_integer, join, truncate};
use std::ops::RangeInclusive;

/// Unknown fields to report. An object with more is not a mistyped request.
const MAX_UNKNOWN_FIELDS: usize = 50;

/// Allowed values to name in a message. Longer lists are only in `allowed`.
const MAX_NAMED_VALUES: usize = 8;

/// Whether a request must name its photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoReference {
    /// `file_name` or `file_url` is required.
    Required,
    /// Both are unknown fields, because the upload comes later and returns `file_name`.
    FromUpload,
}

/// Validates the body of a render request with its `field` (sections 2.1 to 2.6).
#[must_use]
pub fn validate_render(request: &Value, photo: PhotoReference) -> Vec<Issue> {
    let mut validator = match Validator::new(request) {
        Ok(validator) => validator,
        Err(issue) => return vec![issue],
    };
    let tool = validator.selector("tool", options::TOOLS);
    let actions = match tool {
        Some("virtual-staging") => options::STAGING_ACTIONS,
        _ => options::EDIT_ACTIONS,
    };
    let action = validator.selector("action", actions);
    let exterior = validator.selector("field", options::FIELDS) == Some("exterior");
    validator.check_photo(photo);
    match rules::fields(tool, action, exterior) {
        Some(fields) => validator.check_fields(fields, photo),
        None => {
            let tools = if photo == PhotoReference::FromUpload { options::JOB_TOOLS } else { options::TOOLS };
            validator.check_fields(&[Field { name: "tool", rule: Rule::OneOf(tools), required: true }], photo);
        }
    }
    validator.check_creativity_level();
    validator.issues
}

/// Validates the body of an upscale request (section 2.8).
#[must_use]
pub fn validate_upscale(request: &Value) -> Vec<Issue> {
    let mut validator = match Validator::new(request) {
        Ok(validator) => validator,
        Err(issue) => return vec![issue],
    };
    validator.check_photo(PhotoReference::Required);
    validator.check_fields(&[], PhotoReference::Required);
    validator.issues
}

/// Validates a job's parameters: those of a render, or `tool: "upscale"`. Its photo is not uploaded yet.
#[must_use]
pub fn validate_job(params: &Value) -> Vec<Issue> {
    if params.get("tool").and_then(Value::as_str) != Some("upscale") {
        return validate_render(params, PhotoReference::FromUpload);
    }
    let mut validator = Validator { request: params, issues: Vec::new() };
    validator.check_fields(&[Field { name: "tool", rule: Rule::Text, required: true }], PhotoReference::FromUpload);
    validator.issues
}

/// A request and the issues found so far.
struct Validator<'a> {
    request: &'a Value,
    issues: Vec<Issue>,
}

impl<'a> Validator<'a> {
    fn new(request: &'a Value) -> Result<Self, Issue> {
        match request {
            Value::Object(_) => Ok(Self { request, issues: Vec::new() }),
            other => Err(malformed("", concat(&["The request must be an object, but it is ", other.kind(), "."]))),
        }
    }

    /// The value of an option that decides about the other fields. A misspelled value counts as its suggestion, so the rest
    /// can be checked too; `check_fields` reports the misspelling.
    fn selector(&self, name: &str, choices: Choices) -> Option<&'a str> {
        let given = self.request.get(name)?.as_str().unwrap_or_default();
        if contains(choices, given) { Some(given) } else { Some(suggest(given, choices).unwrap_or(given)) }
    }

    fn check_photo(&mut self, photo: PhotoReference) {
        let (name, url) = (self.request.get("file_name"), self.request.get("file_url"));
        match (photo, name.is_some(), url.is_some()) {
            (PhotoReference::Required, true, true) => self.issues.push(Issue::new(
                "file_url",
                IssueCode::Conflict,
                "Both file_name and file_url are set. Send only one of them.",
            )),
            (PhotoReference::Required, false, false) => self.issues.push(Issue::new(
                "file_name",
                IssueCode::Required,
                "The photo is missing. Set file_name, which upload() returns, or file_url.",
            )),
            _ => {}
        }
    }

    fn check_fields(&mut self, fields: &[Field], photo: PhotoReference) {
        let references = if photo == PhotoReference::Required { rules::PHOTO_REFERENCE } else { &[] };
        let mut known = Vec::new();
        for fields in [references, fields] {
            for field in fields {
                known.push(field.name);
                match self.request.get(field.name) {
                    Some(value) => self.check_value(field.name, value, &field.rule),
                    None if field.required => self.report_missing(field),
                    None => {}
                }
            }
        }
        let mut unknown = 0;
        for (name, _) in self.request.entries() {
            if !known.contains(&name.as_str()) && unknown < MAX_UNKNOWN_FIELDS {
                unknown += 1;
                self.issues.push(unknown_field(name, find_closest(name, &known)));
            }
        }
    }

    fn report_missing(&mut self, field: &Field) {
        let allowed = if let Rule::OneOf(choices) = field.rule { Some(choices.values()) } else { None };
        let advice = allowed.as_deref().map(describe_allowed).unwrap_or_default();
        let message = concat(&[field.name, " is required for this request.", &advice]);
        self.issues.push(Issue { allowed, ..Issue::new(field.name, IssueCode::Required, message) });
    }

    fn check_value(&mut self, path: &str, value: &Value, rule: &Rule) {
        match (rule, value) {
            (Rule::OneOf(choices), Value::String(text)) => self.check_option(path, text, *choices),
            (Rule::Text, Value::String(text)) => self.check_text(path, text),
            (Rule::Range(low, high, text), Value::Number(number)) => {
                self.check_range(path, *number, *low..=*high, text)
            }
            (Rule::FileName, Value::String(text)) => self.check_file_name(path, text),
            (Rule::Url, Value::String(text)) => self.check_url(path, text),
            (Rule::Urls, Value::Array(items)) => self.check_urls(path, items),
            (Rule::Mask, Value::String(text)) => {
                if let Some(problem) = check_mask(text) {
                    self.issues.push(malformed(path, problem));
                }
            }
            (Rule::Object(categories), Value::Object(_)) => self.check_object(path, value, categories),
            (rule, other) => self.report_wrong_type(path, rule, other),
        }
    }

    fn report_wrong_type(&mut self, path: &str, rule: &Rule, value: &Value) {
        let wanted = match rule {
            Rule::Range(..) => "a number",
            Rule::Urls => "an array of URLs",
            Rule::Object(_) => "an object { category, name }",
            _ => "a string",
        };
        let advice = if *value == Value::Null { " Leave the option out instead of sending null." } else { "" };
        let message = concat(&[path, " must be ", wanted, ", but it is ", value.kind(), ".", advice]);
        let mut issue = malformed(path, message);
        if let Rule::OneOf(choices) = rule {
            issue.allowed = Some(choices.values());
        }
        self.issues.push(issue);
    }

    fn check_option(&mut self, path: &str, text: &str, choices: Choices) {
        if !contains(choices, text) {
            self.issues.push(unknown_option(path, text, choices.values(), suggest(text, choices)));
        }
    }

    fn check_text(&mut self, path: &str, text: &str) {
        if text.chars().all(char::is_whitespace) {
            let message = concat(&[path, " is empty. Describe the change, or leave the field out."]);
            self.issues.push(Issue::new(path, IssueCode::Required, message));
        }
    }

    fn check_range(&mut self, path: &str, number: f64, range: RangeInclusive<f64>, text: &str) {
        if !range.contains(&number) {
            let message = concat(&[path, " must be between ", text, "."]);
            self.issues.push(Issue::new(path, IssueCode::OutOfRange, message));
        }
    }

    fn check_file_name(&mut self, path: &str, text: &str) {
        if !is_file_name(text) {
            let message =
                "file_name must be a version 4 UUID with .jpg, .jpeg or .png. Use the value that upload() returns.";
            self.issues.push(malformed(path, message));
        }
    }

    fn check_url(&mut self, path: &str, text: &str) {
        if !is_http_url(text) {
            let message = concat(&[path, " must be an http:// or https:// URL that the service can reach."]);
            self.issues.push(malformed(path, message));
        }
    }

    fn check_urls(&mut self, path: &str, items: &[Value]) {
        if items.is_empty() {
            let message = "reference_file_urls is empty. Add at least one image URL.";
            self.issues.push(Issue::new(path, IssueCode::Required, message));
        }
        for (index, item) in items.iter().enumerate() {
            self.check_value(&concat(&[path, "[", &format_integer(index as u64), "]"]), item, &Rule::Url);
        }
    }

    fn check_object(&mut self, path: &str, object: &Value, categories: &'static [Category]) {
        let category_path = concat(&[path, ".category"]);
        let found = match object.get("category") {
            None => {
                let mut issue =
                    Issue::new(category_path, IssueCode::Required, "object.category is required for this request.");
                issue.allowed = Some(list_names(categories));
                self.issues.push(issue);
                None
            }
            Some(Value::String(text)) => self.check_category(&category_path, text, categories),
            Some(other) => {
                self.report_wrong_type(&category_path, &Rule::Text, other);
                None
            }
        };
        let name_path = concat(&[path, ".name"]);
        match (object.get("name"), found) {
            (None, _) => {
                let mut issue = Issue::new(name_path, IssueCode::Required, "object.name is required for this request.");
                issue.allowed = found.map(|category| category.names.values());
                self.issues.push(issue);
            }
            (Some(name), Some(category)) => self.check_value(&name_path, name, &Rule::OneOf(category.names)),
            (Some(name), None) => self.check_value(&name_path, name, &Rule::Text),
        }
        for (name, _) in object.entries() {
            if name != "category" && name != "name" {
                self.issues.push(unknown_field(&concat(&[path, ".", name]), find_closest(name, &["category", "name"])));
            }
        }
    }

    /// Finds the category. A misspelled one is reported, and counts as its suggestion.
    fn check_category(&mut self, path: &str, text: &str, categories: &'static [Category]) -> Option<&'static Category> {
        let find = |value: &str| categories.iter().find(|category| category.value == value);
        if let Some(category) = find(text) {
            return Some(category);
        }
        let names = list_names(categories);
        let meant = find_closest(text, &names);
        self.issues.push(unknown_option(path, text, names, meant));
        meant.and_then(find)
    }

    /// The service ignores the level unless creativity is `precise`.
    fn check_creativity_level(&mut self) {
        let creativity = self.request.get("creativity").and_then(Value::as_str);
        if self.request.get("creativity_level").is_some() && creativity.is_some_and(|value| value != "precise") {
            self.issues.push(Issue::new(
                "creativity_level",
                IssueCode::Conflict,
                "creativity_level works only with creativity \"precise\". Set that, or leave the level out.",
            ));
        }
    }
}

fn list_names(categories: &[Category]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for category in categories {
        names.push(category.value);
    }
    names
}

/// Suggests a value, by its label or by a similar spelling.
fn suggest(given: &str, choices: Choices) -> Option<&'static str> {
    for choice in choices.all() {
        if choice.label().eq_ignore_ascii_case(given) {
            return Some(choice.value);
        }
    }
    find_closest(given, &choices.values())
}

fn unknown_option(path: &str, text: &str, allowed: Vec<&'static str>, meant: Option<&'static str>) -> Issue {
    let shown = truncate(text, 40);
    let mut message = concat(&["\"", &shown, "\" is not a valid ", path, "."]);
    match meant {
        Some(meant) => message += &concat(&[" Did you mean \"", meant, "\"?"]),
        None if path == "tool" && text == "upscale" => message += " Use upscale() instead.",
        None => message += &describe_allowed(&allowed),
    }
    Issue { path: path.to_owned(), code: IssueCode::UnknownOption, message, allowed: Some(allowed), suggestion: meant }
}

/// Names the allowed values, unless they are many.
fn describe_allowed(allowed: &[&str]) -> String {
    if allowed.len() > MAX_NAMED_VALUES {
        return " Choose one of the allowed values.".to_owned();
    }
    concat(&[" Choose one of ", &join(allowed, ", "), "."])
}

fn unknown_field(path: &str, meant: Option<&'static str>) -> Issue {
    let message = match (meant, belongs_elsewhere(path)) {
        (Some(meant), _) => concat(&["Unknown field ", path, ". Did you mean ", meant, "?"]),
        (None, true) => concat(&[path, " does not apply to this tool, action or field. Leave it out."]),
        (None, false) => concat(&["Unknown field ", path, ". Leave it out.", OPTIONS_COME_LAST]),
    };
    let code = if meant.is_none() && belongs_elsewhere(path) { IssueCode::Conflict } else { IssueCode::UnknownField };
    Issue { path: path.to_owned(), code, message, allowed: None, suggestion: meant }
}

/// Whether a request of any kind has this field.
#[must_use]
pub fn belongs_elsewhere(name: &str) -> bool {
    use rules::{EDIT_ANY, EXTERIOR, INTERIOR, PHOTO_REFERENCE, SKETCH_INTERIOR, STAGING_ANY};
    let tables = [PHOTO_REFERENCE, INTERIOR, EXTERIOR, SKETCH_INTERIOR, STAGING_ANY, EDIT_ANY];
    tables.iter().any(|fields| fields.iter().any(|field| field.name == name))
}

fn malformed(path: &str, message: impl Into<String>) -> Issue {
    Issue::new(path, IssueCode::Malformed, message)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "validate_tests.rs"]
mod tests;
