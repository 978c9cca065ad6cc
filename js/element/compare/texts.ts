/** What a comparison says. */
export interface CompareTexts {
  readonly before: string;
  readonly after: string;
  /** The name of the slider. */
  readonly slider: string;
  /** Where the slider is. `{percent}` */
  readonly position: string;
  /** What a photo that was altered has to be called. */
  readonly staged: string;
  /** The link to the photo as it was. */
  readonly original: string;
}
