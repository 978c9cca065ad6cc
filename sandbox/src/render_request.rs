//! Parses and validates the body of a render or upscale request.

use crate::http::HttpRequest;
use crate::urls;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reroom::api::options::{FIELDS, contains};
use reroom::api::{self, Issue, IssueCode, PhotoReference, messages};
use serde_json::{Map, Value};

/// The tool of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// A render of an interior, without a tool (2.1).
    Interior,
    /// A render of an exterior, without a tool (2.2).
    Exterior,
    /// A sketch (2.3).
    Sketch,
    /// An empty room (2.4).
    EmptyRoom,
    /// Virtual staging (2.5).
    Staging,
    /// An edit (2.6).
    Edit,
    /// An upscale (2.8).
    Upscale,
}

impl Tool {
    fn of(tool: Option<&str>, exterior: bool) -> Option<Self> {
        Some(match tool {
            None if exterior => Self::Exterior,
            None => Self::Interior,
            Some("sketch") => Self::Sketch,
            Some("empty-room") => Self::EmptyRoom,
            Some("virtual-staging") => Self::Staging,
            Some("edit") => Self::Edit,
            Some(_) => return None,
        })
    }

    /// The name used in labels and fixture rules.
    pub fn name(self) -> &'static str {
        match self {
            Self::Interior => "interior",
            Self::Exterior => "exterior",
            Self::Sketch => "sketch",
            Self::EmptyRoom => "empty-room",
            Self::Staging => "virtual-staging",
            Self::Edit => "edit",
            Self::Upscale => "upscale",
        }
    }

    /// The price in credits: 4 for an upscale (2.8), otherwise 1.
    pub fn credits(self) -> i64 {
        if self == Self::Upscale { 4 } else { 1 }
    }

    /// Whether the response contains the finished render, without a queue (2.4, 2.5).
    pub fn is_immediate(self) -> bool {
        matches!(self, Self::EmptyRoom | Self::Staging)
    }
}

/// Where the photo comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum PhotoSource {
    /// The name of an uploaded file.
    Name(String),
    /// A URL to fetch.
    Url(String),
}

/// A request that is valid as far as it can be checked without its photo.
#[derive(Clone, Debug, PartialEq)]
pub struct RenderRequest {
    /// The tool.
    pub tool: Tool,
    /// `interior` or `exterior`.
    pub field: &'static str,
    /// The photo.
    pub source: PhotoSource,
    /// The request body, without its mask.
    pub options: Map<String, Value>,
    /// The decoded mask file.
    pub mask: Option<Vec<u8>>,
}

/// Parses the body of `POST /api/enterprise/render`.
pub fn read_render(request: &HttpRequest) -> Result<RenderRequest, &'static str> {
    let (body, options) = parse(request)?;
    let query = urls::parse(&request.url).and_then(|url| urls::parameter(url.query, "field"));
    let (body, field) = with_field(body, query)?;
    refuse(&body, &api::validate_render(&body, PhotoReference::Required))?;
    let field = if field.as_deref() == Some("exterior") { "exterior" } else { "interior" };
    let tool = Tool::of(get_str(&options, "tool"), field == "exterior").ok_or(messages::INVALID_REQUEST)?;
    build(tool, field, options)
}

/// Parses the body of `POST /api/enterprise/upscale`.
pub fn read_upscale(request: &HttpRequest) -> Result<RenderRequest, &'static str> {
    let (body, options) = parse(request)?;
    refuse(&body, &api::validate_upscale(&body))?;
    build(Tool::Upscale, "interior", options)
}

fn build(tool: Tool, field: &'static str, mut options: Map<String, Value>) -> Result<RenderRequest, &'static str> {
    let source = match (get_str(&options, "file_name"), get_str(&options, "file_url")) {
        (Some(name), None) => PhotoSource::Name(name.to_owned()),
        (None, Some(url)) => PhotoSource::Url(url.to_owned()),
        _ => return Err(messages::INVALID_REQUEST),
    };
    let mask = match options.remove("mask") {
        Some(Value::String(mask)) => Some(STANDARD.decode(mask).map_err(|_| messages::INVALID_REQUEST)?),
        _ => None,
    };
    Ok(RenderRequest { tool, field, source, options, mask })
}

/// Reads a string option.
pub fn get_str<'a>(options: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    options.get(name).and_then(Value::as_str)
}

fn parse(request: &HttpRequest) -> Result<(api::Value, Map<String, Value>), &'static str> {
    let mime = request.header("content-type").unwrap_or_default().to_ascii_lowercase();
    if mime.split(';').next().unwrap_or_default().trim() != "application/json" {
        return Err(messages::INVALID_REQUEST);
    }
    let body = serde_json::from_slice(&request.body).map_err(|_| messages::INVALID_REQUEST)?;
    let options = serde_json::from_slice(&request.body).map_err(|_| messages::INVALID_REQUEST)?;
    Ok((body, options))
}

/// Merges the `field` of query and body. Only edits may have it in the body (2.6). Tools without a field ignore it in the
/// query if it is valid.
fn with_field(body: api::Value, query: Option<&str>) -> Result<(api::Value, Option<String>), &'static str> {
    let tool = body.get("tool").and_then(api::Value::as_str);
    let given = body.get("field").is_some();
    let known = |field: &str| contains(FIELDS, field);
    if given && !api::routes::sends_field_in_body(tool) || !query.is_none_or(known) {
        return Err(messages::INVALID_REQUEST);
    }
    if !api::routes::sends_field_in_query(tool) {
        return Ok((body, query.map(str::to_owned)));
    }
    let inside = body.get("field").and_then(api::Value::as_str).map(str::to_owned);
    match (inside, query, body) {
        (Some(inside), Some(query), _) if inside != query => Err(messages::INVALID_REQUEST),
        (None, Some(query), api::Value::Object(mut entries)) if !given => {
            entries.push(("field".to_owned(), api::Value::String(query.to_owned())));
            Ok((api::Value::Object(entries), Some(query.to_owned())))
        }
        (inside, _, body) => Ok((body, inside)),
    }
}

/// Maps issues to the service's message. Issues about the photo come first.
fn refuse(body: &api::Value, issues: &[Issue]) -> Result<(), &'static str> {
    if issues.is_empty() {
        return Ok(());
    }
    let is_object = matches!(body, api::Value::Object(_));
    if is_object && body.get("file_name").is_none() && body.get("file_url").is_none() {
        return Err(messages::NO_FILE);
    }
    let about = |path| issues.iter().any(|issue| issue.path == path && issue.code != IssueCode::Conflict);
    Err(match () {
        () if about("file_name") => messages::INVALID_FILENAME,
        () if about("file_url") => messages::INVALID_URL,
        () => messages::INVALID_REQUEST,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const NAME: &str = "0b5e7a5c-3f4e-4c1d-9a6b-0123456789ab.jpg";

    fn request(query: &str, body: &str) -> HttpRequest {
        HttpRequest {
            method: "POST".to_owned(),
            url: ["http://x.test/api/enterprise/render", query].concat(),
            headers: vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())],
            body: body.replace("NAME", NAME).into(),
        }
    }

    fn read(query: &str, body: &str) -> Result<(Tool, &'static str), &'static str> {
        read_render(&request(query, body)).map(|render_request| (render_request.tool, render_request.field))
    }

    #[test]
    fn requests_of_every_tool_are_parsed() {
        let cases = [
            ("", r#"{"file_name":"NAME","creativity":"balanced"}"#, Tool::Interior, "interior"),
            (
                "?field=exterior",
                r#"{"file_name":"NAME","creativity":"precise","sky":"clear"}"#,
                Tool::Exterior,
                "exterior",
            ),
            (
                "?field=exterior",
                r#"{"file_name":"NAME","tool":"sketch","style":"bold-brutalist"}"#,
                Tool::Sketch,
                "exterior",
            ),
            ("?field=interior", r#"{"file_name":"NAME","tool":"empty-room"}"#, Tool::EmptyRoom, "interior"),
            (
                "",
                r#"{"file_url":"https://a.test/b.jpg","tool":"virtual-staging","action":"preset","type":"office","style":"modern"}"#,
                Tool::Staging,
                "interior",
            ),
            (
                "",
                r#"{"file_name":"NAME","tool":"edit","action":"remove","mask":"AAAA","field":"exterior"}"#,
                Tool::Edit,
                "exterior",
            ),
            (
                "?field=exterior",
                r#"{"file_name":"NAME","tool":"edit","action":"object","object":{"category":"street_creature","name":"dog"},"mask":"AAAA"}"#,
                Tool::Edit,
                "exterior",
            ),
        ];
        for (query, body, tool, field) in cases {
            assert_eq!(read(query, body), Ok((tool, field)), "{query} {body}");
        }
    }

    #[test]
    fn invalid_requests_are_rejected_with_the_documented_messages() {
        let cases = [
            ("", "{", messages::INVALID_REQUEST),
            ("", "[]", messages::INVALID_REQUEST),
            ("", r#"{"creativity":"balanced"}"#, messages::NO_FILE),
            ("", r#"{"file_name":"photo.jpg","creativity":"balanced"}"#, messages::INVALID_FILENAME),
            ("", r#"{"file_url":"photo.jpg","creativity":"balanced"}"#, messages::INVALID_URL),
            ("", r#"{"file_name":"NAME"}"#, messages::INVALID_REQUEST),
            (
                "",
                r#"{"file_name":"NAME","file_url":"https://a.test/","creativity":"balanced"}"#,
                messages::INVALID_REQUEST,
            ),
            ("", r#"{"file_name":"NAME","creativity":"balanced","sky":"clear"}"#, messages::INVALID_REQUEST),
            ("?field=garden", r#"{"file_name":"NAME","creativity":"balanced"}"#, messages::INVALID_REQUEST),
            ("?field=garden", r#"{"file_name":"NAME","tool":"empty-room"}"#, messages::INVALID_REQUEST),
            ("", r#"{"file_name":"NAME","creativity":"balanced","field":"interior"}"#, messages::INVALID_REQUEST),
            ("", r#"{"file_name":"NAME","tool":"paint"}"#, messages::INVALID_REQUEST),
            (
                "?field=interior",
                r#"{"file_name":"NAME","tool":"edit","action":"remove","mask":"AAAA","field":"exterior"}"#,
                messages::INVALID_REQUEST,
            ),
        ];
        for (query, body, message) in cases {
            assert_eq!(read(query, body), Err(message), "{query} {body}");
        }
        let mut plain = request("", r#"{"file_name":"NAME","creativity":"balanced"}"#);
        plain.headers.clear();
        assert_eq!(read_render(&plain), Err(messages::INVALID_REQUEST));
    }

    #[test]
    fn the_mask_is_decoded_and_removed_from_the_options() {
        let body = r#"{"file_name":"NAME","tool":"edit","action":"remove","mask":"AQID"}"#;
        let render_request = read_render(&request("", body)).unwrap();
        assert_eq!(render_request.mask.as_deref(), Some(&[1, 2, 3][..]));
        assert!(!render_request.options.contains_key("mask"));
    }
}
