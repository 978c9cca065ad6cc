import type { RequestContext } from "./event-types.js";
import type { Quota } from "./quota-types.js";

/** Who sent a request. */
export interface Caller {
  /** Identifies the request in events and logs. */
  requestId: string;
  /** The user, if `authorize` returned one. */
  user?: string;
  /** The user's group, if `authorize` returned one. */
  group?: string;
  /** Limits that override `limits.perUser`. */
  limits?: Quota;
  /** Limits that override `limits.perGroup`. */
  groupLimits?: Quota;
  /** The tools that the caller may use. `undefined` stands for all. */
  tools?: readonly string[];
}

/** The part of a caller that events contain. */
export function identifyCaller({ requestId, user, group }: Caller): RequestContext {
  const context: RequestContext = { requestId };
  if (user !== undefined) context.user = user;
  if (group !== undefined) context.group = group;
  return context;
}
