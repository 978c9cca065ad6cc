import type { RequestContext } from "./event-types.js";

/** Who sent a request. */
export interface Caller {
  /** Identifies the request in events and logs. */
  requestId: string;
  /** The user, if `authorize` returned one. */
  user?: string;
}

/** The part of a caller that events contain. */
export function identifyCaller({ requestId, user }: Caller): RequestContext {
  return user === undefined ? { requestId } : { requestId, user };
}
