// Limits requests per minute, for the account and for each user.
import type { Caller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import { HttpError, buildRetryAfter, createStoreError } from "../http/http-error.js";
import type { Settings } from "../options/read-options.js";
import type { RateLimit } from "../stores/store.js";

/**
 * Counts a request. Throws an `HttpError` if a limit is reached. While the store is down, paid requests are rejected and all
 * others are not counted.
 */
export type CountRequest = (caller: Caller, paid: boolean) => Promise<void>;

export function createRateLimit({ account, perUser }: Settings, breaker: CircuitBreaker): CountRequest {
  const listLimits = ({ user }: Caller): RateLimit[] => {
    const limits = [{ key: "all", limit: account.requestsPerMinute }];
    if (user !== undefined) limits.push({ key: `user:${user}`, limit: perUser.requestsPerMinute });
    return limits.filter(({ limit }) => limit !== Infinity);
  };
  return async (caller, paid) => {
    const limits = listLimits(caller);
    const wait = limits.length === 0 ? 0 : await breaker.call((store) => store.countRequest(limits));
    if (wait === undefined && paid) throw createStoreError();
    if (wait) throw new HttpError(429, "Too many requests. Try again later.", buildRetryAfter(wait), "rate-limit");
  };
}
