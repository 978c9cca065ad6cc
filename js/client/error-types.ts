// The error class as TypeScript sees it. The class itself is error.js, which the wasm imports; the glue hands it on.
import { ReRoomError as errorClass } from "../../pkg/reroom.js";
import type { Issue, Render } from "../../pkg/reroom.js";

/** What went wrong, to branch on. */
export type ErrorCode =
  /** The request breaks a rule; nothing was sent. */
  | "invalid_request"
  /** The image or mask breaks a rule; nothing was sent. */
  | "invalid_image"
  /** The service refused the request; `message` is its own. */
  | "rejected"
  /** The key or token is missing or not valid. */
  | "unauthorized"
  /** The account has no such render, or there is no such account. */
  | "not_found"
  /** The account cannot pay for the render. */
  | "insufficient_credits"
  /** The account has ten renders under way. */
  | "too_many_renders"
  /** The service failed. */
  | "service_failed"
  /** A paid request was sent and no answer came that can be read: it may have been accepted. */
  | "outcome_unknown"
  /** The service could not be reached. */
  | "network"
  /** No progress for `timeoutMs`, or `deadlineMs` has passed. */
  | "timeout"
  /** The caller's signal fired. */
  | "aborted"
  /** The answer is not what the endpoint promises. */
  | "unexpected_response"
  /** The render failed; its record is `render`. */
  | "render_failed";

/** Anything that went wrong, with a `code` to branch on and a message that says what to do. */
export interface ReRoomError extends Error {
  /** Always the same. */
  readonly name: "ReRoomError";
  /** What went wrong, to branch on. */
  readonly code: ErrorCode;
  /** HTTP status, where the service answered. */
  readonly status?: number;
  /** True only where the same call again cannot pay for a second render: never for a `run` once its render is ordered. */
  readonly retryable: boolean;
  /** Everything wrong with a request or an image, all at once. */
  readonly issues: Issue[];
  /** The render it is about, once there is one: wait for it with `waitFor`; another `run` would pay for another. */
  readonly renderId?: string;
  /** The record of a render that failed. */
  readonly render?: Render;
  /** What caused it: the abort's reason, or a copy of the network's error. Never holds the key. */
  readonly cause?: unknown;
  /** Everything but the stack and the cause, for logs. */
  toJSON(): object;
}

/** The constructor of `ReRoomError`, for tests and for `instanceof`. */
export interface ReRoomErrorConstructor {
  /** What its instances inherit. */
  readonly prototype: ReRoomError;
  new (
    code: ErrorCode,
    message: string,
    details?: Partial<Pick<ReRoomError, "status" | "retryable" | "issues" | "renderId" | "render" | "cause">>,
  ): ReRoomError;
}

/** Anything that went wrong, with a `code` to branch on and a message that says what to do. */
export const ReRoomError = errorClass as ReRoomErrorConstructor;
