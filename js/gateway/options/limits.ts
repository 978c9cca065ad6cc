// Checks limits, costs and timeouts, and adds the defaults.
import type { Limits, Quota, Timeouts, Tool } from "../types.js";
import { checkOptionNames } from "./option-names.js";
import type { OptionNames } from "./option-names.js";

/** Checked limits. */
export interface CheckedLimits {
  account: Required<Quota>;
  perGroup: Required<Quota>;
  perUser: Required<Quota>;
}

const QUOTA_NAMES: OptionNames<Quota> = {
  concurrentRenders: true,
  requestsPerMinute: true,
  creditsPerDay: true,
  creditsPerMonth: true,
};

const LIMIT_NAMES: OptionNames<Limits> = { ...QUOTA_NAMES, perUser: true, perGroup: true };

/** Every tool. All but `upscale` are tools of the `render` endpoint. */
export const TOOL_NAMES: Record<Tool, true> = {
  render: true,
  sketch: true,
  "empty-room": true,
  "virtual-staging": true,
  edit: true,
  upscale: true,
};

const UNLIMITED: Required<Quota> = {
  concurrentRenders: Infinity,
  requestsPerMinute: Infinity,
  creditsPerDay: Infinity,
  creditsPerMonth: Infinity,
};

const DEFAULT_TIMEOUTS: Required<Timeouts> = {
  authorizeMs: 30_000,
  bodyMs: 30_000,
  upstreamMs: 60_000,
  submissionMs: 300_000,
  storeMs: 2_000,
  leaseMs: 300_000,
};

const TIMEOUT_NAMES: OptionNames<Timeouts> = {
  authorizeMs: true,
  bodyMs: true,
  upstreamMs: true,
  submissionMs: true,
  storeMs: true,
  leaseMs: true,
};

/** A day. Timers over 2^31 - 1 ms fire immediately, and some last for a sum or a multiple of these times. */
const MAX_TIMEOUT_MS = 24 * 60 * 60 * 1000;

export function readLimits(limits: Limits): CheckedLimits {
  checkOptionNames("limits", limits, LIMIT_NAMES);
  const { perUser = {}, perGroup = {}, ...own } = limits;
  const account = { ...UNLIMITED, concurrentRenders: 10, ...readQuota("limits", own) };
  const half = account.concurrentRenders === Infinity ? Infinity : Math.ceil(account.concurrentRenders / 2);
  return {
    account,
    perGroup: { ...UNLIMITED, ...readQuota("limits.perGroup", perGroup) },
    perUser: {
      ...UNLIMITED,
      concurrentRenders: half,
      requestsPerMinute: 300,
      ...readQuota("limits.perUser", perUser),
    },
  };
}

/** Checks the limits of one user, of one group, or of the account. Returns only the defined ones. */
export function readQuota(path: string, quota: Quota): Quota {
  checkOptionNames(path, quota, QUOTA_NAMES);
  const defined = Object.entries(quota).filter(([, value]) => value !== undefined);
  for (const [name, value] of defined)
    checkInteger(`${path}.${name}`, value as number, name.startsWith("credits") ? 0 : 1);
  return Object.fromEntries(defined);
}

/** Returns a function from a tool to its cost. */
export function readCosts(costs: Partial<Record<Tool, number>>): (tool: string) => number {
  checkOptionNames<Partial<Record<Tool, number>>>("costs", costs, TOOL_NAMES);
  const table = new Map<string, number>([["upscale", 4]]);
  for (const [tool, credits] of Object.entries(costs))
    table.set(tool, checkInteger(`costs.${tool}`, credits, 0, false));
  const render = table.get("render") ?? 1;
  return (tool) => table.get(tool) ?? render;
}

export function readTimeouts(timeouts: Timeouts): Required<Timeouts> {
  checkOptionNames("timeouts", timeouts, TIMEOUT_NAMES);
  const all = { ...DEFAULT_TIMEOUTS, ...timeouts };
  for (const [name, ms] of Object.entries(all)) {
    checkInteger(`timeouts.${name}`, ms, 1, false);
    if (ms > MAX_TIMEOUT_MS)
      throw new TypeError(`timeouts.${name} is too long. Use at most ${MAX_TIMEOUT_MS} milliseconds.`);
  }
  return all;
}

/** Checks a time zone's name. */
export function readTimeZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone }).resolvedOptions().timeZone;
  } catch {
    throw new TypeError('timeZone is unknown. Use an IANA name such as "Europe/Berlin".');
  }
}

/** Checks the share of a budget after which a warning is emitted. */
export function readShare(share: number): number {
  if (typeof share === "number" && share > 0 && share <= 1) return share;
  throw new TypeError("budgetWarningShare is invalid. Use a number greater than 0 and at most 1, such as 0.8.");
}

/** Throws a `TypeError` that names the option. */
export function checkInteger(option: string, value: number, min: number, allowInfinity = true): number {
  if ((allowInfinity && value === Infinity) || (Number.isSafeInteger(value) && value >= min)) return value;
  throw new TypeError(
    `${option} is invalid. Use an integer of at least ${min}${allowInfinity ? ", or Infinity" : ""}.`,
  );
}
