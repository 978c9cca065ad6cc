//! Finds everything that is wrong with a request at once, before it costs anything.

use super::forms::{is_file_name, is_http_url, mask_problem};
use super::issue::{Issue, IssueCode};
use super::options::{self, Category, Choices, contains};
use super::rules::{self, Field, Rule};
use super::suggest::closest;
use super::value::Value;
use crate::text::{concat, number, start};
use std::ops::RangeInclusive;

/// How many unknown fields are named; an object with more is no request that was mistyped.
const MOST_UNKNOWN: usize = 50;

/// Whether a request must say where its photo is, or the photo is still to be uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `file_name` or `file_url` must be there.
    Given,
    /// Neither may be there: the upload will answer it.
    ToCome,
}

/// Checks the body of a render request together with its `field` (sections 2.1 to 2.6).
#[must_use]
pub fn validate_render(request: &Value, source: Source) -> Vec<Issue> {
    let mut check = match Check::of(request) {
        Ok(check) => check,
        Err(issue) => return vec![issue],
    };
    let tool = check.selector("tool", options::TOOLS);
    let actions = match tool {
        Some("virtual-staging") => options::STAGING_ACTIONS,
        _ => options::EDIT_ACTIONS,
    };
    let action = check.selector("action", actions);
    let exterior = check.selector("field", options::FIELDS) == Some("exterior");
    check.source(source);
    match rules::fields(tool, action, exterior) {
        Some(fields) => check.fields(fields, source),
        None => check.fields(&[Field { name: "tool", rule: Rule::OneOf(options::TOOLS), required: true }], source),
    }
    check.creativity_level();
    check.issues
}

/// Checks the body of an upscale request (section 2.8).
#[must_use]
pub fn validate_upscale(request: &Value) -> Vec<Issue> {
    let mut check = match Check::of(request) {
        Ok(check) => check,
        Err(issue) => return vec![issue],
    };
    check.source(Source::Given);
    check.fields(&[], Source::Given);
    check.issues
}

/// Checks the parameters of a job, whose photo is still to be uploaded: those of a render, or `tool: "upscale"`.
#[must_use]
pub fn validate_job(params: &Value) -> Vec<Issue> {
    if params.get("tool").and_then(Value::as_str) != Some("upscale") {
        return validate_render(params, Source::ToCome);
    }
    let mut check = Check { request: params, issues: Vec::new() };
    check.fields(&[Field { name: "tool", rule: Rule::Text, required: true }], Source::ToCome);
    check.issues
}

/// A request and what has been found wrong with it so far.
struct Check<'a> {
    request: &'a Value,
    issues: Vec<Issue>,
}

impl<'a> Check<'a> {
    fn of(request: &'a Value) -> Result<Self, Issue> {
        match request {
            Value::Object(_) => Ok(Self { request, issues: Vec::new() }),
            other => Err(malformed("", concat(&["The request must be an object, this is ", other.kind(), "."]))),
        }
    }

    /// The option that decides which other fields there are. A near miss counts as what was meant, so that the
    /// rest is checked too; the field itself is reported where its turn comes.
    fn selector(&self, name: &str, choices: Choices) -> Option<&'a str> {
        let given = self.request.get(name)?.as_str().unwrap_or_default();
        if contains(choices, given) { Some(given) } else { Some(suggestion(given, choices).unwrap_or(given)) }
    }

    fn source(&mut self, source: Source) {
        let (name, url) = (self.request.get("file_name"), self.request.get("file_url"));
        match (source, name.is_some(), url.is_some()) {
            (Source::Given, true, true) => self.issues.push(Issue::new(
                "file_url",
                IssueCode::Conflict,
                "Give file_name or file_url, not both: the service would have to guess which photo is meant.",
            )),
            (Source::Given, false, false) => self.issues.push(Issue::new(
                "file_name",
                IssueCode::Required,
                "Say which photo: file_name (what upload() answered) or file_url.",
            )),
            _ => {}
        }
    }

    fn fields(&mut self, fields: &[Field], source: Source) {
        let photo = if source == Source::Given { rules::SOURCE } else { &[] };
        let mut known = Vec::new();
        for fields in [photo, fields] {
            for field in fields {
                known.push(field.name);
                match self.request.get(field.name) {
                    Some(value) => self.value(field.name, value, &field.rule),
                    None if field.required => self.missing(field),
                    None => {}
                }
            }
        }
        let mut unknown = 0;
        for (name, _) in self.request.entries() {
            if !known.contains(&name.as_str()) && unknown < MOST_UNKNOWN {
                unknown += 1;
                self.issues.push(unknown_field(name, closest(name, &known)));
            }
        }
    }

    fn missing(&mut self, field: &Field) {
        let mut issue = Issue::new(field.name, IssueCode::Required, concat(&[field.name, " is required here."]));
        if let Rule::OneOf(choices) = field.rule {
            issue.allowed = Some(choices.values());
        }
        self.issues.push(issue);
    }

    fn value(&mut self, path: &str, value: &Value, rule: &Rule) {
        match (rule, value) {
            (Rule::OneOf(choices), Value::String(text)) => self.one_of(path, text, *choices),
            (Rule::Text, Value::String(text)) => self.text(path, text),
            (Rule::Range(low, high, said), Value::Number(number)) => self.range(path, *number, *low..=*high, said),
            (Rule::FileName, Value::String(text)) => self.file_name(path, text),
            (Rule::Url, Value::String(text)) => self.url(path, text),
            (Rule::Urls, Value::Array(items)) => self.urls(path, items),
            (Rule::Mask, Value::String(text)) => {
                if let Some(problem) = mask_problem(text) {
                    self.issues.push(malformed(path, problem));
                }
            }
            (Rule::Object(categories), Value::Object(_)) => self.object(path, value, categories),
            (rule, other) => self.wrong_type(path, rule, other),
        }
    }

    fn wrong_type(&mut self, path: &str, rule: &Rule, value: &Value) {
        let wanted = match rule {
            Rule::Range(..) => "a number",
            Rule::Urls => "an array of URLs",
            Rule::Object(_) => "an object { category, name }",
            _ => "a string",
        };
        let advice = if *value == Value::Null { "; leave an option out instead of sending null" } else { "" };
        let message = concat(&[path, " must be ", wanted, ", this is ", value.kind(), advice, "."]);
        let mut issue = malformed(path, message);
        if let Rule::OneOf(choices) = rule {
            issue.allowed = Some(choices.values());
        }
        self.issues.push(issue);
    }

    fn one_of(&mut self, path: &str, text: &str, choices: Choices) {
        if !contains(choices, text) {
            self.issues.push(unknown_option(path, text, choices.values(), suggestion(text, choices)));
        }
    }

    fn text(&mut self, path: &str, text: &str) {
        if text.trim().is_empty() {
            let message = concat(&[path, " is empty: say what to do, or leave it out."]);
            self.issues.push(Issue::new(path, IssueCode::Required, message));
        }
    }

    fn range(&mut self, path: &str, number: f64, range: RangeInclusive<f64>, said: &str) {
        if !range.contains(&number) {
            let message = concat(&[path, " must be between ", said, "."]);
            self.issues.push(Issue::new(path, IssueCode::OutOfRange, message));
        }
    }

    fn file_name(&mut self, path: &str, text: &str) {
        if !is_file_name(text) {
            let message = "file_name must be what upload() answered: a version 4 UUID and .jpg, .jpeg or .png.";
            self.issues.push(malformed(path, message));
        }
    }

    fn url(&mut self, path: &str, text: &str) {
        if !is_http_url(text) {
            let message = concat(&[path, " must be an http:// or https:// URL that the service can reach."]);
            self.issues.push(malformed(path, message));
        }
    }

    fn urls(&mut self, path: &str, items: &[Value]) {
        if items.is_empty() {
            let message = "Give at least one reference image URL.";
            self.issues.push(Issue::new(path, IssueCode::Required, message));
        }
        for (index, item) in items.iter().enumerate() {
            self.value(&concat(&[path, "[", &number(index as u64), "]"]), item, &Rule::Url);
        }
    }

    fn object(&mut self, path: &str, object: &Value, categories: &'static [Category]) {
        let category_path = concat(&[path, ".category"]);
        let found = match object.get("category") {
            None => {
                let mut issue = Issue::new(category_path, IssueCode::Required, "object.category is required here.");
                issue.allowed = Some(names(categories));
                self.issues.push(issue);
                None
            }
            Some(Value::String(text)) => self.category(&category_path, text, categories),
            Some(other) => {
                self.wrong_type(&category_path, &Rule::Text, other);
                None
            }
        };
        let name_path = concat(&[path, ".name"]);
        match (object.get("name"), found) {
            (None, _) => {
                let mut issue = Issue::new(name_path, IssueCode::Required, "object.name is required here.");
                issue.allowed = found.map(|category| category.names.values());
                self.issues.push(issue);
            }
            (Some(name), Some(category)) => self.value(&name_path, name, &Rule::OneOf(category.names)),
            (Some(name), None) => self.value(&name_path, name, &Rule::Text),
        }
        for (name, _) in object.entries() {
            if name != "category" && name != "name" {
                self.issues.push(unknown_field(&concat(&[path, ".", name]), closest(name, &["category", "name"])));
            }
        }
    }

    /// The category that is meant, reported where it is not spelled so.
    fn category(&mut self, path: &str, text: &str, categories: &'static [Category]) -> Option<&'static Category> {
        let find = |value: &str| categories.iter().find(|category| category.value == value);
        if let Some(category) = find(text) {
            return Some(category);
        }
        let names = names(categories);
        let meant = closest(text, &names);
        self.issues.push(unknown_option(path, text, names, meant));
        meant.and_then(find)
    }

    /// Only `precise` reads the level; with another creativity it would be paid for and ignored.
    fn creativity_level(&mut self) {
        let creativity = self.request.get("creativity").and_then(Value::as_str);
        if self.request.get("creativity_level").is_some() && creativity.is_some_and(|value| value != "precise") {
            self.issues.push(Issue::new(
                "creativity_level",
                IssueCode::Conflict,
                "creativity_level applies only with creativity \"precise\": set that, or leave the level out.",
            ));
        }
    }
}

fn names(categories: &[Category]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for category in categories {
        names.push(category.value);
    }
    names
}

/// What was probably meant: a value, or the value of a label.
fn suggestion(given: &str, choices: Choices) -> Option<&'static str> {
    for choice in choices.all() {
        if choice.label().eq_ignore_ascii_case(given) {
            return Some(choice.value);
        }
    }
    closest(given, &choices.values())
}

fn unknown_option(path: &str, text: &str, allowed: Vec<&'static str>, meant: Option<&'static str>) -> Issue {
    let shown = start(text, 40);
    let mut message = concat(&["\"", &shown, "\" is not a ", path, " that is offered here"]);
    match meant {
        Some(meant) => message += &concat(&["; did you mean \"", meant, "\"?"]),
        None if path == "tool" && text == "upscale" => message += ": an upscale is sent with upscale().",
        None => message += ".",
    }
    Issue { path: path.to_owned(), code: IssueCode::UnknownOption, message, allowed: Some(allowed), suggestion: meant }
}

fn unknown_field(path: &str, meant: Option<&'static str>) -> Issue {
    let message = match (meant, belongs_elsewhere(path)) {
        (Some(meant), _) => concat(&["There is no field ", path, " here; did you mean ", meant, "?"]),
        (None, true) => concat(&[path, " does not go with this tool, action or field: leave it out."]),
        (None, false) => concat(&["There is no field ", path, "."]),
    };
    let code = if meant.is_none() && belongs_elsewhere(path) { IssueCode::Conflict } else { IssueCode::UnknownField };
    Issue { path: path.to_owned(), code, message, allowed: None, suggestion: meant }
}

/// Whether another kind of request has this field.
fn belongs_elsewhere(name: &str) -> bool {
    use rules::{EDIT_ANY, EXTERIOR, INTERIOR, SKETCH_INTERIOR, SOURCE, STAGING_ANY};
    let tables = [SOURCE, INTERIOR, EXTERIOR, SKETCH_INTERIOR, STAGING_ANY, EDIT_ANY];
    tables.iter().any(|fields| fields.iter().any(|field| field.name == name))
}

fn malformed(path: &str, message: impl Into<String>) -> Issue {
    Issue::new(path, IssueCode::Malformed, message)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "validate_tests.rs"]
mod tests;
