// Handles a request from routing to the response.
import { authorizeRequest } from "./authorize.js";
import { identifyCaller } from "./caller.js";
import type { Caller } from "./caller.js";
import { createCircuitBreaker } from "./circuit-breaker.js";
import { createAddReference } from "./endpoints/add-reference.js";
import { createGetAccount } from "./endpoints/get-account.js";
import { createGetOrder } from "./endpoints/get-order.js";
import { createGetReference } from "./endpoints/get-reference.js";
import { createGetRender } from "./endpoints/get-render.js";
import { createGetUsage } from "./endpoints/get-usage.js";
import { createSubmitRender } from "./endpoints/submit-render.js";
import type { Background } from "./endpoints/submit-render.js";
import { createUploadImage } from "./endpoints/upload-image.js";
import { addCorsHeaders, isPreflight, createOriginError, respondToPreflight } from "./http/cors.js";
import { checkOrigin } from "./http/csrf.js";
import type { RequestOrigin } from "./http/csrf.js";
import { checkHost } from "./http/hosts.js";
import { HttpError } from "./http/http-error.js";
import { findMethods, findRoute } from "./http/routes.js";
import type { Route } from "./http/routes.js";
import type { Settings } from "./options/read-options.js";
import { createQuota } from "./quota/quota.js";
import { createReferences } from "./references/references.js";
import type { Lifecycle } from "./lifecycle.js";
import { startRequestLog } from "./request-log.js";
import type { RequestLog } from "./request-log.js";
import { createSignedValues } from "./signed-values.js";
import { createSend } from "./upstream/send.js";

/** Handles a request, or the arguments of `new Request`. Turns every error into a response. */
export type Handle = (input: Request | URL | string, init?: object) => Promise<Response>;

type PublicRoute = Extract<Route, { kind: "get-reference" }>;

interface Endpoints {
  /** Calls the endpoint of a request that was allowed. */
  call(request: Request, route: Exclude<Route, PublicRoute>, caller: Caller): Promise<Response>;
  /** Calls an endpoint that needs no permission, because its URL is secret. */
  callPublic(request: Request, route: PublicRoute): Promise<Response>;
}

/** Marks every response of a gateway. Clients may then repeat a paid request under its idempotency key. */
const GATEWAY_HEADER = "reroom-gateway";

/** The origin of a request that could not be read. */
const UNKNOWN_ORIGIN: RequestOrigin = { allowed: false, crossOrigin: undefined };

export function createHandler(settings: Settings, lifecycle: Lifecycle, background: Background): Handle {
  const endpoints = createEndpoints(settings, background);
  const handle = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const origin = checkOrigin(request, settings.publicOrigin ?? url.origin, settings.allowedOrigins);
    const log = startRequestLog(settings, request);
    let response: Response;
    try {
      response = finish(origin, await respond(settings, endpoints, request, url, origin, log, lifecycle));
    } catch (error) {
      response = finish(origin, toErrorResponse(settings, error, log));
    }
    log.end(response.status);
    return response;
  };
  return async (input, init) => {
    try {
      return await handle(toRequest(input, init));
    } catch (error) {
      return finish(UNKNOWN_ORIGIN, toErrorResponse(settings, error, undefined));
    }
  };
}

function toRequest(input: Request | URL | string, init: object | undefined): Request {
  if (input instanceof Request) return input;
  try {
    return new Request(input, init);
  } catch {
    throw new HttpError(400, "Invalid request");
  }
}

function createEndpoints(settings: Settings, background: Background): Endpoints {
  const send = createSend(settings);
  const breaker = createCircuitBreaker(settings);
  const ids = createSignedValues("render", settings.getIdSecrets);
  const fileNames = createSignedValues("photo", settings.getIdSecrets);
  const quota = createQuota(settings, breaker, send);
  const references = createReferences(settings, breaker);
  const services = { ids, fileNames, references };
  const submitRender = createSubmitRender(settings, send, breaker, quota, services, background);
  const getOrder = createGetOrder(settings, breaker);
  const getRender = createGetRender(settings, send, breaker, ids);
  const uploadImage = createUploadImage(settings, send, fileNames);
  const getAccount = createGetAccount(settings, send, quota.readLeft);
  const getUsage = createGetUsage(quota.readUsage);
  const { getLimits, add: addReference } = createAddReference(settings, references);
  const getReference = createGetReference(settings, references);

  const call: Endpoints["call"] = async (request, route, caller) => {
    await quota.countRequest(caller, route.kind === "render" || route.kind === "upscale");
    switch (route.kind) {
      case "upload":
        await quota.checkAdmission(caller, route);
        return uploadImage(request, route.path, caller);
      case "render":
      case "upscale":
        return submitRender(request, { kind: route.kind, path: route.path }, caller);
      case "get-render":
        return getRender(route.id, caller);
      case "get-order":
        return getOrder(route.idempotencyKey, caller);
      case "account":
        return getAccount(route.path, caller);
      case "usage":
        return getUsage(caller);
      case "reference-limits":
        return getLimits();
      case "add-reference":
        return addReference(request, caller);
    }
  };
  return { call, callPublic: (request, { name }) => getReference(request.method, name) };
}

async function respond(
  settings: Settings,
  endpoints: Endpoints,
  request: Request,
  url: URL,
  origin: RequestOrigin,
  log: RequestLog,
  lifecycle: Lifecycle,
): Promise<Response> {
  const { basePath } = settings;
  checkHost(request, url, settings);
  if (isPreflight(request)) return respondToPreflight(request, origin, findMethods(url, basePath));
  const route = findRoute(request.method, url, basePath);
  log.route = route.kind;
  lifecycle.checkOpen(route.kind);
  if (route.kind === "get-reference") return endpoints.callPublic(request, route);
  if (!origin.allowed) throw createOriginError();
  const caller = await authorizeRequest(settings, request, log.context.requestId);
  if (caller instanceof Response) return caller;
  log.context = identifyCaller(caller);
  return endpoints.call(request, route, caller);
}

function finish(origin: RequestOrigin, response: Response): Response {
  const result = addCorsHeaders(origin, response);
  result.headers.set(GATEWAY_HEADER, "1");
  return result;
}

/** `log` is `undefined` if the request could not be read. */
function toErrorResponse({ emit }: Settings, error: unknown, log: RequestLog | undefined): Response {
  const context = log?.context ?? { requestId: crypto.randomUUID() };
  if (!(error instanceof HttpError)) emit({ type: "failed", component: "gateway", ...context, error });
  const response =
    error instanceof HttpError ? error : new HttpError(500, "Internal gateway error. Check the server logs.");
  log?.refuse(response);
  return response.toResponse();
}
