// Results, and what the user waits for.
import type { JobParams, Progress, Render, ReRoomError } from "../client/index.js";
import type { Size } from "./platform.js";
import type { ToolId } from "./tools.js";

/** An order and what came of it. */
export interface Result {
  /** Identifies the result. It is also the idempotency key of the request. */
  readonly id: string;
  /** The photo that it belongs to. Empty for a render that another program submitted. */
  readonly photoId: string;
  /** The name of the photo. */
  readonly name: string;
  /** The result that it was made from. Undefined if it was made from the photo. */
  readonly parent: string | undefined;
  /** The results of one order with variants share a group. */
  readonly group: string | undefined;
  /** The tool. Undefined for a render that another program submitted. */
  readonly tool: ToolId | undefined;
  /** The parameters of the request, without the mask of an edit. Absent if `tool` is undefined. */
  readonly params?: JobParams;
  /**
   * The parameters of every request from the photo to this result, in order, for `describeAlterations()`. If another
   * program submitted the order, the service's record of the render.
   */
  readonly renders: readonly (JobParams | Render)[];
  /** URL of the image that it was made from, in the same frame as `after`. */
  readonly before: string;
  /**
   * URL of the finished image. Empty until it is finished. If the photo was cropped or padded, or if only a part was edited, the
   * result is restored into the original photo, and this is an object URL.
   */
  readonly after: string;
  /** Size of the finished image. Undefined if it cannot be displayed. */
  readonly size: Size | undefined;
  /** URL of the image as the service returned it. The same as `after` unless it was restored. */
  readonly output: string;
  /** Size of the image as the service returned it. */
  readonly outputSize: Size | undefined;
  /** `done` results have not been shown yet, `seen` ones have. */
  readonly state: "running" | "done" | "seen" | "failed";
  /** When it was submitted, as an ISO date and time. */
  readonly time: string;
  /** Progress while it is running. */
  readonly progress: Progress | undefined;
  /** The render's id, once known. */
  readonly renderId: string | undefined;
  /** The service's record of the render, once it is finished. */
  readonly render: Render | undefined;
  /** The error of a failed render. */
  readonly error: ReRoomError | undefined;
  /** Whether the user accepted it. */
  readonly accepted: boolean;
}

/** The images of a result as files. Absent if there is no file, or the host does not allow reading the image. */
export interface ResultImages {
  /** The image that the result was made from: the original photo if the result was restored, otherwise the upload. */
  readonly before?: Blob | undefined;
  /** The finished image. */
  readonly after?: Blob | undefined;
}

/** What the user waits for on the selected photo. */
export type Job = IdleJob | BusyJob | FailedJob;

/** Nothing is running that the user waits for. */
export interface IdleJob {
  /** The kind of job. */
  readonly kind: "idle";
}

/** The request that the user waits for. */
export interface BusyJob {
  /** The kind of job. */
  readonly kind: "busy";
  /** Its progress. Of several variants, that of the first. */
  readonly progress: Progress;
  /** Whether the service has the request. From then on, the user can only stop waiting. */
  readonly sent: boolean;
  /** The ids of its entries in `results`. */
  readonly ids: readonly string[];
}

/** The last request, which failed. */
export interface FailedJob {
  /** The kind of job. */
  readonly kind: "failed";
  /** The error of this request. */
  readonly error: ReRoomError;
  /** The id of its entry in `results`. */
  readonly id: string;
}
