// `gateway.usage()`.
import { createCircuitBreaker } from "../circuit-breaker.js";
import { readQuota } from "../options/limits.js";
import { checkOptionNames } from "../options/option-names.js";
import type { OptionNames } from "../options/option-names.js";
import type { Settings } from "../options/read-options.js";
import { createBudgets, createScopes } from "../quota/scopes.js";
import { createReadUsage } from "../quota/usage.js";
import type { Gateway, UsageOwner } from "../types.js";

const OWNER_NAMES: OptionNames<UsageOwner> = { user: true, group: true, limits: true, groupLimits: true };

export function createUsage(settings: Settings): Gateway["usage"] {
  const readUsage = createReadUsage(createCircuitBreaker(settings), createScopes(settings), createBudgets(settings));
  return async (owner = {}) => readUsage(readOwner(owner));
}

function readOwner(owner: string | UsageOwner): UsageOwner {
  if (typeof owner === "string") return { user: owner };
  checkOptionNames("", owner, OWNER_NAMES);
  readQuota("limits", owner.limits ?? {});
  readQuota("groupLimits", owner.groupLimits ?? {});
  return owner;
}
