// Slots, credits and rate limits.
import type { CircuitBreaker } from "../circuit-breaker.js";
import type { Settings } from "../options/read-options.js";
import type { Send } from "../upstream/send.js";
import { createRateLimit } from "./rate-limit.js";
import type { CountRequest } from "./rate-limit.js";
import { createReserve } from "./reservations.js";
import type { Reserve } from "./reservations.js";
import { createBudgets, createScopes } from "./scopes.js";
import { createSweep } from "./sweep.js";

export interface QuotaService {
  countRequest: CountRequest;
  reserve: Reserve;
}

export function createQuota(settings: Settings, breaker: CircuitBreaker, send: Send): QuotaService {
  const listScopes = createScopes(settings);
  const sweep = createSweep(settings, breaker, send);
  return {
    countRequest: createRateLimit(breaker, listScopes),
    reserve: createReserve(settings, breaker, sweep, listScopes, createBudgets(settings)),
  };
}
