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
//   operations/               metrics and health
//   follow/                   follows renders to their end
//   idempotency/, quota/, references/   none imports another
//   tasks/                    work that other instances can take over
//   authorize, circuit-breaker, file-names, render-params, request-log, lifecycle
//   signed-values             signs the ids and file names that users get
//   upstream/                 requests to the service
//   options/                  checks options
//   http/                     requests from clients
//   types, then stores/ and secrets/ (redaction)
//   caller and delivery-types, then the other types
//   timeout, is-record, base64 import nothing
import { createCircuitBreaker } from "./circuit-breaker.js";
import { createFollower } from "./follow/follower.js";
import { createHandler } from "./handler.js";
import { createOrderWatch } from "./idempotency/order-watch.js";
import { createLifecycle } from "./lifecycle.js";
import { createFirstFinished } from "./operations/first-finished.js";
import { createHealth } from "./operations/health.js";
import { createMetrics } from "./operations/metrics.js";
import { createUsage } from "./operations/usage.js";
import { readOptions } from "./options/read-options.js";
import type { CloseOptions, Gateway, GatewayHandler, GatewayOptions } from "./types.js";
import { createSend } from "./upstream/send.js";

export { createMemoryStore } from "./stores/memory.js";
export type { MemoryStoreOptions } from "./stores/memory.js";
export type {
  Budget,
  Limit,
  ReservationRequest,
  ReservationResult,
  Store,
  Task,
  UsageCounts,
  UsageRequest,
} from "./stores/store.js";
export type * from "./types.js";

/** After the longest order, there is this much time to note its outcome. */
const CLOSE_MARGIN_MS = 10_000;

/**
 * Creates a gateway to mount under a path of your site. Pages then use that path as `baseUrl` and need no key. The gateway
 * forwards only requests that `authorize` allows, to the five documented endpoints, within `limits`. Throws a `TypeError` if
 * an option is missing or invalid.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const checked = readOptions(options);
  const lifecycle = createLifecycle();
  const metrics = createMetrics(checked, () => lifecycle.countInProgress());
  const isFirst = createFirstFinished();
  const emit: typeof checked.emit = (event) => {
    if (!isFirst(event)) return;
    metrics.count(event);
    checked.emit(event);
  };
  const settings = { ...checked, emit };
  const send = createSend(settings);
  const breaker = createCircuitBreaker(settings);
  const follower = createFollower(settings, send, breaker);
  const watch = createOrderWatch(settings, breaker);
  const handle = createHandler(settings, lifecycle, { follow: follower.follow, watch });
  // Consoles print this name.
  const gateway: GatewayHandler = (input, context) => {
    checkInput(input);
    const response = lifecycle.track(handle(input, context));
    keepAlive(context, response);
    return response;
  };
  return Object.assign(gateway, {
    metrics: () => metrics.format(),
    health: createHealth(settings, send, () => lifecycle.isOpen()),
    usage: createUsage(settings),
    resume: async () => {
      const [result] = await Promise.all([follower.resume(), watch.resume()]);
      return result;
    },
    close: async ({ timeoutMs = settings.timeouts.submissionMs + CLOSE_MARGIN_MS }: CloseOptions = {}) => {
      const stopped = [follower.stop(timeoutMs), watch.stop(timeoutMs)];
      const [result] = await Promise.all([lifecycle.close(timeoutMs), ...stopped]);
      return result;
    },
  });
}

/**
 * Throws if a server passes its own kind of request, or a context that contains the request. Servers such as Express ignore the
 * response, and would wait forever.
 */
function checkInput(input: unknown): void {
  if (typeof input !== "object" || input instanceof Request || input instanceof URL) return;
  throw new TypeError(
    "The gateway was not called with a Request. Pass it the Request of your framework, such as gateway(event.request). In Node and Express, use createGatewayListener(gateway) from reroom/gateway/node.",
  );
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
