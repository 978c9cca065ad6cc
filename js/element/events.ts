// What the studio tells the page, typed. Every event bubbles and crosses shadow roots.
import type { ImageReport, JobParams, PreparedImage, Progress, ReRoomError, Render } from "../client/index.js";
import type { Credentials } from "./export/manifest.js";
import type { ToolId } from "./locales/texts.js";

/** A photo came to the studio and was looked over. */
export interface PhotoDetail {
  /** The file's name, or its address. */
  name: string;
  /** Whether it can be sent. */
  ok: boolean;
  /** Pixels of what would be sent, as displayed; 0 where they are not known. */
  width: number;
  /** The same down. */
  height: number;
  /** What was found out about the file; absent for a photo that only the service can fetch. */
  report?: ImageReport;
  /** What was mended. */
  changes: PreparedImage["changes"];
}

/** Another tool or option was chosen. */
export interface ChangeDetail {
  /** The tool that is chosen now. */
  tool: ToolId;
  /** The request as it would be sent now, apart from the mask of an edit. */
  params: JobParams;
}

/** A request is about to be sent. `preventDefault()` keeps it back; `submit({ confirmed: true })` sends it after all. */
export interface SubmitDetail {
  /** The tool it is for. */
  tool: ToolId;
  /** The request. */
  params: JobParams;
  /** Credits, where the service says what it costs. */
  cost?: number;
}

/** A request has come a step further. */
export interface ProgressDetail extends Progress {
  /** The tool it is for. Unknown for a picture that was under way before the page was loaded. */
  tool: ToolId | undefined;
}

/** A picture is finished, or was accepted. */
export interface CompleteDetail {
  /** The service's record of it. */
  render: Render;
  /** URL of the picture before; of the page's memory while the studio shows it. */
  before: string;
  /** URL of the finished picture. */
  after: string;
  /** Unknown for a picture that was under way before the page was loaded. */
  tool: ToolId | undefined;
  /** The request that it came of; unknown likewise. */
  params?: JobParams;
}

/** A finished picture was saved to a file. */
export interface DownloadDetail {
  /** The service's record of the picture. */
  render: Render;
  /** What the file is called. */
  name: string;
  /** Whether the file's metadata says that the photo was altered. */
  marked: boolean;
  /** What became of the Content Credentials (C2PA) that the picture came with. */
  credentials: Credentials;
}

/** A request failed. */
export interface ErrorDetail {
  /** What went wrong. */
  error: ReRoomError;
  /** The tool it is for. Unknown for a picture that was under way before the page was loaded. */
  tool: ToolId | undefined;
}

/** The events of `<reroom-studio>`. */
export interface ReRoomStudioEventMap {
  /** A photo came and was looked over. */
  "reroom-photo": CustomEvent<PhotoDetail>;
  /** Another tool or option was chosen. */
  "reroom-change": CustomEvent<ChangeDetail>;
  /** A request is about to be sent; `preventDefault()` keeps it back. */
  "reroom-submit": CustomEvent<SubmitDetail>;
  /** A request has come a step further. */
  "reroom-progress": CustomEvent<ProgressDetail>;
  /** A picture is finished. */
  "reroom-complete": CustomEvent<CompleteDetail>;
  /** The person chose "Use this picture". */
  "reroom-accept": CustomEvent<CompleteDetail>;
  /** The person saved the finished picture to a file. */
  "reroom-download": CustomEvent<DownloadDetail>;
  /** A request failed. */
  "reroom-error": CustomEvent<ErrorDetail>;
}

/** Tells the page; answers false where it said no. */
export function tell<K extends keyof ReRoomStudioEventMap>(
  element: HTMLElement,
  type: K,
  detail: ReRoomStudioEventMap[K]["detail"],
  cancelable = false,
): boolean {
  return element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- only so can an interface be extended
  interface HTMLElementEventMap extends ReRoomStudioEventMap {}
}
