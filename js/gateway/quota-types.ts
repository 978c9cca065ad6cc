// Limits, and what is used of them.

/** What one user, one group, or the whole account may use. `Infinity` means no limit. */
export interface Quota {
  /** Concurrent renders. */
  concurrentRenders?: number;
  /** Requests of any kind in any 60 seconds. */
  requestsPerMinute?: number;
  /** Credits per day in `timeZone`, as counted by `costs`. */
  creditsPerDay?: number;
  /** Credits per calendar month in `timeZone`, as counted by `costs`. */
  creditsPerMonth?: number;
}

/** Limits of the whole account and, if `authorize` returns users and groups, of every user and every group. */
export interface Limits extends Quota {
  /** Limits of a single user. `authorize` can return others for a user. */
  perUser?: Quota;
  /** Limits of all users of a single group together. `authorize` can return others for a group. */
  perGroup?: Quota;
}

/** A budget of credits in one period. */
export interface BudgetUsage {
  /** The budget. `null` stands for no limit. */
  limit: number | null;
  /** The credits spent in this period. */
  used: number;
  /** The credits left. For a user in a group, no more than the group has left. `null` stands for no limit. */
  left: number | null;
  /** When the next period starts, as an ISO date in UTC. */
  resetsAt: string;
}

/** A limit without periods. */
export interface LimitUsage {
  /** The limit. `null` stands for no limit. */
  limit: number | null;
  /** How much of it is in use. */
  used: number;
  /** How much of it is left. For a user in a group, no more than the group has left. `null` stands for no limit. */
  left: number | null;
}

/** What a user, a group, or the account has used, and what is left. */
export interface Usage {
  /** Credits of the day. */
  day: BudgetUsage;
  /** Credits of the month. */
  month: BudgetUsage;
  /** Concurrent renders. */
  concurrentRenders: LimitUsage;
  /** Requests in the last 60 seconds. Counted only if there is a limit. */
  requestsPerMinute: LimitUsage;
}

/** Whose usage to read. Without a user, a group's; without both, the account's. */
export interface UsageOwner {
  /** The user. */
  user?: string;
  /** The group, or the user's group. */
  group?: string;
  /** The user's own limits, as returned by `authorize`. */
  limits?: Quota;
  /** The group's own limits, as returned by `authorize`. */
  groupLimits?: Quota;
}
