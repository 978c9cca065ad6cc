// Reserves a slot and credits for a paid request.
import type { Caller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import { RETRY_AFTER_MS } from "../http/http-error.js";
import type { Settings } from "../options/read-options.js";
import type { ReservationRequest } from "../stores/store.js";
import type { WarnAboutBudgets } from "./budget-warnings.js";
import { createRequestLease, getRenderLease } from "./leases.js";
import { createQuotaError, createStoreError } from "./quota-errors.js";
import { listSlots } from "./scopes.js";
import type { ListBudgets, ListScopes, ScopedBudget } from "./scopes.js";
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

/** A reservation request whose budgets have owners and periods. */
export interface ScopedRequest extends ReservationRequest {
  budgets: ScopedBudget[];
}

/** Builds the request for a slot and credits. */
export type BuildRequest = (caller: Caller, credits: number) => ScopedRequest;

export function createBuildRequest(
  { timeouts }: Settings,
  listScopes: ListScopes,
  listBudgets: ListBudgets,
): BuildRequest {
  return (caller, credits) => {
    const scopes = listScopes(caller);
    return {
      lease: createRequestLease(),
      // Covers the wait for the response, plus some time in case this instance crashes.
      leaseMs: timeouts.authorizeMs + timeouts.submissionMs + timeouts.leaseMs,
      holder: caller.user ?? "",
      credits,
      slots: listSlots(scopes),
      budgets: listBudgets(scopes),
      waitMs: MAX_MISSED_RETRIES * RETRY_AFTER_MS,
    };
  };
}

export function createReserve(
  { timeouts }: Settings,
  breaker: CircuitBreaker,
  sweep: Sweep,
  buildRequest: BuildRequest,
  warnAboutBudgets: WarnAboutBudgets,
): Reserve {
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
    const result = await retryAfterSweep(sweep, () =>
      breaker.callOrUndo(
        (store) => store.reserve(request),
        (store) => store.release(request.lease, budgets),
      ),
    );
    if (!result) throw createStoreError();
    if (result.status !== "granted") throw createQuotaError(result);
    await warnAboutBudgets(caller, request, result.spent);
    return createReservation(request.lease, budgets);
  };
}

/** Calls `attempt` again if there is no slot, but the sweep frees one. */
export async function retryAfterSweep<T extends { status: string }>(
  sweep: Sweep,
  attempt: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const result = await attempt();
  return result?.status === "no-slot" && (await sweep()) ? attempt() : result;
}
