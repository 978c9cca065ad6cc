// Reads how much of the limits is used.
import type { CircuitBreaker } from "../circuit-breaker.js";
import type { BudgetUsage, LimitUsage, Usage, UsageOwner } from "../quota-types.js";
import { createStoreError } from "./quota-errors.js";
import { listSlots } from "./scopes.js";
import type { ListBudgets, ListScopes, Scope } from "./scopes.js";

/** Reads the usage of a user, a group, or the account. Throws an `HttpError` if the store is down. */
export type ReadUsage = (owner: UsageOwner) => Promise<Usage>;

/** What is left of the narrowest limits, and how much of the owner's own limit is used. */
interface Counter {
  limit: number;
  used: number;
}

export function createReadUsage(breaker: CircuitBreaker, listScopes: ListScopes, listBudgets: ListBudgets): ReadUsage {
  return async (owner) => {
    const scopes = selectScopes(listScopes(owner));
    const [slots, budgets] = [listSlots(scopes), listBudgets(scopes)];
    const rates = scopes.map(({ key, quota }) => ({ key, limit: quota.requestsPerMinute }));
    const request = { slots: getKeys(slots), rates: getKeys(rates), budgets: getKeys(budgets) };
    const counts = await breaker.call((store) => store.readUsage(request));
    if (!counts) throw createStoreError();
    const days = budgets.map((budget, index) => ({ ...budget, used: counts.budgets[index] ?? 0 }));
    const readBudget = (kind: "day" | "month"): BudgetUsage => {
      const counters = days.filter(({ period }) => period.kind === kind);
      const end = counters[0]?.period.end ?? 0;
      return { ...summarize(counters), resetsAt: new Date(end).toISOString() };
    };
    const combine = (limits: { limit: number }[], used: number[]): Counter[] =>
      limits.map(({ limit }, index) => ({ limit, used: used[index] ?? 0 }));
    return {
      day: readBudget("day"),
      month: readBudget("month"),
      concurrentRenders: summarize(combine(slots, counts.slots)),
      requestsPerMinute: summarize(combine(rates, counts.rates)),
    };
  };
}

/** Reads the credits that are left of the budgets of a user and their group. `Infinity` means that there is no budget. */
export type ReadLeft = (owner: UsageOwner) => Promise<number>;

export function createReadLeft(readUsage: ReadUsage, listScopes: ListScopes): ReadLeft {
  return async (owner) => {
    const quotas = selectScopes(listScopes(owner)).map(({ quota }) => quota);
    // Without a budget, the answer does not depend on the store, which may be down.
    if (quotas.every(({ creditsPerDay, creditsPerMonth }) => Math.min(creditsPerDay, creditsPerMonth) === Infinity))
      return Infinity;
    const { day, month } = await readUsage(owner);
    return Math.min(day.left ?? Infinity, month.left ?? Infinity);
  };
}

/** What is left of the account's limits is not for its users. */
const selectScopes = (scopes: Scope[]): Scope[] => (scopes.length > 1 ? scopes.slice(0, -1) : scopes);

const getKeys = (limits: { key: string }[]): string[] => limits.map(({ key }) => key);

/** The first counter is the owner's own. The others only reduce what is left. */
function summarize(counters: Counter[]): LimitUsage {
  const { limit, used } = counters[0] ?? { limit: Infinity, used: 0 };
  const left = Math.min(...counters.map((counter) => Math.max(0, counter.limit - counter.used)));
  return { limit: toJson(limit), used, left: toJson(left) };
}

/** JSON has no infinity. */
const toJson = (value: number): number | null => (value === Infinity ? null : value);
