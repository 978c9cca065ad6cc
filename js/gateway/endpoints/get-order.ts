// Returns what became of an order, by its idempotency key.
import type { Caller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import { HttpError } from "../http/http-error.js";
import { UNKNOWN_OUTCOME, jsonResponse } from "../http/json-response.js";
import { computeOrderKey } from "../idempotency/digest.js";
import { createFindOrder } from "../idempotency/find-order.js";
import { isIdempotencyKey } from "../idempotency/idempotency-key.js";
import { createObserver } from "../idempotency/observe.js";
import { createRecords } from "../idempotency/records.js";
import type { Settings } from "../options/read-options.js";

/** Returns an order of the caller. */
export type GetOrder = (idempotencyKey: string, caller: Caller) => Promise<Response>;

const RUNNING_RETRY_AFTER = { "retry-after": "1" };

export function createGetOrder({ emit }: Settings, breaker: CircuitBreaker): GetOrder {
  const records = createRecords(breaker);
  const findOrder = createFindOrder(records, createObserver(records, emit));
  return async (idempotencyKey, caller) => {
    const isValid = isIdempotencyKey(idempotencyKey);
    const order = isValid ? await findOrder(await computeOrderKey(idempotencyKey, caller.user), caller) : undefined;
    switch (order?.state) {
      case undefined:
        throw new HttpError(404, "Order not found");
      case "running":
        return jsonResponse(200, { state: "running" }, RUNNING_RETRY_AFTER);
      case "answered":
        return jsonResponse(200, { state: "answered", status: order.reply.status, body: order.reply.body });
      case "unknown":
        return jsonResponse(200, { state: "unknown", message: UNKNOWN_OUTCOME });
    }
  };
}
