//! All options of the service, in the service's spelling, with the labels of its documentation (sections 2.3 to 2.7). The
//! TypeScript unions, `catalog()`, validation and the sandbox use the same tables.

use crate::text::split_once;

/// One value of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value sent to the service.
    pub value: &'static str,
    /// The label, unless it follows from the value.
    custom_label: Option<&'static str>,
}

impl Choice {
    /// The label for people, usually the value in title case.
    #[must_use]
    pub fn label(&self) -> String {
        if let Some(label) = self.custom_label {
            return label.to_owned();
        }
        let mut label = String::new();
        let mut word_start = true;
        for letter in self.value.bytes() {
            label.push(match letter {
                b'-' => ' ',
                letter if word_start => letter.to_ascii_uppercase().into(),
                letter => letter.into(),
            });
            word_start = letter == b'-';
        }
        label
    }
}

/// A list of options as one text, one `value` or `value:label` per line. An array's pointers would take as many bytes as
/// the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices(&'static str);

impl Choices {
    /// All options, in the service's order.
    #[must_use]
    pub fn all(self) -> Vec<Choice> {
        let (mut all, mut rest) = (Vec::new(), self.0);
        while let Some((line, after)) = split_once(rest, b'\n') {
            let (value, custom_label) =
                split_once(line, b':').map_or((line, None), |(value, label)| (value, Some(label)));
            all.push(Choice { value, custom_label });
            rest = after;
        }
        all
    }

    /// The values alone.
    #[must_use]
    pub fn values(self) -> Vec<&'static str> {
        let mut values = Vec::new();
        for choice in self.all() {
            values.push(choice.value);
        }
        values
    }
}

/// The tools of a job: those of a render, and upscaling.
pub const JOB_TOOLS: Choices = Choices("sketch\nempty-room\nvirtual-staging\nedit\nupscale\n");

/// Whether `value` is among `choices`.
#[must_use]
pub fn contains(choices: Choices, value: &str) -> bool {
    choices.values().contains(&value)
}

/// Declares one constant per table, and all of them as TypeScript unions in `TYPESCRIPT`.
macro_rules! options {
    ($($(#[doc = $doc:literal])+ $union:ident = $table:ident { $($value:literal $(: $label:literal)?,)+ })+) => {
        $($(#[doc = $doc])+ pub const $table: Choices = Choices(concat!($($value, $(":", $label,)? "\n"),+));)+

        /// The tables as TypeScript unions, for the package's declarations.
        pub const TYPESCRIPT: &str = concat!($(
            "/**", $($doc),+, " */\nexport type ", stringify!($union), " =", $("\n  | \"", $value, "\""),+, ";\n\n"
        ),+);
    };
}

options! {
    /// Whether a photo shows an interior or an exterior (2, query parameters).
    RenderField = FIELDS {
        "interior",
        "exterior",
    }

    /// The tools (2.3 to 2.6). A plain render has none.
    Tool = TOOLS {
        "sketch",
        "empty-room",
        "virtual-staging",
        "edit",
    }

    /// Source of the staging style (2.5).
    StagingAction = STAGING_ACTIONS {
        "preset",
        "reference",
    }

    /// Kind of edit (2.6).
    EditAction = EDIT_ACTIONS {
        "object",
        "remove",
        "material",
        "prompt",
    }

    /// Kind of interior space (2.7.1).
    InteriorType = INTERIOR_TYPES {
        "no-type": "No specific interior type",
        "living-room",
        "kitchen",
        "bedroom",
        "bathroom",
        "attic",
        "dining-room",
        "study-room",
        "home-office",
        "gaming-room",
        "house-exterior",
        "outdoor-pool-area",
        "outdoor-patio",
        "outdoor-garden",
        "meeting-room",
        "workshop",
        "fitness-gym",
        "coffee-shop",
        "clothing-store",
        "walk-in-closet": "Walk-in Closet",
        "toilet",
        "restaurant",
        "office",
        "coworking-space",
        "hotel-lobby",
        "hotel-room",
        "hotel-bathroom",
        "exhibition-space",
        "onsen",
        "mudroom",
    }

    /// Design style of an interior (2.7.1).
    InteriorStyle = INTERIOR_STYLES {
        "no-style",
        "minimalist-haven",
        "modern-fusion",
        "contemporary-elegance",
        "industrial-loft",
        "bohemian-oasis",
        "coastal-breeze",
        "desert-retreat",
        "mountain-escape",
        "victorian-elegance",
        "art-deco-glamour",
        "mid-century-modern": "Mid-Century Modern",
        "french-country-charm",
        "colonial-classic",
        "scandinavian-sanctuary",
        "japanese-zen",
        "moroccan-mystique",
        "mediterranean-retreat",
        "indian-exuberance",
        "travelers-trove": "Traveler's Trove",
        "cyber-eclectic-fusion",
        "neon-noir",
        "techno-wonderland",
        "retro-futurism",
        "digital-zen",
        "rustic",
        "vintage",
        "shabby-chic",
    }

    /// Color palette of an interior (2.7.1).
    InteriorColor = INTERIOR_COLORS {
        "warm-earth-tones": "Browns, terracottas, and warm neutrals",
        "historical-romance": "Muted, vintage-inspired colors",
        "laid-back-blues": "Calming blue palette",
        "palm-springs-modern": "Bright retro-inspired colors",
        "sweet-pastels": "Soft, light color palette",
        "rich-jewel-tones": "Deep, saturated colors",
        "desert-chic": "Warm, sand-inspired neutrals",
        "forest-inspired": "Natural greens and browns",
        "high-contrast-neutrals": "Black, white, and gray combinations",
        "airy-neutrals": "Light, barely-there neutrals",
        "coastal-neutrals": "Beach-inspired light colors",
        "ecletic-boho": "Mix of bright, diverse colors",
    }

    /// Kind of building (2.7.2).
    ExteriorType = EXTERIOR_TYPES {
        "no-type": "No specific building type",
        "single-family-home",
        "apartment-complex",
        "townhouse",
        "condominium",
        "co-housing-community": "Co-Housing Community",
        "office-building",
        "retail-store",
        "shopping-mall",
        "restaurant",
        "bank",
        "factory",
        "warehouse",
        "distribution-center",
        "power-plant",
        "data-center",
        "school",
        "university",
        "hospital",
        "courthouse",
        "police-station",
        "sports-arena",
        "theater",
        "concert-hall",
        "amusement-park",
        "swimming-pool",
        "barn",
        "silo",
        "greenhouse",
        "animal-shelter",
        "farmhouse",
        "airport-terminal",
        "train-station",
        "bus-station",
        "parking-garage",
        "subway-station",
        "hotel",
        "motel",
        "bed-and-breakfast": "Bed and Breakfast",
        "resort",
        "hostel",
        "museum",
        "art-gallery",
        "library",
        "performing-arts-center",
    }

    /// Design style of a building (2.7.2).
    ExteriorStyle = EXTERIOR_STYLES {
        "no-style",
        "sleek-international",
        "eco-futurism",
        "high-tech",
        "biomorphic",
        "neo-futurism",
        "smart-city",
        "space-colony",
        "glassy-minimalist": "Minimalisme Verrier",
        "dynamic-parametric",
        "eco-friendly-sustainable": "Eco-friendly Sustainable",
        "expressive-high-tech": "Expressive High-tech",
        "warm-wooden-modern",
        "cantilevered-contemporary",
        "warehouse-conversion",
        "factory-loft",
        "steel-frame-vintage",
        "industrial-chic-townhouse",
        "repurposed-factory",
        "industrial-farmhouse",
        "enchanting-gothic",
        "opulent-baroque",
        "earthy-vernacular",
        "graceful-moorish",
        "whimsical-art-deco",
        "intricate-tudor",
        "bold-brutalist",
        "playful-post-modern": "Playful Post-Modern",
        "serene-scandinavian",
        "curvaceous-organic",
        "dramatic-deconstructivist",
        "romanesque-revival",
        "spanish-revival",
        "colonial-revival",
        "gothic-revival",
        "art-nouveau-revival",
        "neogothic-revival",
        "adobe-pueblo",
        "new-england-cottage",
        "tropical-bamboo",
        "mediterranean-village",
        "african-mud-hut",
        "scandinavian-log-cabin",
        "ancient-egyptian",
        "greek-classical",
        "roman-imperial",
        "pre-columbian-mesoamerican": "Pre-Columbian Mesoamerican",
        "ancient-chinese",
        "ancient-indian",
        "islamic-moorish",
        "islamic-ottoman",
        "islamic-persian",
        "islamic-mughal",
        "islamic-fatimid",
        "islamic-seljuk",
    }

    /// Sky over a building (2.7.2).
    Sky = SKIES {
        "clear": "Clear Sky",
        "cloudy": "Cloudy Sky",
        "rainy": "Rainy Sky",
        "snowy": "Snowy Sky",
        "misty": "Misty Sky",
    }

    /// Surroundings of a building (2.7.2).
    Landscape = LANDSCAPES {
        "cityscape": "Urban environment with buildings",
        "countryside": "Rural setting with fields",
        "forest": "Wooded natural environment",
        "desert": "Arid landscape with minimal vegetation",
        "mountain": "Elevated terrain with peaks",
        "coastal": "Oceanside environment",
        "tropical": "Lush, exotic vegetation",
        "grassland": "Open field with grasses",
        "tundra": "Cold, treeless arctic landscape",
        "wetland": "Marshy area with water features",
    }

    /// Primary building material (2.7.2).
    ArchitecturalMaterial = ARCHITECTURAL_MATERIALS {
        "concrete": "Modern cement-based material",
        "steel": "Metal structural elements",
        "glass": "Transparent panels and windows",
        "wood": "Natural timber elements",
        "stone": "Natural rock material",
        "brick": "Clay building blocks",
        "bamboo": "Sustainable reed material",
        "clay": "Earth-based material",
        "gypsum": "Mineral-based wall material",
        "plastic": "Synthetic polymer material",
    }

    /// Time of day (2.7.3).
    Daylight = DAYLIGHTS {
        "midday",
        "night",
        "sunset",
        "sunrise",
    }

    /// Season (2.7.3).
    Season = SEASONS {
        "spring": "Blooming flowers, fresh greenery",
        "summer": "Vibrant greens, full foliage",
        "autumn": "Fall colors, orange/red foliage",
        "winter": "Snow-covered, bare trees",
    }

    /// How much a render may differ from the photo (2.7.3).
    Creativity = CREATIVITIES {
        "precise": "Stays very close to the original image",
        "balanced": "Moderate changes while maintaining original structure",
        "creative": "More significant artistic interpretation",
    }

    /// Kind of room (2.5).
    StagingType = STAGING_TYPES {
        "living-room",
        "dining-room",
        "kitchen",
        "bedroom",
        "bathroom",
        "office",
        "meeting-room",
        "restaurant",
    }

    /// Furniture style (2.5).
    StagingStyle = STAGING_STYLES {
        "modern",
        "scandinavian",
        "mediterranean",
        "industrial",
        "american-vintage",
        "neo-classical": "Neo-Classical",
        "luxury",
        "futuristic",
    }

    /// Type of drawing (2.3).
    SketchView = SKETCH_VIEWS {
        "drawing",
        "floorplan",
        "section",
        "elevation",
    }

    /// Material for a masked surface (2.6).
    EditMaterial = EDIT_MATERIALS {
        "pine",
        "oak",
        "walnut",
        "marble",
        "granite",
        "limestone",
        "leather",
        "fabrics",
        "carpet",
        "paint",
        "plaster",
        "wallpaper",
        "brick",
        "unglazed-tiles",
        "glazed-tiles",
        "mirror",
        "clear-glass",
        "frosted-glass",
        "steel",
        "bronze",
        "aluminum",
        "polished-concrete",
        "exposed-concrete",
        "stone-veneer",
    }

    /// Names of the edit object category `furniture` (2.6).
    Furniture = FURNITURE {
        "sofa",
        "table",
        "chair",
        "cabinet",
        "shelves",
        "kitchen-island",
        "desk",
        "bed",
    }

    /// Names of the edit object category `decoration` (2.6).
    Decoration = DECORATIONS {
        "painting",
        "wall-clock",
        "book",
        "bottle",
        "fruit",
        "potted-plant",
        "vase-with-flower": "Vase with Flower",
        "lamp",
    }

    /// Names of the edit object category `creature` (2.6).
    Creature = CREATURES {
        "child",
        "standing-man",
        "sitting-man",
        "standing-woman",
        "sitting-woman",
        "dog",
        "cat",
    }

    /// Names of the edit object category `street_landscape` (2.6).
    StreetLandscape = STREET_LANDSCAPES {
        "tree",
        "bush",
        "potted-plant",
        "flower",
        "grass",
        "bunch-of-rocks": "Bunch of Rocks",
        "pond",
    }

    /// Names of the edit object category `street_furniture` (2.6).
    StreetFurniture = STREET_FURNITURE {
        "car",
        "scooter",
        "bicycle",
        "a-urban-tree": "Urban Tree",
        "a-urban-seating-unit": "Urban Seating Unit",
        "a-public-bench": "Public Bench",
        "a-picnic-table": "Picnic Table",
        "a-street-lamp": "Street Lamp",
        "a-public-sculpture": "Public Sculpture",
        "a-water-fountain": "Water Fountain",
    }

    /// Names of the edit object category `street_creature` (2.6).
    StreetCreature = STREET_CREATURES {
        "one-people": "One Person",
        "one-child",
        "one-old-people": "One Old Person",
        "one-sitting-people-on-an-object": "One Person Sitting on an Object",
        "a-group-of-people": "Group of People",
        "dog",
        "cat",
        "bird",
    }
}

/// A category of objects that an edit can place (2.6).
#[derive(Clone, Copy, Debug)]
pub struct Category {
    /// The category's value.
    pub value: &'static str,
    /// The objects in it.
    pub names: Choices,
}

/// Object categories for interiors (2.6).
pub const INTERIOR_OBJECTS: &[Category] = &[
    Category { value: "furniture", names: FURNITURE },
    Category { value: "decoration", names: DECORATIONS },
    Category { value: "creature", names: CREATURES },
];

/// Object categories for exteriors (2.6).
pub const EXTERIOR_OBJECTS: &[Category] = &[
    Category { value: "street_landscape", names: STREET_LANDSCAPES },
    Category { value: "street_furniture", names: STREET_FURNITURE },
    Category { value: "street_creature", names: STREET_CREATURES },
];

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn label_is_title_case_or_custom() {
        let label =
            |choices: Choices, value| choices.all().into_iter().find(|choice| choice.value == value).map(|c| c.label());
        assert_eq!(label(INTERIOR_TYPES, "living-room").as_deref(), Some("Living Room"));
        assert_eq!(label(INTERIOR_TYPES, "no-type").as_deref(), Some("No specific interior type"));
        assert_eq!(label(INTERIOR_TYPES, "mudroom").as_deref(), Some("Mudroom"), "the last one");
        assert_eq!(label(INTERIOR_STYLES, "mid-century-modern").as_deref(), Some("Mid-Century Modern"));
    }

    #[test]
    fn tables_have_every_documented_option() {
        let counts = [(INTERIOR_TYPES, 30), (INTERIOR_COLORS, 12), (EXTERIOR_STYLES, 55), (STREET_CREATURES, 8)];
        for (choices, count) in counts {
            assert_eq!(choices.values().len(), count);
        }
        assert!(contains(FIELDS, "exterior") && !contains(FIELDS, "Exterior") && !contains(FIELDS, ""));
    }
}
