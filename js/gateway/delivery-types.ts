// Types of `onFinished` and `archive`.
import type { Charge } from "./event-types.js";

/** A paid render that has ended. */
export interface FinishedRender extends Charge {
  /** The service's id of the render. The same in every repeated call. */
  renderId: string;
  /** The id that the page has. With `user`, it is signed. */
  clientRenderId: string;
  /** The key that the page generated for this order, if it sent one. */
  idempotencyKey?: string;
  /** The service's status, such as `"completed"` or `"failed"`. */
  status: string;
  /** The service's URL of the original photo, if its record has one. */
  source?: string;
  /** The service's URLs of the results. Empty if the render failed. */
  outputs: string[];
}

/** A `FinishedRender` for `onFinished`. */
export interface DeliveredRender extends FinishedRender {
  /** The lasting URL of the original that `archive` returned. */
  archivedSource?: string;
  /** The lasting URLs of the results that `archive` returned, in the order of `outputs`. */
  archivedOutputs?: (string | undefined)[];
}

/** A file to keep. */
export interface ArchiveFile {
  /** Where the service has the file now. */
  url: string;
  /** Whether it is the original photo or a result. */
  kind: "original" | "output";
  /** A name without an extension, made from letters, digits, `-` and `_`. The same in every repeated call, so a copy replaces itself. */
  name: string;
  /** The render that the file belongs to. */
  render: FinishedRender;
}

/** The result of `resume()`. */
export interface ResumeResult {
  /** How many renders were passed to `onFinished`, or to `archive` if that is the only function. */
  delivered: number;
  /** How many renders were looked up but have not ended, or could not be delivered. They are tried again. */
  postponed: number;
}
