/** The response to an upload. */
export interface Upload {
  /** Always `true`; the service sends it. */
  success: true;
  /** The name to pass as `file_name`. A gateway signs it for its user. */
  fileName: string;
}

/** The response to a submission. */
export interface Submission {
  /** The id to pass to `waitFor` or `getRender`. */
  render_id: string;
  /** The finished record, if the service returned it at once. */
  render?: Render;
}

/** `completed` and `painted` both mean done. Unknown statuses are passed through. */
export type RenderStatus = "queued" | "rendering" | "completed" | "painted" | "failed" | (string & {});

/** A render as the service returns it (section 4). Unknown fields are passed through. */
export interface Render {
  /** The render's id. */
  _id: string;
  /** The id of its owner. */
  uid?: string;
  /** URL of the photo. */
  source?: string;
  /** Its status. */
  status: RenderStatus;
  /** URLs of the results. Empty until the render is done. */
  outputs: string[];
  /** The requested tool. A plain render has none. */
  tool?: string;
  /** The requested action of an edit or a staging. */
  action?: string;
  /** What the photo shows. */
  field?: RenderField;
  /** Kind of space or building. */
  type?: string;
  /** Design style. */
  style?: string;
  /** Kind of drawing, for a sketch. */
  view?: string;
  /** Time of day of the light. */
  daylight?: string;
  /** The season. */
  season?: string;
  /** Color palette. */
  color?: string;
  /** Sky condition. */
  sky?: string;
  /** Surroundings. */
  landscape?: string;
  /** Primary building material. */
  architectural_material?: string;
  /** How much the render may change the photo. */
  creativity?: string;
  /** The level of `precise` creativity. */
  creativity_level?: number;
  /** Further instructions. */
  prompt?: string;
  /** URLs of the reference images. */
  reference_file_urls?: string[];
  /** When it was submitted, as an ISO date and time. */
  created_at?: string;
  /** When it last changed, as an ISO date and time. */
  updated_at?: string;
  /** The original photo with the result in it, from a `run` with `restore`. The service does not send this. */
  restored?: RestoredImage;
  /** Why the result could not be restored: a `ReRoomError`. `outputs` is not affected. */
  restoreError?: Error & { readonly code: string };
  [field: string]: unknown;
}

/** The account of the key (section 5). */
export interface Account {
  /** The account's id. */
  _id: string;
  /** The id of its owner. */
  uid: string;
  /** The key. A gateway removes it. */
  key?: string;
  /** Credits left. −1 means unlimited. */
  credits: number;
  /** Whether the key is active. */
  is_active: boolean;
  /** Whether it has enterprise access. */
  is_enterprise: boolean;
  /** When it was created, as an ISO date and time. */
  created_at: string;
  /** When it last changed, as an ISO date and time. */
  updated_at: string;
}

/** The progress of a job. In a batch's `onProgress`, the progress of the batch. */
export interface Progress {
  /** The current stage. */
  stage: "preparing" | "uploading" | "waiting" | "queued" | "rendering" | "done";
  /** Bytes sent, while uploading. In a batch, the number of settled jobs. */
  loaded?: number;
  /** Total bytes, while uploading. In a batch, the number of jobs. */
  total?: number;
  /** Position in the queue for a slot, while waiting. 1 is next. */
  position?: number;
  /** The render's id, once it is submitted. */
  renderId?: string;
  /** The service's status, if this version does not support it. The stage is then `"rendering"`. */
  status?: string;
}

/** A render that was sent and has not been seen to finish. Pass it to `waitFor`. */
export interface PendingRender {
  /** The render's id. Absent if there was no response to the paid request. */
  renderId?: string;
  /** The key under which it was sent. A gateway knows its outcome. */
  idempotencyKey: string;
  /** When it was submitted, as an ISO date and time. */
  submittedAt: string;
  /** Its tool: `"render"` for a plain render, `"upscale"` for an upscale. */
  tool: string;
  /** The `tag` of the call. */
  tag?: string;
}
