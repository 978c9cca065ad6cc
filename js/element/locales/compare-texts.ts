/** Texts of `<reroom-compare>`. */
export interface CompareTexts {
  readonly before: string;
  readonly after: string;
  /** Accessible name of the slider. */
  readonly slider: string;
  /** Position of the slider. `{percent}` */
  readonly position: string;
  /** Disclosure shown with an altered photo. */
  readonly staged: string;
  /** Link to the original photo. */
  readonly original: string;
}
