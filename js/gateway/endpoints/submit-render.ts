// Submits a paid request, at most once for each idempotency key. After it was sent, every failure inside the gateway still ends
// in the service's answer or in an unknown outcome, never in a rejection.
import { identifyCaller } from "../caller.js";
import type { Caller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import { verifyFileName } from "../file-names.js";
import { MAX_RENDER_REQUEST_BYTES, MAX_UPSCALE_REQUEST_BYTES } from "../http/body-limits.js";
import type { Follow } from "../follow/follower.js";
import { HttpError, createDisconnectError, createStoreError } from "../http/http-error.js";
import { createJsonReader } from "../http/json-body.js";
import { jsonResponse } from "../http/json-response.js";
import { createMemoryBudget } from "../http/memory-budget.js";
import { readMediaType } from "../http/read-media-type.js";
import { computeFingerprint, computeOrderKey } from "../idempotency/digest.js";
import { readIdempotencyKey } from "../idempotency/idempotency-key.js";
import { createObserver } from "../idempotency/observe.js";
import type { OrderWatch } from "../idempotency/order-watch.js";
import type { OrderEnd, OwnRecord } from "../idempotency/own-record.js";
import { createRecords, parseRecord } from "../idempotency/records.js";
import { createRunOnce } from "../idempotency/run-once.js";
import type { IncomingOrder } from "../idempotency/run-once.js";
import type { Settings } from "../options/read-options.js";
import { checkTool } from "../quota/admission.js";
import type { QuotaService } from "../quota/quota.js";
import type { Reservation } from "../quota/reservations.js";
import type { References } from "../references/references.js";
import { checkParams } from "../render-params.js";
import type { SignedValues } from "../signed-values.js";
import type { Charge, Tool } from "../types.js";
import type { RenderState } from "../upstream/renders.js";
import type { Send, UpstreamRequest } from "../upstream/send.js";
import { sendOrder } from "../upstream/send-order.js";
import type { Outcome } from "../upstream/send-order.js";

/** Submits a render or an upscale. */
export type SubmitRender = (
  request: Request,
  route: { kind: "render" | "upscale"; path: string },
  caller: Caller,
) => Promise<Response>;

/** What happens to orders after their response. */
export interface Background {
  follow: Follow;
  watch: Pick<OrderWatch, "begin" | "end">;
}

/** What checks and translates the values in an order. */
export interface OrderServices {
  ids: SignedValues;
  fileNames: SignedValues;
  references: References | undefined;
}

interface Order extends IncomingOrder {
  idempotencyKey: string | undefined;
  charge: Charge;
  /** Whether it is on the list of orders that may have been sent. */
  isWatched: boolean;
  upstream: UpstreamRequest;
}

export function createSubmitRender(
  settings: Settings,
  send: Send,
  breaker: CircuitBreaker,
  quota: Pick<QuotaService, "checkAdmission" | "reserve">,
  { ids, fileNames, references }: OrderServices,
  { follow, watch }: Background,
): SubmitRender {
  const { timeouts, getCost, emit } = settings;
  const readJson = createJsonReader(timeouts.bodyMs, createMemoryBudget());
  const records = createRecords(breaker);
  const runOnce = createRunOnce(records, createObserver(records, emit));

  return async (request, { kind, path }, caller) => {
    if (readMediaType(request) !== "application/json") throw new HttpError(415, "Invalid request");
    const idempotencyKey = readIdempotencyKey(request);
    const key = idempotencyKey === undefined ? undefined : await computeOrderKey(idempotencyKey, caller.user);
    // A repeated order gets the answer to the first one, even if nothing is left for another order.
    if (key === undefined || !(await isKnown(key))) await quota.checkAdmission(caller, { kind });
    const maxBytes = kind === "upscale" ? MAX_UPSCALE_REQUEST_BYTES : MAX_RENDER_REQUEST_BYTES;
    const body = await readJson(request, maxBytes, caller.user);
    try {
      await checkParams(kind, body.params, settings, (url) => references?.find(url, caller));
      await verifyFileName(body.params, fileNames, caller);
      const tool = findTool(kind, body.params);
      checkTool(caller, tool);
      const order: Order = {
        key,
        idempotencyKey,
        fingerprint: await computeFingerprint(path, await body.describe()),
        caller,
        charge: { ...identifyCaller(caller), tool, credits: getCost(tool) },
        isWatched: false,
        signal: request.signal,
        releaseBody: body.release,
        upstream: {
          method: "POST",
          path,
          contentType: "application/json",
          body: body.createStream,
          timeoutMs: timeouts.submissionMs,
        },
      };
      const reply = await runOnce(order, (record) => submitOrder(order, record)).finally(() =>
        order.isWatched ? watch.end(order) : undefined,
      );
      return jsonResponse(reply.status, reply.body, reply.headers);
    } finally {
      body.release();
    }
  };

  /** Whether the store has an order with this key that was not refused. */
  async function isKnown(key: string): Promise<boolean> {
    const previous = (await records.read(key))?.previous;
    return previous !== undefined && parseRecord(previous)?.phase !== "refused";
  }

  /** Reserves, sends and settles an order. Everything before `sendOrder` may throw: nothing was sent yet. */
  async function submitOrder(order: Order, record: OwnRecord): Promise<OrderEnd | "lost"> {
    const { caller, charge, signal, upstream } = order;
    await ids.prepare();
    const reservation = await quota.reserve(caller, charge.credits);
    const mark = signal.aborted ? "disconnected" : await markSent(order, record);
    if (mark !== "sent") {
      await reservation.cancel(true);
      if (mark === "lost") return mark;
      throw mark === "failed" ? createStoreError() : createDisconnectError();
    }
    emit({ type: "accepted", ...charge });
    const outcome = await sendOrder(send, upstream, (id) => ids.sign(id, caller.user));
    await settle(outcome, order, reservation);
    return toOrderEnd(outcome);
  }

  /** The order is sent only after both calls, so they can run concurrently. */
  async function markSent(order: Order, record: OwnRecord): Promise<"sent" | "lost" | "failed"> {
    order.isWatched = true;
    const [mark] = await Promise.all([record.markSent(), watch.begin(order)]);
    return mark;
  }

  /** Never rejects: the outcome is known already. */
  async function settle(outcome: Outcome, order: Order, reservation: Reservation): Promise<void> {
    try {
      report(outcome, order.charge);
      await settleReservation(outcome, reservation);
      if (outcome.kind === "bought") await followRender(outcome.render.id, order);
    } catch (error) {
      emit({ type: "failed", component: "gateway", error });
    }
  }

  /** Before the record says that the order was answered: a crash in between leaves an unknown outcome, which is reported. */
  async function followRender(renderId: string, { charge, idempotencyKey }: Order): Promise<void> {
    const clientRenderId = await ids.sign(renderId, charge.user);
    await follow({ charge, renderId, clientRenderId, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
  }

  function reportBought({ id, status, ended }: RenderState, charge: Charge): void {
    emit({ type: "bought", ...charge, renderId: id });
    if (ended) emit({ type: "finished", ...identifyCaller(charge), renderId: id, status });
  }

  function report(outcome: Outcome, charge: Charge): void {
    if (outcome.kind === "bought") reportBought(outcome.render, charge);
    if (outcome.kind === "unknown") emit({ type: "outcome-unknown", ...charge, error: outcome.error });
    if (outcome.kind === "refused" && outcome.cause?.kind === "unreachable")
      emit({ type: "failed", component: "upstream", error: outcome.cause });
  }
}

/** A rejected order is free. An internal error of the service may not be, so it counts. */
async function settleReservation(outcome: Outcome, reservation: Reservation): Promise<void> {
  if (outcome.kind === "bought") await reservation.commit(outcome.render.id, outcome.render.ended);
  else if (outcome.kind === "unknown") await reservation.hold();
  else await reservation.cancel(outcome.kind === "refused");
}

/** Throws the `HttpError` of a refused order. */
function toOrderEnd(outcome: Outcome): OrderEnd {
  switch (outcome.kind) {
    case "bought":
      return { phase: "answered", reply: outcome.reply };
    case "failed":
      return { phase: "answered", reply: outcome.error.toReply() };
    case "unknown":
      return { phase: "unknown", reply: outcome.reply };
    case "refused":
      throw outcome.error;
  }
}

function findTool(kind: "render" | "upscale", { tool }: Record<string, unknown>): Tool {
  return kind === "render" && typeof tool === "string" ? (tool as Tool) : kind;
}
