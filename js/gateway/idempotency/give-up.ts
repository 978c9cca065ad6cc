// Declares the outcome of an order unknown, because the instance that submitted it has crashed.
import { identifyCaller } from "../caller.js";
import { createStoreError } from "../http/http-error.js";
import { createUnknownOutcome } from "../http/json-response.js";
import type { GatewayEvent, RequestContext } from "../types.js";
import { serializeRecord } from "./records.js";
import type { OrderRecord, Records } from "./records.js";

/** The record of an order whose heartbeat has stopped. */
export interface StoppedOrder {
  key: string;
  /** The record as it was read. */
  text: string;
  record: OrderRecord;
}

/** Resolves to the new record, or to `undefined` if the record has changed. Throws an `HttpError` if the store is down. */
export type GiveUp = (order: StoppedOrder, caller: RequestContext, foundBy: string) => Promise<OrderRecord | undefined>;

/** Only the call whose write succeeds tells the operator. `foundBy` must be unique for each finder, and the same if it tries again. */
export function createGiveUp(records: Records, emit: (event: GatewayEvent) => void): GiveUp {
  return async ({ key, text, record }, caller, foundBy) => {
    const next: OrderRecord = { ...record, phase: "unknown", reply: createUnknownOutcome(504), foundBy };
    const result = await records.swap(key, text, next);
    if (!result) throw createStoreError();
    if (result.previous !== text && result.previous !== serializeRecord(next)) return undefined;
    const { id: requestId, tool, credits } = record;
    emit({ type: "outcome-unknown", ...identifyCaller(caller), requestId, tool, credits, error: createCrashError() });
    return next;
  };
}

export const createCrashError = (): Error =>
  new Error("The gateway instance that submitted the order crashed or lost the store.");
