//! From the body of a render request to an order, or to the message it is refused with.

use crate::http::Incoming;
use crate::urls;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reroom::api::options::{FIELDS, contains};
use reroom::api::{self, Issue, IssueCode, Source, messages};
use serde_json::{Map, Value};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A plain render of an interior (2.1).
    Interior,
    /// A plain render of an exterior (2.2).
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

impl Kind {
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

    /// The name a person and the rule of a twin know it by.
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

    /// What it costs (2.8; a render is one).
    pub fn credits(self) -> i64 {
        if self == Self::Upscale { 4 } else { 1 }
    }

    /// Whether it is answered finished, without a queue (2.4, 2.5).
    pub fn at_once(self) -> bool {
        matches!(self, Self::EmptyRoom | Self::Staging)
    }
}

/// Where the photo is.
#[derive(Clone, Debug, PartialEq)]
pub enum From {
    /// Uploaded before.
    Name(String),
    /// Somewhere on the web.
    Url(String),
}

/// A request that keeps every rule that can be seen without its photo.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// What is asked for.
    pub kind: Kind,
    /// `interior` or `exterior`.
    pub field: &'static str,
    /// Which photo.
    pub from: From,
    /// The body without its mask, as it came.
    pub options: Map<String, Value>,
    /// The mask's file.
    pub mask: Option<Vec<u8>>,
}

/// Reads the body of `POST /api/enterprise/render`.
pub fn read_render(request: &Incoming) -> Result<Order, &'static str> {
    let (body, options) = parse(request)?;
    let query = urls::parse(&request.url).and_then(|url| urls::parameter(url.query, "field"));
    let (body, field) = with_field(body, query)?;
    refuse(&body, &api::validate_render(&body, Source::Given))?;
    let field = if field.as_deref() == Some("exterior") { "exterior" } else { "interior" };
    let kind = Kind::of(text(&options, "tool"), field == "exterior").ok_or(messages::INVALID_REQUEST)?;
    order(kind, field, options)
}

/// Reads the body of `POST /api/enterprise/upscale`.
pub fn read_upscale(request: &Incoming) -> Result<Order, &'static str> {
    let (body, options) = parse(request)?;
    refuse(&body, &api::validate_upscale(&body))?;
    order(Kind::Upscale, "interior", options)
}

fn order(kind: Kind, field: &'static str, mut options: Map<String, Value>) -> Result<Order, &'static str> {
    let from = match (text(&options, "file_name"), text(&options, "file_url")) {
        (Some(name), None) => From::Name(name.to_owned()),
        (None, Some(url)) => From::Url(url.to_owned()),
        _ => return Err(messages::INVALID_REQUEST),
    };
    let mask = match options.remove("mask") {
        Some(Value::String(mask)) => Some(STANDARD.decode(mask).map_err(|_| messages::INVALID_REQUEST)?),
        _ => None,
    };
    Ok(Order { kind, field, from, options, mask })
}

/// A text among the options.
pub fn text<'a>(options: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    options.get(name).and_then(Value::as_str)
}

fn parse(request: &Incoming) -> Result<(api::Value, Map<String, Value>), &'static str> {
    let mime = request.header("content-type").unwrap_or_default().to_ascii_lowercase();
    if mime.split(';').next().unwrap_or_default().trim() != "application/json" {
        return Err(messages::INVALID_REQUEST);
    }
    let body = serde_json::from_slice(&request.body).map_err(|_| messages::INVALID_REQUEST)?;
    let options = serde_json::from_slice(&request.body).map_err(|_| messages::INVALID_REQUEST)?;
    Ok((body, options))
}

/// Brings the `field` of the query and of the body together. Only an edit may have it in the body (2.6); the tools
/// that know no field ignore it in the query, as long as it is one.
fn with_field(body: api::Value, query: Option<&str>) -> Result<(api::Value, Option<String>), &'static str> {
    let tool = body.get("tool").and_then(api::Value::as_str);
    let given = body.get("field").is_some();
    let known = |field: &str| contains(FIELDS, field);
    if given && !api::routes::field_in_body(tool) || !query.is_none_or(known) {
        return Err(messages::INVALID_REQUEST);
    }
    if !api::routes::field_in_query(tool) {
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

/// The service's one message for all that is wrong: what concerns the photo comes first.
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

    fn request(query: &str, body: &str) -> Incoming {
        Incoming {
            method: "POST".to_owned(),
            url: ["http://x.test/api/enterprise/render", query].concat(),
            headers: vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())],
            body: body.replace("NAME", NAME).into(),
        }
    }

    fn read(query: &str, body: &str) -> Result<(Kind, &'static str), &'static str> {
        read_render(&request(query, body)).map(|order| (order.kind, order.field))
    }

    #[test]
    fn every_tool_is_understood() {
        let cases = [
            ("", r#"{"file_name":"NAME","creativity":"balanced"}"#, Kind::Interior, "interior"),
            (
                "?field=exterior",
                r#"{"file_name":"NAME","creativity":"precise","sky":"clear"}"#,
                Kind::Exterior,
                "exterior",
            ),
            (
                "?field=exterior",
                r#"{"file_name":"NAME","tool":"sketch","style":"bold-brutalist"}"#,
                Kind::Sketch,
                "exterior",
            ),
            ("?field=interior", r#"{"file_name":"NAME","tool":"empty-room"}"#, Kind::EmptyRoom, "interior"),
            (
                "",
                r#"{"file_url":"https://a.test/b.jpg","tool":"virtual-staging","action":"preset","type":"office","style":"modern"}"#,
                Kind::Staging,
                "interior",
            ),
            (
                "",
                r#"{"file_name":"NAME","tool":"edit","action":"remove","mask":"AAAA","field":"exterior"}"#,
                Kind::Edit,
                "exterior",
            ),
            (
                "?field=exterior",
                r#"{"file_name":"NAME","tool":"edit","action":"object","object":{"category":"street_creature","name":"dog"},"mask":"AAAA"}"#,
                Kind::Edit,
                "exterior",
            ),
        ];
        for (query, body, kind, field) in cases {
            assert_eq!(read(query, body), Ok((kind, field)), "{query} {body}");
        }
    }

    #[test]
    fn refusals_use_the_services_words() {
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
    fn the_mask_leaves_the_options() {
        let body = r#"{"file_name":"NAME","tool":"edit","action":"remove","mask":"AQID"}"#;
        let order = read_render(&request("", body)).unwrap();
        assert_eq!(order.mask.as_deref(), Some(&[1, 2, 3][..]));
        assert!(!order.options.contains_key("mask"));
    }
}
