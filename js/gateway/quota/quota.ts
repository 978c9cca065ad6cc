// Slots, credits and rate limits.
import type { CircuitBreaker } from "../circuit-breaker.js";
import type { Settings } from "../options/read-options.js";
import type { Send } from "../upstream/send.js";
import { createAdmission } from "./admission.js";
import type { CheckAdmission } from "./admission.js";
import { createBudgetWarnings } from "./budget-warnings.js";
import { createRateLimit } from "./rate-limit.js";
import type { CountRequest } from "./rate-limit.js";
import { createBuildRequest, createReserve } from "./reservations.js";
import type { Reserve } from "./reservations.js";
import { createBudgets, createScopes } from "./scopes.js";
import { createSweep } from "./sweep.js";
import { createReadLeft, createReadUsage } from "./usage.js";
import type { ReadLeft, ReadUsage } from "./usage.js";

export interface QuotaService {
  countRequest: CountRequest;
  checkAdmission: CheckAdmission;
  reserve: Reserve;
  readUsage: ReadUsage;
  readLeft: ReadLeft;
}

export function createQuota(settings: Settings, breaker: CircuitBreaker, send: Send): QuotaService {
  const listScopes = createScopes(settings);
  const listBudgets = createBudgets(settings);
  const buildRequest = createBuildRequest(settings, listScopes, listBudgets);
  const readUsage = createReadUsage(breaker, listScopes, listBudgets);
  const sweep = createSweep(settings, breaker, send);
  return {
    countRequest: createRateLimit(breaker, listScopes),
    checkAdmission: createAdmission(settings, breaker, sweep, buildRequest),
    reserve: createReserve(settings, breaker, sweep, buildRequest, createBudgetWarnings(settings, breaker)),
    readUsage,
    readLeft: createReadLeft(readUsage, listScopes),
  };
}
