/**
 * The gateway: a fetch handler on the site's own server that holds the enterprise key, so that no page does.
 *
 * @module reroom/gateway
 */
import { createAdmission } from "./admission.js";
import { passOn, refusalOfSilence, withoutKey } from "./answers.js";
import { createGuard } from "./guard.js";
import { createIds } from "./ids.js";
import { createLookUp } from "./look-up.js";
import { readOptions } from "./options.js";
import type { Settings } from "./options.js";
import { answerPreflight, isPreflight, judgeCaller, shareWith } from "./origins.js";
import type { Caller } from "./origins.js";
import { createPurchase } from "./purchase.js";
import { Refused } from "./replies.js";
import { findRoute, methodAt } from "./routes.js";
import type { Route } from "./routes.js";
import { createSweep } from "./sweep.js";
import { within } from "./time.js";
import type { Decision, Gateway, GatewayOptions } from "./types.js";
import { createUpload } from "./upload.js";
import { createSend } from "./upstream.js";

export { createMemoryStore } from "./memory.js";
export type { MemoryStoreOptions } from "./memory.js";
export type { Order, RequestWindow, Store, Verdict } from "./store.js";
export type * from "./types.js";

/**
 * Makes a gateway to mount under a path of a site; the client then needs that path as `baseUrl` and no key. Closed by
 * default: only what `authorize` lets in reaches the service, by the five documented endpoints and within `limits`.
 * Throws a `TypeError` where an option is missing or wrong.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const settings = readOptions(options);
  const serve = createServe(settings);
  return (input, context) => {
    const request = input instanceof Request ? input : new Request(input, context);
    const response = answer(settings, serve, request);
    keepAlive(context, response);
    return response;
  };
}

type Serve = (request: Request, route: Route, user: string | undefined) => Promise<Response>;

/** What happens to a request that was let in. */
function createServe(settings: Settings): Serve {
  const send = createSend(settings);
  const guard = createGuard(settings);
  const ids = createIds(settings.idSecret);
  const admission = createAdmission(settings, guard, createSweep(settings, guard, send));
  const purchase = createPurchase(settings, send, guard, admission, ids);
  const lookUp = createLookUp(settings, send, guard, ids);
  const upload = createUpload(settings, send);
  const account = async (path: string): Promise<Response> => {
    const call = { method: "GET", path, timeoutMs: settings.timeouts.upstreamMs } as const;
    const told = await send(call).catch((error: unknown) => {
      throw refusalOfSilence(error);
    });
    return passOn(withoutKey(told));
  };

  return async (request, route, user) => {
    await admission.count(user, route.kind === "render" || route.kind === "upscale");
    switch (route.kind) {
      case "upload":
        return upload(request, route.path);
      case "render":
      case "upscale":
        return purchase(request, { kind: route.kind, path: route.path }, user);
      case "look-up":
        return lookUp(route.id, user);
      case "account":
        return account(route.path);
    }
  };
}

/** Never rejects. */
async function answer(settings: Settings, serve: Serve, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const caller = judgeCaller(request, settings.publicOrigin ?? url.origin, settings.allowedOrigins);
  try {
    return shareWith(caller, await decide(settings, serve, request, url, caller));
  } catch (error) {
    if (error instanceof Refused) return shareWith(caller, error.toResponse());
    settings.tell({ type: "failed", part: "gateway", error });
    return shareWith(caller, new Refused(500, "The gateway failed").toResponse());
  }
}

async function decide(settings: Settings, serve: Serve, request: Request, url: URL, caller: Caller): Promise<Response> {
  const { basePath } = settings;
  if (isPreflight(request)) return answerPreflight(request, caller, methodAt(url, basePath));
  const route = findRoute(request.method, url, basePath);
  if (!caller.allowed) throw new Refused(403, "Origin not allowed");
  const decision = await authorized(settings, request);
  if (decision instanceof Response) return decision;
  return serve(request, route, decision.user);
}

/** Who is let in. What is no decision lets nobody in. */
async function authorized(
  { authorize, timeouts, tell }: Settings,
  request: Request,
): Promise<Response | { user?: string }> {
  let decision: Decision;
  try {
    decision = await within(Promise.resolve(authorize(request)), timeouts.authorizeMs);
  } catch (error) {
    tell({ type: "failed", part: "authorize", error });
    throw new Refused(500, "The gateway failed");
  }
  if (decision instanceof Response) return decision;
  if (decision === true) return {};
  if (typeof decision === "object" && typeof decision?.user === "string" && decision.user !== "")
    return { user: decision.user };
  throw new Refused(401, "Unauthorized");
}

/** Lets a platform know of work that is to be finished even if the caller has gone. */
function keepAlive(context: object | undefined, work: Promise<unknown>): void {
  const { waitUntil } = (context ?? {}) as { waitUntil?: unknown };
  if (typeof waitUntil === "function") waitUntil.call(context, work);
}
