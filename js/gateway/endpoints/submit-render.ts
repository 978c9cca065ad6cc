// Submits a paid request. It is sent once, and its response is read even if the client has disconnected. If the gateway cannot
// tell whether a render was bought, it reports an unknown outcome.
import { identifyCaller } from "../caller.js";
import type { Caller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import { MAX_RENDER_REQUEST_BYTES, MAX_UPSCALE_REQUEST_BYTES } from "../http/body-limits.js";
import { HttpError, createDisconnectError } from "../http/http-error.js";
import { createJsonReader } from "../http/json-body.js";
import type { JsonBody } from "../http/json-body.js";
import { jsonResponse, createUnknownOutcome } from "../http/json-response.js";
import type { JsonReply } from "../http/json-response.js";
import { readMediaType } from "../http/read-media-type.js";
import { createMemoryBudget } from "../http/memory-budget.js";
import { computeFingerprint } from "../idempotency/fingerprint.js";
import { createRecords } from "../idempotency/records.js";
import { createRunOnce } from "../idempotency/run-once.js";
import type { Settings } from "../options/read-options.js";
import type { Reservation, Reserve } from "../quota/reservations.js";
import type { RenderIds } from "../render-ids.js";
import type { Charge, Tool } from "../types.js";
import { checkParams } from "../render-params.js";
import { findRender, replaceRenderId } from "../upstream/renders.js";
import { readError, toHttpError } from "../upstream/responses.js";
import type { Send, UpstreamResponse } from "../upstream/send.js";
import { UpstreamError } from "../upstream/upstream-error.js";

/** Submits a render or an upscale. */
export type SubmitRender = (
  request: Request,
  route: { kind: "render" | "upscale"; path: string },
  caller: Caller,
) => Promise<Response>;

export function createSubmitRender(
  settings: Settings,
  send: Send,
  breaker: CircuitBreaker,
  reserve: Reserve,
  ids: RenderIds,
): SubmitRender {
  const { timeouts, getCost, emit } = settings;
  const readJson = createJsonReader(timeouts.bodyMs, createMemoryBudget());
  const runOnce = createRunOnce(createRecords(breaker));

  return async (request, route, caller) => {
    if (readMediaType(request) !== "application/json") throw new HttpError(415, "Invalid request");
    const maxBytes = route.kind === "upscale" ? MAX_UPSCALE_REQUEST_BYTES : MAX_RENDER_REQUEST_BYTES;
    const body = await readJson(request, maxBytes, caller.user);
    try {
      await checkParams(route.kind, body.params, settings);
      const tool = findTool(route.kind, body.params);
      const charge: Charge = { ...identifyCaller(caller), tool, credits: getCost(tool) };
      const key = await computeFingerprint(caller.user ?? "", route.path, await body.describe());
      const incoming = { key, signal: request.signal };
      const reply = await runOnce(incoming, () => submit(request.signal, route.path, body, caller, charge));
      return jsonResponse(reply.status, reply.body);
    } finally {
      body.release();
    }
  };

  async function submit(
    signal: AbortSignal,
    path: string,
    body: JsonBody,
    caller: Caller,
    charge: Charge,
  ): Promise<JsonReply> {
    const reservation = await reserve(caller, charge.credits);
    if (signal.aborted) {
      await reservation.cancel(true);
      throw createDisconnectError();
    }
    emit({ type: "accepted", ...charge });
    let response: UpstreamResponse;
    try {
      response = await send({
        method: "POST",
        path,
        contentType: "application/json",
        body: body.createStream,
        timeoutMs: timeouts.submissionMs,
      });
    } catch (error) {
      return settleError(error, reservation, charge);
    }
    return settleResponse(signal, response, reservation, charge);
  }

  async function settleResponse(
    signal: AbortSignal,
    response: UpstreamResponse,
    reservation: Reservation,
    charge: Charge,
  ): Promise<JsonReply> {
    const { status } = response;
    if (status >= 400 && (status < 500 || readError(response.body) !== undefined)) {
      // A rejected request is free. The service does not document whether an internal error costs credits, so it counts.
      await reservation.cancel(status < 500);
      throw toHttpError(response);
    }
    const render = status < 300 ? findRender(response) : undefined;
    if (!render) {
      const error = new Error(`The ReRoom service responded with status ${status} and without a render id.`);
      return settleUnknown(reservation, charge, error, status);
    }
    await reservation.commit(render.id, render.ended);
    emit({ type: "bought", ...charge, renderId: render.id });
    const signedId = await ids.sign(render.id, charge.user);
    return { status, body: replaceRenderId(response, signedId).body };
  }

  async function settleError(error: unknown, reservation: Reservation, charge: Charge): Promise<JsonReply> {
    if (error instanceof UpstreamError && !error.mayBeSent) {
      await reservation.cancel(true);
      if (error.kind === "unreachable") emit({ type: "failed", component: "upstream", error });
      throw error.toHttpError();
    }
    const timedOut = error instanceof UpstreamError && error.kind === "timeout";
    return settleUnknown(reservation, charge, error, timedOut ? 504 : 502);
  }

  async function settleUnknown(
    reservation: Reservation,
    charge: Charge,
    error: unknown,
    status: number,
  ): Promise<JsonReply> {
    await reservation.hold();
    emit({ type: "outcome-unknown", ...charge, error });
    return createUnknownOutcome(status >= 500 ? status : 502);
  }
}

function findTool(kind: "render" | "upscale", { tool }: Record<string, unknown>): Tool {
  return kind === "render" && typeof tool === "string" ? (tool as Tool) : kind;
}
