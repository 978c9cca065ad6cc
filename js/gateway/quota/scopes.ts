// Whose limits a request counts against: those of its user, of the user's group, and of the account.
import type { CheckedLimits } from "../options/limits.js";
import type { Settings } from "../options/read-options.js";
import type { Quota, UsageOwner } from "../quota-types.js";
import type { Budget, Limit } from "../stores/store.js";
import { createPeriods } from "./periods.js";
import type { Period } from "./periods.js";

/** A user, a group, or the account, with its limits. */
export interface Scope {
  kind: "user" | "group" | "account";
  /** Its name in the store. */
  key: string;
  quota: Required<Quota>;
}

/** A budget, with its owner and its period. */
export interface ScopedBudget extends Budget {
  scope: Scope["kind"];
  period: Period;
}

/** A spent budget is kept for a day longer than its period: a clock that is set back must not grant a second budget. */
const BUDGET_MARGIN_MS = 86_400_000;

/** Lists the scopes of a caller, from the narrowest to the widest. */
export type ListScopes = (owner: UsageOwner) => Scope[];

export function createScopes({ account, perGroup, perUser }: CheckedLimits): ListScopes {
  return ({ user, group, limits, groupLimits }) => {
    const scopes: Scope[] = [];
    if (user !== undefined) scopes.push({ kind: "user", key: `user:${user}`, quota: { ...perUser, ...limits } });
    if (group !== undefined)
      scopes.push({ kind: "group", key: `group:${group}`, quota: { ...perGroup, ...groupLimits } });
    return [...scopes, { kind: "account", key: "account", quota: account }];
  };
}

/** The limits of concurrent renders. */
export const listSlots = (scopes: Scope[]): Limit[] =>
  scopes.map(({ key, quota }) => ({ key, limit: quota.concurrentRenders }));

/** The limits of requests per minute. */
export const listRates = (scopes: Scope[]): Limit[] =>
  scopes.map(({ key, quota }) => ({ key, limit: quota.requestsPerMinute })).filter(({ limit }) => limit !== Infinity);

/** Lists the budgets of the current day and month. */
export type ListBudgets = (scopes: Scope[]) => ScopedBudget[];

export function createBudgets({ timeZone }: Settings): ListBudgets {
  const getPeriods = createPeriods(timeZone);
  return (scopes) => {
    const now = Date.now();
    return scopes.flatMap(({ kind, key, quota }) =>
      getPeriods(now).map((period) => ({
        // The period comes first: the name of a user may contain anything.
        key: `${period.date}:${key}`,
        limit: period.kind === "day" ? quota.creditsPerDay : quota.creditsPerMonth,
        ttlMs: period.end - now + BUDGET_MARGIN_MS,
        scope: kind,
        period,
      })),
    );
  };
}
