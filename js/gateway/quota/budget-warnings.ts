// Warns the operator when a share of a budget is spent.
import { identifyCaller } from "../caller.js";
import type { Caller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import type { Settings } from "../options/read-options.js";
import type { ScopedBudget } from "./scopes.js";

interface Spending {
  budgets: ScopedBudget[];
  credits: number;
}

/** Emits a warning for every budget of a reservation whose share was exceeded by it. */
export type WarnAboutBudgets = (caller: Caller, spending: Spending, spent: number[]) => Promise<void>;

export function createBudgetWarnings(
  { budgetWarningShare, emit }: Settings,
  breaker: CircuitBreaker,
): WarnAboutBudgets {
  const warn = async (caller: Caller, budget: ScopedBudget, spent: number): Promise<void> => {
    // After a refund, the share can be exceeded again. Another instance may have warned, too.
    const isFirst = await breaker.call(async (store) => {
      const earlier = await store.compareAndSwap(`warned:${budget.key}`, undefined, "1", budget.ttlMs);
      return (earlier ?? undefined) === undefined;
    });
    if (isFirst === false) return;
    const { scope, period, limit } = budget;
    emit({ type: "budget-warning", ...identifyCaller(caller), scope, period: period.kind, spent, limit });
  };

  return async (caller, { budgets, credits }, spent) => {
    const warnings = budgets.map(async (budget, index) => {
      const now = spent[index] ?? 0;
      const share = budget.limit * budgetWarningShare;
      if (now >= share && now - credits < share) await warn(caller, budget, now);
    });
    await Promise.all(warnings);
  };
}
