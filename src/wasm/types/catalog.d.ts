/** A value of an option, with its label. */
export interface Option {
  /** The value to send. */
  value: string;
  /** The service's label or description. */
  label: string;
}

/** All options of the service with their labels. */
export interface Catalog {
  /** Options of a plain interior render (2.7.1). */
  interior: { type: Option[]; style: Option[]; color: Option[] };
  /** Options of a plain exterior render (2.7.2). */
  exterior: { type: Option[]; style: Option[]; sky: Option[]; landscape: Option[] };
  /** Options of both (2.7.2, 2.7.3). */
  shared: { architectural_material: Option[]; daylight: Option[]; season: Option[]; creativity: Option[] };
  /** Options of virtual staging with a preset (2.5). */
  staging: { type: Option[]; style: Option[] };
  /** Options of an edit (2.6): materials, and the objects of each field by category. */
  edit: EditCatalog;
  /** Options of a sketch (2.3). */
  sketch: { view: Option[] };
}

/** Options of an edit. */
export interface EditCatalog {
  /** Materials for a masked surface. */
  material: Option[];
  /** Objects to add, by field and category. */
  objects: { interior: Record<string, Option[]>; exterior: Record<string, Option[]> };
}
