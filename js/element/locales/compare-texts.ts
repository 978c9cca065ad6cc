/** Texts of `<reroom-compare>`. */
export interface CompareTexts {
  readonly before: string;
  readonly after: string;
  /** Accessible name of the slider. */
  readonly slider: string;
  /** Position of the slider. `{percent}` */
  readonly position: string;
  /** Disclosure of a photo if it is not known what was altered. */
  readonly altered: string;
  /** Link to the original photo. */
  readonly original: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fullScreen: string;
  readonly exitFullScreen: string;
  /** Screen reader announcement. `{percent}` */
  readonly zoomed: string;
}
