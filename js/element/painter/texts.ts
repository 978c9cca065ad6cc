/** What the mask painter says. */
export interface PainterTexts {
  /** The name of the surface. */
  readonly surface: string;
  /** What the surface is, for a screen reader. */
  readonly role: string;
  readonly hint: string;
  readonly keys: string;
  readonly tools: string;
  readonly brush: string;
  readonly rectangle: string;
  readonly lasso: string;
  readonly move: string;
  readonly ink: string;
  readonly mark: string;
  readonly erase: string;
  readonly size: string;
  readonly hardness: string;
  readonly undo: string;
  readonly redo: string;
  readonly invert: string;
  readonly clear: string;
  /** The group of undo, redo and the like. */
  readonly steps: string;
  readonly zoom: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly zoomWhole: string;
  /** Announcements. `{left}`, `{top}`, `{width}`, `{height}`, in percent of the photo */
  readonly frameAt: string;
  /** `{percent}` */
  readonly marked: string;
  readonly nothingMarked: string;
  readonly nothingToUndo: string;
  readonly nothingToRedo: string;
  /** `{percent}` */
  readonly zoomed: string;
  /** `{count}` */
  readonly corner: string;
  readonly dropped: string;
}
