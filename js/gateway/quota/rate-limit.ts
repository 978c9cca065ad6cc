// Limits requests per minute, for the account, for groups, and for users.
import type { Caller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import { HttpError, buildRetryAfter, createStoreError } from "../http/http-error.js";
import { listRates } from "./scopes.js";
import type { ListScopes } from "./scopes.js";

/**
 * Counts a request. Throws an `HttpError` if a limit is reached. While the store is down, paid requests are rejected and all
 * others are not counted.
 */
export type CountRequest = (caller: Caller, paid: boolean) => Promise<void>;

export function createRateLimit(breaker: CircuitBreaker, listScopes: ListScopes): CountRequest {
  return async (caller, paid) => {
    const limits = listRates(listScopes(caller));
    const wait = limits.length === 0 ? 0 : await breaker.call((store) => store.countRequest(limits));
    if (wait === undefined && paid) throw createStoreError();
    if (wait) throw new HttpError(429, "Too many requests. Try again later.", buildRetryAfter(wait), "rate-limit");
  };
}
