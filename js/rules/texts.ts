// The texts of statements. English is built in; the elements have other languages.

/** What a render altered in a photo, as part of a statement. */
export type AlterationKind =
  | "emptied"
  | "interior"
  | "exterior"
  | "architecture"
  | "buildingMaterial"
  | "colors"
  | "timeOfDay"
  | "season"
  | "sky"
  | "surroundings"
  | "details"
  | "objectsRemoved"
  | "surfaceMaterial"
  | "furnitureAdded"
  | "decorAdded"
  | "peopleAdded"
  | "animalsAdded"
  | "landscapingAdded"
  | "streetFurnitureAdded"
  | "vehiclesAdded"
  | "partChanged";

/** A sentence of its own, before the list of other alterations. */
export type StatementKind = "staged" | "fromDrawing" | "fromFloorplan" | "fromSection" | "fromElevation" | "enlarged";

/** Texts of disclosures. */
export interface DisclosureTexts {
  /** `{changes}` */
  readonly alteredIn: string;
  /** `{url}` of the original photo */
  readonly originalAt: string;
  readonly statements: Readonly<Record<StatementKind, string>>;
  /** Parts of the list in `alteredIn`. */
  readonly changes: Readonly<Record<AlterationKind, string>>;
}

/** The texts for statements: a part of what `loadTexts()` of `reroom/element` returns. */
export interface StatementTexts {
  readonly compare: {
    /** The statement if it is not known what was altered. */
    readonly altered: string;
  };
  readonly disclosure: DisclosureTexts;
}

/** English. */
export const english: StatementTexts = {
  compare: { altered: "Digitally altered" },
  disclosure: {
    alteredIn: "Digitally altered: {changes}",
    originalAt: "The unaltered image can be accessed at {url}",
    statements: {
      staged: "Virtually staged",
      fromDrawing: "Computer-generated from a drawing",
      fromFloorplan: "Computer-generated from a floor plan",
      fromSection: "Computer-generated from a section drawing",
      fromElevation: "Computer-generated from an elevation drawing",
      enlarged: "Digitally enlarged",
    },
    changes: {
      emptied: "furniture and belongings removed",
      interior: "furniture, decor, surfaces",
      exterior: "building exterior",
      architecture: "architectural details",
      buildingMaterial: "building materials",
      colors: "colors",
      timeOfDay: "time of day",
      season: "season",
      sky: "sky",
      surroundings: "surroundings",
      details: "other details",
      objectsRemoved: "objects removed",
      surfaceMaterial: "surface materials",
      furnitureAdded: "furniture added",
      decorAdded: "decor added",
      peopleAdded: "people added",
      animalsAdded: "animals added",
      landscapingAdded: "landscaping added",
      streetFurnitureAdded: "street furniture added",
      vehiclesAdded: "vehicles added",
      partChanged: "part of the photo",
    },
  },
};

/** Replaces each `{name}` in a text with its value. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
