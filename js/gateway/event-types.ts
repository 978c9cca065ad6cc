// The events of `onEvent`.

/** What a paid request is for. `"render"` is a restyled interior or exterior. */
export type Tool = "render" | "sketch" | "empty-room" | "virtual-staging" | "edit" | "upscale";

/** The request that an event belongs to. */
export interface RequestContext {
  /** Unique for each request. All events of a request have the same one. */
  requestId: string;
  /** The user, if `authorize` returned one. */
  user?: string;
  /** The user's group, if `authorize` returned one. */
  group?: string;
}

/** A paid request: for whom, for which tool, and its cost. */
export interface Charge extends RequestContext {
  /** The tool. */
  tool: Tool;
  /** The credits, as counted by `costs`. */
  credits: number;
}

/** A paid request passed all checks. The gateway now sends it to the service. */
export interface OrderAccepted extends Charge {
  /** The kind of event. */
  type: "accepted";
}

/** A render was bought. */
export interface RenderBought extends Charge {
  /** The kind of event. */
  type: "bought";
  /** The service's id of the render. */
  renderId: string;
}

/**
 * Why nothing was bought.
 *
 * - `"unauthorized"`: `authorize` or a check of the page's origin rejected the request.
 * - `"invalid"`: the request is malformed, too large, too slow, or not allowed for this user.
 * - `"rate-limit"`, `"no-slot"`, `"no-credits"`: a limit of the gateway was reached.
 * - `"key-reused"`: the idempotency key belongs to a different request.
 * - `"disconnected"`: the client left before the order was sent.
 * - `"overloaded"`: too many large requests arrived at once.
 * - `"store-down"`: the store is down.
 * - `"closing"`: `close()` was called.
 * - `"service"`: the service rejected the request. An account without credits has the status 402.
 * - `"key-rejected"`: the service rejected the API key.
 * - `"unreachable"`: the service could not be reached.
 * - `"internal"`: `authorize` or the gateway failed.
 */
export type RefusalReason =
  | "unauthorized"
  | "invalid"
  | "rate-limit"
  | "no-slot"
  | "no-credits"
  | "key-reused"
  | "disconnected"
  | "overloaded"
  | "store-down"
  | "closing"
  | "service"
  | "key-rejected"
  | "unreachable"
  | "internal";

/** A paid request was rejected. Nothing was bought. */
export interface OrderRefused extends RequestContext {
  /** The kind of event. */
  type: "refused";
  /** The status of the response. */
  status: number;
  /** Why it was rejected. */
  reason: RefusalReason;
  /** The tool, if the request was read. */
  tool?: Tool;
  /** The credits, if the request was read. */
  credits?: number;
}

/**
 * A paid request was sent, but no usable response arrived, or the process that sent it ended. Check your account for the render.
 * `requestId` is that of the paid request. If a second process crashes while it reports this, it can be reported twice.
 */
export interface OutcomeUnknown extends Charge {
  /** The kind of event. */
  type: "outcome-unknown";
  /** What happened instead. A redacted copy. */
  error: unknown;
}

/** The gateway saw that a render has ended. Each process emits it once per render. */
export interface RenderFinished extends Partial<RequestContext> {
  /** The kind of event. */
  type: "finished";
  /** The service's id of the render. */
  renderId: string;
  /** The service's status, such as `"completed"` or `"failed"`. */
  status: string;
}

/** The gateway gave up on a render: about three days of attempts to pass it to `onFinished` or `archive` failed. */
export interface RenderUndelivered extends Charge {
  /** The kind of event. */
  type: "undelivered";
  /** The service's id of the render. */
  renderId: string;
  /** Why the last attempt failed. A redacted copy. */
  error: unknown;
}

/** A part of a budget has been spent. */
export interface BudgetWarning extends RequestContext {
  /** The kind of event. */
  type: "budget-warning";
  /** Whose budget it is. */
  scope: "account" | "group" | "user";
  /** The period of the budget. */
  period: "day" | "month";
  /** The credits spent in this period, including this order. */
  spent: number;
  /** The budget. */
  limit: number;
}

/** A component of the gateway failed. Clients get no details. */
export interface ComponentFailed extends Partial<RequestContext> {
  /** The kind of event. */
  type: "failed";
  /** What failed. `"apiKey"` means that the function failed, or that the service rejected the key. */
  component: "authorize" | "store" | "upstream" | "apiKey" | "photoHosts" | "gateway" | "onFinished" | "archive";
  /** The reason. A redacted copy. */
  error: unknown;
}

/** The gateway's name for an endpoint. `"unknown"` stands for all other paths. */
export type RouteName =
  | "upload"
  | "render"
  | "upscale"
  | "get-render"
  | "get-order"
  | "account"
  | "usage"
  | "reference-limits"
  | "add-reference"
  | "get-reference"
  | "unknown";

/** The gateway responded to a request. One event per request, for an access log. */
export interface RequestHandled extends RequestContext {
  /** The kind of event. */
  type: "request";
  /** The HTTP method. */
  method: string;
  /** The endpoint. */
  route: RouteName;
  /** The status of the response. */
  status: number;
  /** The time from the request to the response, in milliseconds. */
  durationMs: number;
  /** The size of the request's body, if the client declared it. */
  bytes?: number;
}

/** An event for `onEvent`. It never contains the API key. */
export type GatewayEvent =
  | OrderAccepted
  | RenderBought
  | OrderRefused
  | OutcomeUnknown
  | RenderFinished
  | RenderUndelivered
  | BudgetWarning
  | ComponentFailed
  | RequestHandled;
