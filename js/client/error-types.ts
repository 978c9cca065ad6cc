// The types of the error class. The class itself is js/shims/error.js, which the wasm imports and the glue exports.
import { ReRoomError as errorClass } from "../../pkg/reroom.js";
import type { Issue, Render } from "../../pkg/reroom.js";

/** The kind of error, for your program. */
export type ErrorCode =
  /** The request is invalid. Nothing was sent. */
  | "invalid_request"
  /** The image or mask is invalid. Nothing was sent. */
  | "invalid_image"
  /** The service rejected the request. `message` is the service's own. */
  | "rejected"
  /** The key or token is missing or invalid. */
  | "unauthorized"
  /** The account has no such render, or the account does not exist. */
  | "not_found"
  /** The account cannot pay for the render. */
  | "insufficient_credits"
  /** The account's limit of ten running renders is reached. */
  | "too_many_renders"
  /** The service had an internal error. */
  | "service_failed"
  /** A paid request was sent, and nothing is known of its outcome. It may have been accepted. */
  | "outcome_unknown"
  /** The service could not be reached. */
  | "network"
  /** There was no progress for `timeoutMs`, or `deadlineMs` has passed. */
  | "timeout"
  /** The call was aborted through its `signal`. */
  | "aborted"
  /** The response does not match the service's documentation. */
  | "unexpected_response"
  /** The render failed. `render` is its record. */
  | "render_failed";

/** An error with a `code` for your program and a message that says what to do. */
export interface ReRoomError extends Error {
  /** Always `"ReRoomError"`. */
  readonly name: "ReRoomError";
  /** The kind of error, for your program. */
  readonly code: ErrorCode;
  /** HTTP status, if there was a response. */
  readonly status?: number;
  /** True only if you can repeat the call without paying for a second render. Never true for a `run` after it has submitted. */
  readonly retryable: boolean;
  /** All problems with a request or an image. */
  readonly issues: Issue[];
  /** The id of the submitted render. Pass it to `waitFor`: another `run` would pay for another render. */
  readonly renderId?: string;
  /** The idempotency key of a paid request whose outcome is unknown. Pass it to `waitFor` while `pending()` lists it. */
  readonly idempotencyKey?: string;
  /** The record of a render that failed. */
  readonly render?: Render;
  /** The underlying error: the abort's reason, or a copy of the network error. It never contains the key. */
  readonly cause?: unknown;
  /** All fields except the stack and the cause, for logs. */
  toJSON(): object;
}

/** The constructor of `ReRoomError`, for `instanceof` and for tests. */
export interface ReRoomErrorConstructor {
  /** The prototype of its instances. */
  readonly prototype: ReRoomError;
  new (
    code: ErrorCode,
    message: string,
    details?: Partial<
      Pick<ReRoomError, "status" | "retryable" | "issues" | "renderId" | "idempotencyKey" | "render" | "cause">
    >,
  ): ReRoomError;
}

/** An error with a `code` for your program and a message that says what to do. */
export const ReRoomError = errorClass as ReRoomErrorConstructor;
