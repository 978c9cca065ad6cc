// Handles a request from routing to the response.
import { authorizeRequest } from "./authorize.js";
import type { Caller } from "./caller.js";
import { createCircuitBreaker } from "./circuit-breaker.js";
import { createGetAccount } from "./endpoints/get-account.js";
import { createGetOrder } from "./endpoints/get-order.js";
import { createGetRender } from "./endpoints/get-render.js";
import { createSubmitRender } from "./endpoints/submit-render.js";
import { createUploadImage } from "./endpoints/upload-image.js";
import { addCorsHeaders, isPreflight, createOriginError, respondToPreflight } from "./http/cors.js";
import { checkOrigin } from "./http/csrf.js";
import type { RequestOrigin } from "./http/csrf.js";
import { HttpError } from "./http/http-error.js";
import { findMethod, findRoute } from "./http/routes.js";
import type { Route } from "./http/routes.js";
import type { Settings } from "./options/read-options.js";
import { createRateLimit } from "./quota/rate-limit.js";
import { createReserve } from "./quota/reservations.js";
import { createSweep } from "./quota/sweep.js";
import { createRenderIds } from "./render-ids.js";
import { createSend } from "./upstream/send.js";

/** Handles a request. Turns every error into a response. */
export type Handle = (request: Request) => Promise<Response>;

type CallEndpoint = (request: Request, route: Route, caller: Caller) => Promise<Response>;

/** Marks every response of a gateway. Clients may then repeat a paid request under its idempotency key. */
const GATEWAY_HEADER = "reroom-gateway";

export function createHandler(settings: Settings): Handle {
  const callEndpoint = createEndpoints(settings);
  return async (request) => {
    const url = new URL(request.url);
    const origin = checkOrigin(request, settings.publicOrigin ?? url.origin, settings.allowedOrigins);
    try {
      return finish(origin, await respond(settings, callEndpoint, request, url, origin));
    } catch (error) {
      return finish(origin, toErrorResponse(settings, error));
    }
  };
}

/** Calls the endpoint of a request that was allowed. */
function createEndpoints(settings: Settings): CallEndpoint {
  const send = createSend(settings);
  const breaker = createCircuitBreaker(settings);
  const ids = createRenderIds(settings.getIdSecrets);
  const countRequest = createRateLimit(settings, breaker);
  const reserve = createReserve(settings, breaker, createSweep(settings, breaker, send));
  const submitRender = createSubmitRender(settings, send, breaker, reserve, ids);
  const getOrder = createGetOrder(settings, breaker);
  const getRender = createGetRender(settings, send, breaker, ids);
  const uploadImage = createUploadImage(settings, send);
  const getAccount = createGetAccount(settings, send);

  return async (request, route, caller) => {
    await countRequest(caller, route.kind === "render" || route.kind === "upscale");
    switch (route.kind) {
      case "upload":
        return uploadImage(request, route.path);
      case "render":
      case "upscale":
        return submitRender(request, { kind: route.kind, path: route.path }, caller);
      case "get-render":
        return getRender(route.id, caller);
      case "get-order":
        return getOrder(route.idempotencyKey, caller);
      case "account":
        return getAccount(route.path);
    }
  };
}

async function respond(
  settings: Settings,
  callEndpoint: CallEndpoint,
  request: Request,
  url: URL,
  origin: RequestOrigin,
): Promise<Response> {
  const { basePath } = settings;
  if (isPreflight(request)) return respondToPreflight(request, origin, findMethod(url, basePath));
  const route = findRoute(request.method, url, basePath);
  if (!origin.allowed) throw createOriginError();
  const caller = await authorizeRequest(settings, request, crypto.randomUUID());
  if (caller instanceof Response) return caller;
  return callEndpoint(request, route, caller);
}

function finish(origin: RequestOrigin, response: Response): Response {
  const result = addCorsHeaders(origin, response);
  result.headers.set(GATEWAY_HEADER, "1");
  return result;
}

function toErrorResponse({ emit }: Settings, error: unknown): Response {
  if (error instanceof HttpError) return error.toResponse();
  emit({ type: "failed", component: "gateway", error });
  return new HttpError(500, "Internal gateway error. Check the server logs.").toResponse();
}
