/** What a render changed in a photo, as part of a disclosure. */
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

/** A statement of its own, which stands before the list of other changes. */
export type StatementKind = "staged" | "fromDrawing" | "fromFloorplan" | "fromSection" | "fromElevation" | "enlarged";

/** Texts of disclosures. */
export interface DisclosureTexts {
  /** `{changes}` */
  readonly alteredIn: string;
  readonly statements: Readonly<Record<StatementKind, string>>;
  /** Parts of the list in `alteredIn`. */
  readonly changes: Readonly<Record<AlterationKind, string>>;
}
