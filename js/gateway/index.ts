/**
 * The gateway: a fetch handler on your server that holds the enterprise key, so that pages do not need it.
 *
 * @module reroom/gateway
 */

// Imports point downward only:
//
//   index, node, redis        entry points
//   handler                   from routing to the response
//   endpoints/                one file per endpoint
//   idempotency/, quota/      neither imports the other
//   authorize, circuit-breaker, render-ids, render-params, request-log
//   upstream/                 requests to the service
//   options/                  checks options
//   http/                     requests from clients
//   types, then stores/ and secrets/ (redaction)
//   caller, timeout, is-record  import nothing
import { createHandler } from "./handler.js";
import { readOptions } from "./options/read-options.js";
import type { Gateway, GatewayOptions } from "./types.js";

export { createMemoryStore } from "./stores/memory.js";
export type { MemoryStoreOptions } from "./stores/memory.js";
export type {
  Budget,
  Limit,
  ReservationRequest,
  ReservationResult,
  Store,
  UsageCounts,
  UsageRequest,
} from "./stores/store.js";
export type * from "./types.js";

/**
 * Creates a gateway to mount under a path of your site. Pages then use that path as `baseUrl` and need no key. The gateway
 * forwards only requests that `authorize` allows, to the five documented endpoints, within `limits`. Throws a `TypeError` if
 * an option is missing or invalid.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const handle = createHandler(readOptions(options));
  return (input, context) => {
    const response = handle(input, context);
    keepAlive(context, response);
    return response;
  };
}

/** Asks the platform to let work finish even if the client disconnects. */
function keepAlive(context: object | undefined, work: Promise<unknown>): void {
  try {
    const { waitUntil } = (context ?? {}) as { waitUntil?: unknown };
    if (typeof waitUntil === "function") waitUntil.call(context, work);
  } catch {
    // The platform does not allow it. The request still gets its response.
  }
}
