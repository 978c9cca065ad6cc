// Counts events, and reports them with the state of the store as Prometheus metrics. Labels contain no users, groups or ids.
import type { GatewayEvent } from "../event-types.js";
import type { Settings } from "../options/read-options.js";
import { createScopes, createBudgets } from "../quota/scopes.js";
import { withTimeout } from "../timeout.js";
import { createRegistry } from "./registry.js";
import type { Labels, Registry } from "./registry.js";

export interface Metrics {
  count(event: GatewayEvent): void;
  /** Prometheus' text format. Leaves out what the store cannot tell. */
  format(): Promise<string>;
}

const DURATION_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const KNOWN_METHODS = ["GET", "POST", "OPTIONS", "HEAD"];
const KNOWN_STATUSES = ["completed", "painted", "failed"];

/** `countInProgress` returns the number of requests in progress. */
export function createMetrics(settings: Settings, countInProgress: () => number): Metrics {
  const registry = createRegistry();
  const count = createCounters(registry);
  registry.gauge("reroom_requests_in_progress", "Requests in progress in this process.", () => [
    [{}, countInProgress()],
  ]);
  addStoreGauges(registry, settings);
  return { count, format: () => registry.format() };
}

function createCounters(registry: Registry): (event: GatewayEvent) => void {
  const requests = registry.counter("reroom_requests_total", "Responses of the gateway.");
  const durations = registry.histogram(
    "reroom_request_duration_seconds",
    "Time from a request to the gateway's response.",
    DURATION_BUCKETS,
  );
  const orders = registry.counter("reroom_orders_total", "Paid requests, by what happened to them.");
  const refused = registry.counter("reroom_orders_refused_total", "Paid requests that were rejected, by reason.");
  const credits = registry.counter("reroom_credits_total", "Credits of bought renders and of unknown outcomes.");
  const finished = registry.counter("reroom_renders_finished_total", "Renders that were seen to end.");
  const undelivered = registry.counter("reroom_renders_undelivered_total", "Renders that the gateway gave up on.");
  const failures = registry.counter("reroom_failures_total", "Failures of the gateway's components.");
  const warnings = registry.counter("reroom_budget_warnings_total", "Warnings that a budget is nearly spent.");
  return (event) => {
    switch (event.type) {
      case "request": {
        const { route, status, durationMs } = event;
        const method = KNOWN_METHODS.includes(event.method) ? event.method : "other";
        requests({ route, method, status });
        durations({ route }, durationMs / 1000);
        break;
      }
      case "accepted":
        orders({ outcome: "accepted", tool: event.tool });
        break;
      case "bought":
        orders({ outcome: "bought", tool: event.tool });
        credits({ outcome: "bought", tool: event.tool }, event.credits);
        break;
      case "outcome-unknown":
        orders({ outcome: "unknown", tool: event.tool });
        credits({ outcome: "unknown", tool: event.tool }, event.credits);
        break;
      case "refused":
        refused({ reason: event.reason, status: event.status });
        break;
      case "finished":
        finished({ status: KNOWN_STATUSES.includes(event.status) ? event.status : "other" });
        break;
      case "undelivered":
        undelivered({});
        break;
      case "failed":
        failures({ component: event.component });
        break;
      case "budget-warning":
        warnings({ scope: event.scope, period: event.period });
        break;
    }
  };
}

/** The account's slots and budgets, from the store. */
function addStoreGauges(registry: Registry, settings: Settings): void {
  const { store, timeouts } = settings;
  const listScopes = createScopes(settings);
  const listBudgets = createBudgets(settings);
  const ask = async <T>(promise: Promise<T>): Promise<T | undefined> =>
    withTimeout(promise, timeouts.storeMs).catch(() => undefined);
  const listAccount = () => listScopes({}).filter(({ kind }) => kind === "account");
  const readSpent = async (): Promise<[Labels, number][]> => {
    const budgets = listBudgets(listAccount());
    const usage = await ask(store.readUsage({ slots: [], rates: [], budgets: budgets.map(({ key }) => key) }));
    return (usage?.budgets ?? []).map((spent, index) => [{ period: budgets[index]?.period.kind ?? "" }, spent]);
  };
  registry.gauge("reroom_slots_in_use", "Slots in use, of all instances that share the store.", async () => {
    const leases = await ask(store.listLeases());
    return leases ? [[{}, leases.length]] : [];
  });
  registry.gauge("reroom_slots_limit", "Slots of the account.", () =>
    listAccount().map(({ quota }) => [{}, quota.concurrentRenders]),
  );
  registry.gauge("reroom_budget_spent_credits", "Credits that the account has spent in a period.", readSpent);
  registry.gauge("reroom_budget_limit_credits", "Credits that the account may spend in a period.", () =>
    listBudgets(listAccount()).map(({ period, limit }) => [{ period: period.kind }, limit]),
  );
}
