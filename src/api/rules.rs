//! Tables of the fields of each request, and the rule of each field (sections 2.1 to 2.8).

use super::options::*;

/// The rule for a field's value.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// One of these values.
    OneOf(Choices),
    /// Text that is not blank.
    Text,
    /// A number between the two, inclusive, and the range as text. Formatting floats would add 15 KB of wasm.
    Range(f64, f64, &'static str),
    /// `<uuid v4>.<jpg|jpeg|png>`, as returned by an upload.
    FileName,
    /// An http(s) URL.
    Url,
    /// One or more http(s) URLs.
    Urls,
    /// A base64 image without a `data:` prefix.
    Mask,
    /// `{ category, name }` from these categories.
    Object(&'static [Category]),
}

/// A field of a request.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in the JSON.
    pub name: &'static str,
    /// The rule for its value.
    pub rule: Rule,
    /// Whether it is required.
    pub required: bool,
}

const fn required(name: &'static str, rule: Rule) -> Field {
    Field { name, rule, required: true }
}

const fn optional(name: &'static str, rule: Rule) -> Field {
    Field { name, rule, required: false }
}

/// The photo. A request has exactly one of the two.
pub const PHOTO_REFERENCE: &[Field] = &[optional("file_name", Rule::FileName), optional("file_url", Rule::Url)];

const FIELD: Field = optional("field", Rule::OneOf(FIELDS));
const TOOL: Field = required("tool", Rule::OneOf(TOOLS));
const STAGING_ACTION: Field = required("action", Rule::OneOf(STAGING_ACTIONS));
const EDIT_ACTION: Field = required("action", Rule::OneOf(EDIT_ACTIONS));
const MASK: Field = required("mask", Rule::Mask);
const CREATIVITY: Field = required("creativity", Rule::OneOf(CREATIVITIES));
const CREATIVITY_LEVEL: Field =
    optional("creativity_level", Rule::Range(0.5, 1.0, "0.5 (conservative) and 1.0 (creative)"));
const DAYLIGHT: Field = optional("daylight", Rule::OneOf(DAYLIGHTS));
const SEASON: Field = optional("season", Rule::OneOf(SEASONS));
const ARCHITECTURAL_MATERIAL: Field = optional("architectural_material", Rule::OneOf(ARCHITECTURAL_MATERIALS));
const PROMPT: Field = optional("prompt", Rule::Text);

/// A plain render of an interior (2.1).
pub const INTERIOR: &[Field] = &[
    FIELD,
    CREATIVITY,
    CREATIVITY_LEVEL,
    optional("type", Rule::OneOf(INTERIOR_TYPES)),
    optional("style", Rule::OneOf(INTERIOR_STYLES)),
    DAYLIGHT,
    SEASON,
    optional("color", Rule::OneOf(INTERIOR_COLORS)),
    ARCHITECTURAL_MATERIAL,
    PROMPT,
];

/// A plain render of an exterior (2.2).
pub const EXTERIOR: &[Field] = &[
    FIELD,
    CREATIVITY,
    CREATIVITY_LEVEL,
    optional("type", Rule::OneOf(EXTERIOR_TYPES)),
    optional("style", Rule::OneOf(EXTERIOR_STYLES)),
    DAYLIGHT,
    optional("sky", Rule::OneOf(SKIES)),
    SEASON,
    optional("landscape", Rule::OneOf(LANDSCAPES)),
    ARCHITECTURAL_MATERIAL,
    PROMPT,
];

const VIEW: Field = optional("view", Rule::OneOf(SKETCH_VIEWS));

/// A sketch of an interior (2.3).
pub const SKETCH_INTERIOR: &[Field] = &[
    TOOL,
    FIELD,
    optional("type", Rule::OneOf(INTERIOR_TYPES)),
    optional("style", Rule::OneOf(INTERIOR_STYLES)),
    VIEW,
];

/// A sketch of an exterior (2.3).
pub const SKETCH_EXTERIOR: &[Field] = &[
    TOOL,
    FIELD,
    optional("type", Rule::OneOf(EXTERIOR_TYPES)),
    optional("style", Rule::OneOf(EXTERIOR_STYLES)),
    VIEW,
];

/// An empty room (2.4).
pub const EMPTY_ROOM: &[Field] = &[TOOL];

/// Staging by preset (2.5).
pub const STAGING_PRESET: &[Field] = &[
    TOOL,
    STAGING_ACTION,
    required("type", Rule::OneOf(STAGING_TYPES)),
    required("style", Rule::OneOf(STAGING_STYLES)),
];

/// Staging by reference (2.5).
pub const STAGING_REFERENCE: &[Field] = &[TOOL, STAGING_ACTION, required("reference_file_urls", Rule::Urls)];

/// Staging with an unknown action: the fields of all actions.
pub const STAGING_ANY: &[Field] = &[
    TOOL,
    STAGING_ACTION,
    optional("type", Rule::OneOf(STAGING_TYPES)),
    optional("style", Rule::OneOf(STAGING_STYLES)),
    optional("reference_file_urls", Rule::Urls),
];

/// Removing the masked area (2.6).
pub const EDIT_REMOVE: &[Field] = &[TOOL, EDIT_ACTION, MASK, FIELD];

/// A new material for the masked area (2.6).
pub const EDIT_MATERIAL: &[Field] =
    &[TOOL, EDIT_ACTION, MASK, FIELD, required("material", Rule::OneOf(EDIT_MATERIALS))];

/// A text prompt for the masked area (2.6).
pub const EDIT_PROMPT: &[Field] = &[TOOL, EDIT_ACTION, MASK, FIELD, required("prompt", Rule::Text)];

/// An object in the masked area, interior (2.6).
pub const EDIT_OBJECT_INTERIOR: &[Field] =
    &[TOOL, EDIT_ACTION, MASK, FIELD, required("object", Rule::Object(INTERIOR_OBJECTS))];

/// An object in the masked area, exterior (2.6).
pub const EDIT_OBJECT_EXTERIOR: &[Field] =
    &[TOOL, EDIT_ACTION, MASK, FIELD, required("object", Rule::Object(EXTERIOR_OBJECTS))];

/// An edit with an unknown action: the fields of all actions.
pub const EDIT_ANY: &[Field] = &[
    TOOL,
    EDIT_ACTION,
    MASK,
    FIELD,
    optional("material", Rule::OneOf(EDIT_MATERIALS)),
    optional("prompt", Rule::Text),
    optional("object", Rule::Object(INTERIOR_OBJECTS)),
];

/// The fields of a request with this `tool`, `action` and `field`; `None` for an unknown tool.
#[must_use]
pub fn fields(tool: Option<&str>, action: Option<&str>, exterior: bool) -> Option<&'static [Field]> {
    Some(match (tool, action) {
        (None, _) if exterior => EXTERIOR,
        (None, _) => INTERIOR,
        (Some("sketch"), _) if exterior => SKETCH_EXTERIOR,
        (Some("sketch"), _) => SKETCH_INTERIOR,
        (Some("empty-room"), _) => EMPTY_ROOM,
        (Some("virtual-staging"), Some("preset")) => STAGING_PRESET,
        (Some("virtual-staging"), Some("reference")) => STAGING_REFERENCE,
        (Some("virtual-staging"), _) => STAGING_ANY,
        (Some("edit"), Some("remove")) => EDIT_REMOVE,
        (Some("edit"), Some("material")) => EDIT_MATERIAL,
        (Some("edit"), Some("prompt")) => EDIT_PROMPT,
        (Some("edit"), Some("object")) if exterior => EDIT_OBJECT_EXTERIOR,
        (Some("edit"), Some("object")) => EDIT_OBJECT_INTERIOR,
        (Some("edit"), _) => EDIT_ANY,
        _ => return None,
    })
}
