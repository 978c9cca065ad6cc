//! Every option of the service, spelled as the service spells it, with the label its documentation gives
//! (sections 2.3 to 2.7). One table serves the TypeScript unions, `catalog()`, validation and the sandbox.

/// One value an option can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What travels to the service.
    pub value: &'static str,
    /// What a person reads.
    pub label: &'static str,
}

/// Whether `value` is among `choices`.
#[must_use]
pub fn contains(choices: &[Choice], value: &str) -> bool {
    choices.iter().any(|choice| choice.value == value)
}

/// Declares each table as a constant, and its union of literals for TypeScript in `TYPESCRIPT`.
macro_rules! options {
    ($($(#[doc = $doc:literal])+ $union:ident = $table:ident { $($value:literal: $label:literal,)+ })+) => {
        $($(#[doc = $doc])+ pub const $table: &[Choice] = &[$(Choice { value: $value, label: $label }),+];)+

        /// The tables as TypeScript unions, for the declarations of the package.
        pub const TYPESCRIPT: &str = concat!($(
            "/**", $($doc),+, " */\nexport type ", stringify!($union), " =", $("\n  | \"", $value, "\""),+, ";\n\n"
        ),+);
    };
}

options! {
    /// What a photo shows (2, query parameters).
    RenderField = FIELDS {
        "interior": "Interior",
        "exterior": "Exterior",
    }

    /// The tools; a plain render has none (2.3 to 2.6).
    Tool = TOOLS {
        "sketch": "Sketch",
        "empty-room": "Empty Room",
        "virtual-staging": "Virtual Staging",
        "edit": "Edit",
    }

    /// How to stage (2.5).
    StagingAction = STAGING_ACTIONS {
        "preset": "Preset",
        "reference": "Reference",
    }

    /// How to edit (2.6).
    EditAction = EDIT_ACTIONS {
        "object": "Object",
        "remove": "Remove",
        "material": "Material",
        "prompt": "Prompt",
    }

    /// Kind of interior space (2.7.1).
    InteriorType = INTERIOR_TYPES {
        "no-type": "No specific interior type",
        "living-room": "Living Room",
        "kitchen": "Kitchen",
        "bedroom": "Bedroom",
        "bathroom": "Bathroom",
        "attic": "Attic",
        "dining-room": "Dining Room",
        "study-room": "Study Room",
        "home-office": "Home Office",
        "gaming-room": "Gaming Room",
        "house-exterior": "House Exterior",
        "outdoor-pool-area": "Outdoor Pool Area",
        "outdoor-patio": "Outdoor Patio",
        "outdoor-garden": "Outdoor Garden",
        "meeting-room": "Meeting Room",
        "workshop": "Workshop",
        "fitness-gym": "Fitness Gym",
        "coffee-shop": "Coffee Shop",
        "clothing-store": "Clothing Store",
        "walk-in-closet": "Walk-in Closet",
        "toilet": "Toilet",
        "restaurant": "Restaurant",
        "office": "Office",
        "coworking-space": "Coworking Space",
        "hotel-lobby": "Hotel Lobby",
        "hotel-room": "Hotel Room",
        "hotel-bathroom": "Hotel Bathroom",
        "exhibition-space": "Exhibition Space",
        "onsen": "Onsen",
        "mudroom": "Mudroom",
    }

    /// Design style of an interior (2.7.1).
    InteriorStyle = INTERIOR_STYLES {
        "no-style": "No Style",
        "minimalist-haven": "Minimalist Haven",
        "modern-fusion": "Modern Fusion",
        "contemporary-elegance": "Contemporary Elegance",
        "industrial-loft": "Industrial Loft",
        "bohemian-oasis": "Bohemian Oasis",
        "coastal-breeze": "Coastal Breeze",
        "desert-retreat": "Desert Retreat",
        "mountain-escape": "Mountain Escape",
        "victorian-elegance": "Victorian Elegance",
        "art-deco-glamour": "Art Deco Glamour",
        "mid-century-modern": "Mid-Century Modern",
        "french-country-charm": "French Country Charm",
        "colonial-classic": "Colonial Classic",
        "scandinavian-sanctuary": "Scandinavian Sanctuary",
        "japanese-zen": "Japanese Zen",
        "moroccan-mystique": "Moroccan Mystique",
        "mediterranean-retreat": "Mediterranean Retreat",
        "indian-exuberance": "Indian Exuberance",
        "travelers-trove": "Traveler's Trove",
        "cyber-eclectic-fusion": "Cyber Eclectic Fusion",
        "neon-noir": "Neon Noir",
        "techno-wonderland": "Techno Wonderland",
        "retro-futurism": "Retro Futurism",
        "digital-zen": "Digital Zen",
        "rustic": "Rustic",
        "vintage": "Vintage",
        "shabby-chic": "Shabby Chic",
    }

    /// Colour palette of an interior (2.7.1).
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
        "single-family-home": "Single Family Home",
        "apartment-complex": "Apartment Complex",
        "townhouse": "Townhouse",
        "condominium": "Condominium",
        "co-housing-community": "Co-Housing Community",
        "office-building": "Office Building",
        "retail-store": "Retail Store",
        "shopping-mall": "Shopping Mall",
        "restaurant": "Restaurant",
        "bank": "Bank",
        "factory": "Factory",
        "warehouse": "Warehouse",
        "distribution-center": "Distribution Center",
        "power-plant": "Power Plant",
        "data-center": "Data Center",
        "school": "School",
        "university": "University",
        "hospital": "Hospital",
        "courthouse": "Courthouse",
        "police-station": "Police Station",
        "sports-arena": "Sports Arena",
        "theater": "Theater",
        "concert-hall": "Concert Hall",
        "amusement-park": "Amusement Park",
        "swimming-pool": "Swimming Pool",
        "barn": "Barn",
        "silo": "Silo",
        "greenhouse": "Greenhouse",
        "animal-shelter": "Animal Shelter",
        "farmhouse": "Farmhouse",
        "airport-terminal": "Airport Terminal",
        "train-station": "Train Station",
        "bus-station": "Bus Station",
        "parking-garage": "Parking Garage",
        "subway-station": "Subway Station",
        "hotel": "Hotel",
        "motel": "Motel",
        "bed-and-breakfast": "Bed and Breakfast",
        "resort": "Resort",
        "hostel": "Hostel",
        "museum": "Museum",
        "art-gallery": "Art Gallery",
        "library": "Library",
        "performing-arts-center": "Performing Arts Center",
    }

    /// Design style of a building (2.7.2).
    ExteriorStyle = EXTERIOR_STYLES {
        "no-style": "No Style",
        "sleek-international": "Sleek International",
        "eco-futurism": "Eco Futurism",
        "high-tech": "High Tech",
        "biomorphic": "Biomorphic",
        "neo-futurism": "Neo Futurism",
        "smart-city": "Smart City",
        "space-colony": "Space Colony",
        "glassy-minimalist": "Minimalisme Verrier",
        "dynamic-parametric": "Dynamic Parametric",
        "eco-friendly-sustainable": "Eco-friendly Sustainable",
        "expressive-high-tech": "Expressive High-tech",
        "warm-wooden-modern": "Warm Wooden Modern",
        "cantilevered-contemporary": "Cantilevered Contemporary",
        "warehouse-conversion": "Warehouse Conversion",
        "factory-loft": "Factory Loft",
        "steel-frame-vintage": "Steel Frame Vintage",
        "industrial-chic-townhouse": "Industrial Chic Townhouse",
        "repurposed-factory": "Repurposed Factory",
        "industrial-farmhouse": "Industrial Farmhouse",
        "enchanting-gothic": "Enchanting Gothic",
        "opulent-baroque": "Opulent Baroque",
        "earthy-vernacular": "Earthy Vernacular",
        "graceful-moorish": "Graceful Moorish",
        "whimsical-art-deco": "Whimsical Art Deco",
        "intricate-tudor": "Intricate Tudor",
        "bold-brutalist": "Bold Brutalist",
        "playful-post-modern": "Playful Post-Modern",
        "serene-scandinavian": "Serene Scandinavian",
        "curvaceous-organic": "Curvaceous Organic",
        "dramatic-deconstructivist": "Dramatic Deconstructivist",
        "romanesque-revival": "Romanesque Revival",
        "spanish-revival": "Spanish Revival",
        "colonial-revival": "Colonial Revival",
        "gothic-revival": "Gothic Revival",
        "art-nouveau-revival": "Art Nouveau Revival",
        "neogothic-revival": "Neogothic Revival",
        "adobe-pueblo": "Adobe Pueblo",
        "new-england-cottage": "New England Cottage",
        "tropical-bamboo": "Tropical Bamboo",
        "mediterranean-village": "Mediterranean Village",
        "african-mud-hut": "African Mud Hut",
        "scandinavian-log-cabin": "Scandinavian Log Cabin",
        "ancient-egyptian": "Ancient Egyptian",
        "greek-classical": "Greek Classical",
        "roman-imperial": "Roman Imperial",
        "pre-columbian-mesoamerican": "Pre-Columbian Mesoamerican",
        "ancient-chinese": "Ancient Chinese",
        "ancient-indian": "Ancient Indian",
        "islamic-moorish": "Islamic Moorish",
        "islamic-ottoman": "Islamic Ottoman",
        "islamic-persian": "Islamic Persian",
        "islamic-mughal": "Islamic Mughal",
        "islamic-fatimid": "Islamic Fatimid",
        "islamic-seljuk": "Islamic Seljuk",
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

    /// Time of day of the light (2.7.3).
    Daylight = DAYLIGHTS {
        "midday": "Midday",
        "night": "Night",
        "sunset": "Sunset",
        "sunrise": "Sunrise",
    }

    /// Season shown (2.7.3).
    Season = SEASONS {
        "spring": "Blooming flowers, fresh greenery",
        "summer": "Vibrant greens, full foliage",
        "autumn": "Fall colors, orange/red foliage",
        "winter": "Snow-covered, bare trees",
    }

    /// How far a render may depart from the photo (2.7.3).
    Creativity = CREATIVITIES {
        "precise": "Stays very close to the original image",
        "balanced": "Moderate changes while maintaining original structure",
        "creative": "More significant artistic interpretation",
    }

    /// Kind of room to stage (2.5).
    StagingType = STAGING_TYPES {
        "living-room": "Living Room",
        "dining-room": "Dining Room",
        "kitchen": "Kitchen",
        "bedroom": "Bedroom",
        "bathroom": "Bathroom",
        "office": "Office",
        "meeting-room": "Meeting Room",
        "restaurant": "Restaurant",
    }

    /// Furniture style to stage with (2.5).
    StagingStyle = STAGING_STYLES {
        "modern": "Modern",
        "scandinavian": "Scandinavian",
        "mediterranean": "Mediterranean",
        "industrial": "Industrial",
        "american-vintage": "American Vintage",
        "neo-classical": "Neo-Classical",
        "luxury": "Luxury",
        "futuristic": "Futuristic",
    }

    /// What a sketch shows (2.3).
    SketchView = SKETCH_VIEWS {
        "drawing": "Drawing",
        "floorplan": "Floorplan",
        "section": "Section",
        "elevation": "Elevation",
    }

    /// Material for a masked surface (2.6).
    EditMaterial = EDIT_MATERIALS {
        "pine": "Pine",
        "oak": "Oak",
        "walnut": "Walnut",
        "marble": "Marble",
        "granite": "Granite",
        "limestone": "Limestone",
        "leather": "Leather",
        "fabrics": "Fabrics",
        "carpet": "Carpet",
        "paint": "Paint",
        "plaster": "Plaster",
        "wallpaper": "Wallpaper",
        "brick": "Brick",
        "unglazed-tiles": "Unglazed Tiles",
        "glazed-tiles": "Glazed Tiles",
        "mirror": "Mirror",
        "clear-glass": "Clear Glass",
        "frosted-glass": "Frosted Glass",
        "steel": "Steel",
        "bronze": "Bronze",
        "aluminum": "Aluminum",
        "polished-concrete": "Polished Concrete",
        "exposed-concrete": "Exposed Concrete",
        "stone-veneer": "Stone Veneer",
    }

    /// Names of the edit object category `furniture` (2.6).
    Furniture = FURNITURE {
        "sofa": "Sofa",
        "table": "Table",
        "chair": "Chair",
        "cabinet": "Cabinet",
        "shelves": "Shelves",
        "kitchen-island": "Kitchen Island",
        "desk": "Desk",
        "bed": "Bed",
    }

    /// Names of the edit object category `decoration` (2.6).
    Decoration = DECORATIONS {
        "painting": "Painting",
        "wall-clock": "Wall Clock",
        "book": "Book",
        "bottle": "Bottle",
        "fruit": "Fruit",
        "potted-plant": "Potted Plant",
        "vase-with-flower": "Vase with Flower",
        "lamp": "Lamp",
    }

    /// Names of the edit object category `creature` (2.6).
    Creature = CREATURES {
        "child": "Child",
        "standing-man": "Standing Man",
        "sitting-man": "Sitting Man",
        "standing-woman": "Standing Woman",
        "sitting-woman": "Sitting Woman",
        "dog": "Dog",
        "cat": "Cat",
    }

    /// Names of the edit object category `street_landscape` (2.6).
    StreetLandscape = STREET_LANDSCAPES {
        "tree": "Tree",
        "bush": "Bush",
        "potted-plant": "Potted Plant",
        "flower": "Flower",
        "grass": "Grass",
        "bunch-of-rocks": "Bunch of Rocks",
        "pond": "Pond",
    }

    /// Names of the edit object category `street_furniture` (2.6).
    StreetFurniture = STREET_FURNITURE {
        "car": "Car",
        "scooter": "Scooter",
        "bicycle": "Bicycle",
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
        "one-child": "One Child",
        "one-old-people": "One Old Person",
        "one-sitting-people-on-an-object": "One Person Sitting on an Object",
        "a-group-of-people": "Group of People",
        "dog": "Dog",
        "cat": "Cat",
        "bird": "Bird",
    }

}

/// A category of objects that an edit can place, and what is in it (2.6).
#[derive(Clone, Copy, Debug)]
pub struct Category {
    /// The service's name of the category.
    pub value: &'static str,
    /// The names in it.
    pub names: &'static [Choice],
}

/// Object categories of an interior edit (2.6).
pub const INTERIOR_OBJECTS: &[Category] = &[
    Category { value: "furniture", names: FURNITURE },
    Category { value: "decoration", names: DECORATIONS },
    Category { value: "creature", names: CREATURES },
];

/// Object categories of an exterior edit (2.6).
pub const EXTERIOR_OBJECTS: &[Category] = &[
    Category { value: "street_landscape", names: STREET_LANDSCAPES },
    Category { value: "street_furniture", names: STREET_FURNITURE },
    Category { value: "street_creature", names: STREET_CREATURES },
];
