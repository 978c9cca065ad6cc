// Reserves a slot and credits for a paid request.
import type { Caller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import { HttpError, RETRY_AFTER_MS, buildRetryAfter, createStoreError } from "../http/http-error.js";
import type { Settings } from "../options/read-options.js";
import type { ReservationRequest, ReservationResult } from "../stores/store.js";
import { createRequestLease, getRenderLease } from "./leases.js";
import { listSlots } from "./scopes.js";
import type { ListBudgets, ListScopes } from "./scopes.js";
import type { Sweep } from "./sweep.js";

/** A user counts as waiting for a slot until they have missed this many retries. */
const MAX_MISSED_RETRIES = 3;

/** A slot and credits, reserved for one paid request. */
export interface Reservation {
  /** A render was bought. It keeps the slot until it ends. */
  commit(renderId: string, ended: boolean): Promise<void>;
  /** Nothing was bought: frees the slot. With `refund`, the credits are returned, too. */
  cancel(refund: boolean): Promise<void>;
  /** The outcome is unknown: the credits count as spent, and the slot is freed when its lease expires. */
  hold(): Promise<void>;
}

/** Reserves a slot and credits. Throws an `HttpError` if there are none. */
export type Reserve = (caller: Caller, credits: number) => Promise<Reservation>;

export function createReserve(
  { timeouts }: Settings,
  breaker: CircuitBreaker,
  sweep: Sweep,
  listScopes: ListScopes,
  listBudgets: ListBudgets,
): Reserve {
  const buildRequest = (caller: Caller, credits: number): ReservationRequest => {
    const scopes = listScopes(caller);
    return {
      lease: createRequestLease(),
      // Covers the wait for the response, plus some time in case this instance crashes.
      leaseMs: timeouts.submissionMs + timeouts.leaseMs,
      holder: caller.user ?? "",
      credits,
      slots: listSlots(scopes),
      budgets: listBudgets(scopes),
      waitMs: MAX_MISSED_RETRIES * RETRY_AFTER_MS,
    };
  };
  const createReservation = (lease: string, budgets: string[]): Reservation => ({
    commit: async (renderId, ended) => {
      await breaker.call(
        (store) => (ended ? store.release(lease) : store.rename(lease, getRenderLease(renderId), timeouts.leaseMs)),
        true,
      );
    },
    cancel: async (refund) => {
      await breaker.call((store) => store.release(lease, refund ? budgets : undefined), true);
    },
    hold: async () => {
      await breaker.call((store) => store.renew(lease, timeouts.leaseMs), true);
    },
  });

  return async (caller, credits) => {
    const request = buildRequest(caller, credits);
    const budgets = request.budgets.map(({ key }) => key);
    const reserve = async (): Promise<ReservationResult> => {
      const result = await breaker.callOrUndo(
        (store) => store.reserve(request),
        (store) => store.release(request.lease, budgets),
      );
      if (!result) throw createStoreError();
      return result;
    };
    let result = await reserve();
    if (result.status === "no-slot" && (await sweep())) result = await reserve();
    if (result.status === "no-credits") throw new HttpError(402, "Not enough credits");
    if (result.status === "no-slot")
      throw new HttpError(429, "Maximum concurrent renders reached", buildRetryAfter(RETRY_AFTER_MS), "no-slot");
    return createReservation(request.lease, budgets);
  };
}
