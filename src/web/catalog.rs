//! `catalog()`: every option with its label, for building forms.

use super::error::to_js;
use crate::api::options::*;
use serde::Serialize;
use serde::ser::SerializeMap;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

/// One value an option can take, and what a person reads.
#[derive(Serialize, Tsify)]
pub struct Option {
    /// What travels to the service.
    #[tsify(type = "string")]
    pub value: &'static str,
    /// The service's label or description.
    #[tsify(type = "string")]
    pub label: &'static str,
}

/// Every option of the service with its label.
#[derive(Serialize, Tsify)]
pub struct Catalog {
    /// Options of a plain interior render (2.7.1).
    #[tsify(type = "{ type: Option[]; style: Option[]; color: Option[] }")]
    pub interior: Group,
    /// Options of a plain exterior render (2.7.2).
    #[tsify(type = "{ type: Option[]; style: Option[]; sky: Option[]; landscape: Option[] }")]
    pub exterior: Group,
    /// Options of both (2.7.2, 2.7.3).
    #[tsify(type = "{ architectural_material: Option[]; daylight: Option[]; season: Option[]; creativity: Option[] }")]
    pub shared: Group,
    /// Options of virtual staging by preset (2.5).
    #[tsify(type = "{ type: Option[]; style: Option[] }")]
    pub staging: Group,
    /// Options of an edit (2.6): materials, and the objects of each field by category.
    pub edit: EditCatalog,
    /// Options of a sketch (2.3).
    #[tsify(type = "{ view: Option[] }")]
    pub sketch: Group,
}

/// Options of an edit.
#[derive(Serialize, Tsify)]
pub struct EditCatalog {
    /// Materials for a masked surface.
    #[tsify(type = "Option[]")]
    pub material: List,
    /// Objects to place, by field and category.
    #[tsify(type = "{ interior: Record<string, Option[]>; exterior: Record<string, Option[]> }")]
    pub objects: Objects,
}

/// Objects by field.
#[derive(Serialize)]
pub struct Objects {
    interior: Group,
    exterior: Group,
}

/// A list of options.
pub struct List(&'static [Choice]);

impl Serialize for List {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|choice| Option { value: choice.value, label: choice.label }))
    }
}

/// Lists of options by name.
pub struct Group(Vec<(&'static str, &'static [Choice])>);

impl Serialize for Group {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, choices) in &self.0 {
            map.serialize_entry(name, &List(choices))?;
        }
        map.end()
    }
}

fn objects(categories: &'static [Category]) -> Group {
    Group(categories.iter().map(|category| (category.value, category.names)).collect())
}

/// Every option with its label, for building forms; a new object at each call.
///
/// The values are spelled as the service spells them. (API page, sections 2.3 to 2.7.)
#[wasm_bindgen(unchecked_return_type = "Catalog")]
#[must_use]
pub fn catalog() -> JsValue {
    to_js(&Catalog {
        interior: Group(vec![("type", INTERIOR_TYPES), ("style", INTERIOR_STYLES), ("color", INTERIOR_COLORS)]),
        exterior: Group(vec![
            ("type", EXTERIOR_TYPES),
            ("style", EXTERIOR_STYLES),
            ("sky", SKIES),
            ("landscape", LANDSCAPES),
        ]),
        shared: Group(vec![
            ("architectural_material", ARCHITECTURAL_MATERIALS),
            ("daylight", DAYLIGHTS),
            ("season", SEASONS),
            ("creativity", CREATIVITIES),
        ]),
        staging: Group(vec![("type", STAGING_TYPES), ("style", STAGING_STYLES)]),
        edit: EditCatalog {
            material: List(EDIT_MATERIALS),
            objects: Objects { interior: objects(INTERIOR_OBJECTS), exterior: objects(EXTERIOR_OBJECTS) },
        },
        sketch: Group(vec![("view", SKETCH_VIEWS)]),
    })
}
