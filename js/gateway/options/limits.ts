// Checks limits, costs and timeouts, and adds the defaults.
import type { Limits, Quota, Timeouts, Tool } from "../types.js";

const DEFAULT_TIMEOUTS: Required<Timeouts> = {
  authorizeMs: 30_000,
  bodyMs: 30_000,
  upstreamMs: 60_000,
  submissionMs: 300_000,
  storeMs: 2_000,
  leaseMs: 300_000,
};

export function readLimits(limits: Limits): { account: Required<Quota>; perUser: Required<Quota> } {
  const { perUser = {}, concurrentRenders = 10, requestsPerMinute = Infinity, creditsPerDay = Infinity } = limits;
  const account = {
    concurrentRenders: checkInteger("limits.concurrentRenders", concurrentRenders, 1),
    requestsPerMinute: checkInteger("limits.requestsPerMinute", requestsPerMinute, 1),
    creditsPerDay: checkInteger("limits.creditsPerDay", creditsPerDay, 0),
  };
  const half = account.concurrentRenders === Infinity ? Infinity : Math.ceil(account.concurrentRenders / 2);
  return {
    account,
    perUser: {
      concurrentRenders: checkInteger("limits.perUser.concurrentRenders", perUser.concurrentRenders ?? half, 1),
      requestsPerMinute: checkInteger("limits.perUser.requestsPerMinute", perUser.requestsPerMinute ?? 300, 1),
      creditsPerDay: checkInteger("limits.perUser.creditsPerDay", perUser.creditsPerDay ?? Infinity, 0),
    },
  };
}

/** Returns a function from a tool to its cost. */
export function readCosts(costs: Partial<Record<Tool, number>>): (tool: string) => number {
  const table = new Map<string, number>([["upscale", 4]]);
  for (const [tool, credits] of Object.entries(costs))
    table.set(tool, checkInteger(`costs.${tool}`, credits, 0, false));
  const render = table.get("render") ?? 1;
  return (tool) => table.get(tool) ?? render;
}

export function readTimeouts(timeouts: Timeouts): Required<Timeouts> {
  const all = { ...DEFAULT_TIMEOUTS, ...timeouts };
  for (const [name, ms] of Object.entries(all)) checkInteger(`timeouts.${name}`, ms, 1, false);
  return all;
}

function checkInteger(option: string, value: number, min: number, allowInfinity = true): number {
  if ((allowInfinity && value === Infinity) || (Number.isSafeInteger(value) && value >= min)) return value;
  throw new TypeError(
    `${option} is invalid. Use an integer of at least ${min}${allowInfinity ? ", or Infinity" : ""}.`,
  );
}
