// The studio's events and their types. Every event bubbles and is composed.
import type { ImageReport, JobParams, PreparedImage, Progress, ReRoomError, Render } from "../client/index.js";
import type { RulesCheck } from "../rules/check.js";
import type { Credentials } from "./export/content-credentials.js";
import type { ToolId } from "./locales/texts.js";
import type { Result, ResultImages } from "../studio/index.js";

/** A photo was opened and checked. */
export interface PhotoDetail {
  /** The file name, or the name taken from the URL. */
  name: string;
  /** Whether the photo can be sent. */
  ok: boolean;
  /** Width of the prepared photo in pixels, as displayed. 0 if unknown. */
  width: number;
  /** Height of the prepared photo in pixels, as displayed. 0 if unknown. */
  height: number;
  /** The inspection report. Absent for a photo that only the service can fetch. */
  report?: ImageReport;
  /** What preparing the photo changed. */
  changes: PreparedImage["changes"];
}

/** The user chose another tool or option. */
export interface ChangeDetail {
  /** The selected tool. */
  tool: ToolId;
  /** The request in its current state, without the mask of an edit. */
  params: JobParams;
}

/** A request is about to be sent. Call `preventDefault()` to stop it, and `submit({ confirmed: true })` to send it later. */
export interface SubmitDetail {
  /** The tool of the request. */
  tool: ToolId;
  /** The parameters of the request. */
  params: JobParams;
  /** The total price in credits, if the service documents one. */
  cost?: number;
  /** The parameters of each request, if there are several. */
  variants?: readonly JobParams[];
}

/** The user confirmed a request that the rules of the market forbid. It has not been sent yet. Call `preventDefault()` to reject it. */
export interface ConfirmDetail {
  /** The parameters of the request. */
  params: JobParams;
  /** The parameters of each request, if there are several. */
  variants?: readonly JobParams[];
  /** What the rules state about it. */
  check: RulesCheck;
}

/** A request made progress. */
export interface ProgressDetail extends Progress {
  /** The tool of the request. Undefined for renders that were submitted before the page loaded. */
  tool: ToolId | undefined;
}

/** A render finished, or the user accepted it. */
export interface CompleteDetail {
  /** The render record from the service. */
  render: Render;
  /** What was done to the photo: the parameters of every render up to this one, in order. Pass it to `describeAlterations()`. */
  renders: readonly (JobParams | Render)[];
  /** URL of the image that it was made from. An object URL is valid only while the studio shows the photo. */
  before: string;
  /**
   * URL of the finished image. If it was restored into the original photo, an object URL: store `afterBlob` then. The image as the
   * service returned it is in `render.outputs`.
   */
  after: string;
  /** The original photo, in the same frame as `after`. Undefined if it is not in memory: then call `images()`. */
  beforeBlob: Blob | undefined;
  /** The finished image, if it was restored. */
  afterBlob: Blob | undefined;
  /** Returns both images as files, and downloads those that are not in memory. Never rejects. */
  images: () => Promise<ResultImages>;
  /** The tool of the request. Undefined for renders that were submitted before the page loaded. */
  tool: ToolId | undefined;
  /** The parameters of the request. Absent if `tool` is undefined. */
  params?: JobParams;
}

/** The user downloaded a finished image. */
export interface DownloadDetail {
  /** The render record from the service. */
  render: Render;
  /** The file name. */
  name: string;
  /** Whether the file's metadata marks the photo as altered. */
  marked: boolean;
  /** What happened to the image's Content Credentials (C2PA). */
  credentials: Credentials;
}

/** `results` changed. */
export interface ResultsDetail {
  /** The results of the selected photo, oldest first. */
  results: readonly Result[];
}

/** `busy` changed. */
export interface BusyDetail {
  /** Whether the user is waiting for a request. */
  busy: boolean;
}

/** `balance` changed. */
export interface BalanceDetail {
  /** The credits left. Undefined if they are unknown or unlimited. */
  balance: number | undefined;
}

/** A request failed. */
export interface ErrorDetail {
  /** The error. */
  error: ReRoomError;
  /** The tool of the request. Undefined for renders that were submitted before the page loaded. */
  tool: ToolId | undefined;
}

/** The events of `<reroom-studio>`. */
export interface ReRoomStudioEventMap {
  /** A photo was opened and checked. */
  "reroom-photo": CustomEvent<PhotoDetail>;
  /** The user chose another tool or option. */
  "reroom-change": CustomEvent<ChangeDetail>;
  /** A request is about to be sent. Call `preventDefault()` to stop it. */
  "reroom-submit": CustomEvent<SubmitDetail>;
  /** The user confirmed a request that the rules of the market forbid. Call `preventDefault()` to reject the confirmation. */
  "reroom-confirm": CustomEvent<ConfirmDetail>;
  /** A request made progress. */
  "reroom-progress": CustomEvent<ProgressDetail>;
  /** A render finished. */
  "reroom-complete": CustomEvent<CompleteDetail>;
  /** The user accepted the finished image. */
  "reroom-accept": CustomEvent<CompleteDetail>;
  /** The user downloaded the finished image. */
  "reroom-download": CustomEvent<DownloadDetail>;
  /** A request failed. */
  "reroom-error": CustomEvent<ErrorDetail>;
  /** `results` changed. */
  "reroom-results": CustomEvent<ResultsDetail>;
  /** `busy` changed. */
  "reroom-busy": CustomEvent<BusyDetail>;
  /** `balance` changed. */
  "reroom-balance": CustomEvent<BalanceDetail>;
}

/** Dispatches an event. Returns false if a listener called `preventDefault()`. */
export function emit<K extends keyof ReRoomStudioEventMap>(
  element: HTMLElement,
  type: K,
  detail: ReRoomStudioEventMap[K]["detail"],
  cancelable = false,
): boolean {
  return element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- module augmentation needs an interface
  interface HTMLElementEventMap extends ReRoomStudioEventMap {}
}
