/** Texts of the mask painter. */
export interface PainterTexts {
  /** Accessible name of the drawing area. */
  readonly surface: string;
  /** Role description of the drawing area, for screen readers. */
  readonly role: string;
  readonly hint: string;
  readonly keys: string;
  readonly tools: string;
  /** The tool that selects things. */
  readonly select: string;
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
  /** Accessible name of the group with undo, redo, invert and clear. */
  readonly steps: string;
  readonly zoom: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly zoomWhole: string;
  /** Screen reader announcement. `{left}`, `{top}`, `{width}`, `{height}`, in percent of the photo */
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
  readonly box: string;
  readonly outline: string;
  readonly stroke: string;
  readonly selecting: string;
  /** Shown if a selection is probably wrong. */
  readonly unsure: string;
  /** Shown if a selection failed. */
  readonly notSelected: string;
  /** How to use a tool. */
  readonly tipBox: string;
  readonly tipOutline: string;
  readonly tipStroke: string;
  /** How to correct a selection. */
  readonly tipCorrect: string;
  readonly tipRectangle: string;
  readonly tipLasso: string;
  readonly tipMove: string;
  /** Accessible name of the button that shows the actions from `grow` to `clear`. */
  readonly more: string;
  readonly grow: string;
  readonly shrink: string;
  readonly smooth: string;
  readonly fullScreen: string;
  readonly exitFullScreen: string;
  /** Screen reader announcement. `{percent}` of the photo's width */
  readonly sizeIs: string;
}
