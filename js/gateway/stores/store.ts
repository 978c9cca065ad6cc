// The interface of a store, which counts slots, credits and requests for one or more instances.

/** A counter in the store, and how far it may go. */
export interface Limit {
  /** Identifies the counter. */
  key: string;
  /** An integer, or `Infinity`. */
  limit: number;
}

/** A limit to the credits of one day or month. Its key contains the period. */
export interface Budget extends Limit {
  /** How long the counter is kept after its last use, in milliseconds. Covers the rest of the period. */
  ttlMs: number;
}

/** A paid request that asks for a slot and for credits. */
export interface ReservationRequest {
  /** The name of the slot's lease. Unique. */
  lease: string;
  /** How long the lease lasts, in milliseconds. */
  leaseMs: number;
  /** Who holds the slot. Slots are shared fairly between holders. */
  holder: string;
  /** What the request costs: an integer, at least 0. */
  credits: number;
  /** The counters of concurrent renders that the slot belongs to, from the narrowest to the widest. */
  slots: Limit[];
  /** The counters of credits. */
  budgets: Budget[];
  /** How long a holder who found no slot counts as waiting for one, in milliseconds. */
  waitMs: number;
}

/** The outcome of a reservation. */
export type ReservationResult =
  | {
      /** The slot and the credits are reserved. */
      status: "granted";
      /** What is spent of every budget, in the order of the request. */
      spent: number[];
    }
  | {
      /** Nothing is reserved. */
      status: "no-slot" | "no-credits";
      /** The key of the limit that is reached. */
      key: string;
    };

/** The keys of counters to read. */
export interface UsageRequest {
  /** Keys of concurrent renders. */
  slots: string[];
  /** Keys of budgets. */
  budgets: string[];
  /** Keys of rate limits. */
  rates: string[];
}

/** The values of counters, in the order of the request. */
export interface UsageCounts {
  /** Concurrent renders. */
  slots: number[];
  /** Credits spent. */
  budgets: number[];
  /** Requests in the last 60 seconds. Never more than the largest limit that they were counted against. */
  rates: number[];
}

/** Work to do later, such as looking up a render. Tasks with the same id in different lists are different. */
export interface Task {
  /** Identifies the task. */
  id: string;
  /** A text that describes it. Never empty. */
  value: string;
}

/**
 * Counts for one or more gateways. Every method must be atomic. It must reject if the store cannot do its work. A slot is a
 * lease: if its holder crashes, the lease expires.
 */
export interface Store {
  /**
   * Counts a request against all limits, or against none. A limit is the number of requests in any 60 seconds, at least 1 and
   * not `Infinity`. Resolves to 0, or to the milliseconds until all limits allow it.
   */
  countRequest(limits: Limit[]): Promise<number>;
  /**
   * Reserves a slot and credits, or neither. Slots are shared fairly: if other holders wait and hold fewer slots than this
   * one, a slot stays free for each of them. With `dryRun`, reserves nothing, but notes who waits.
   */
  reserve(request: ReservationRequest, dryRun?: boolean): Promise<ReservationResult>;
  /** Renames a lease and restarts its time. Does nothing if it has expired. */
  rename(lease: string, name: string, leaseMs: number): Promise<void>;
  /** Restarts a lease's time. Does nothing if it has expired. */
  renew(lease: string, leaseMs: number): Promise<void>;
  /**
   * Frees a slot, and returns its credits to the budgets with the keys in `refund`. Does nothing if the lease has expired, so
   * credits are returned at most once.
   */
  release(lease: string, refund?: string[]): Promise<void>;
  /** Lists the active leases. */
  listLeases(): Promise<string[]>;
  /** Reads counters without changing them. */
  readUsage(request: UsageRequest): Promise<UsageCounts>;
  /**
   * Replaces the value of a key with `next` if it is `expected`, for `ttlMs` milliseconds. `undefined` stands for no value;
   * values are never empty. Resolves to the previous value.
   */
  compareAndSwap(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    ttlMs: number,
  ): Promise<string | undefined>;
  /** Adds a task to a list. It is due after `delayMs`. Replaces one with the same id. */
  addTask(list: string, task: Task, delayMs: number): Promise<void>;
  /**
   * Takes the task of a list that has been due the longest, and hides it from other calls for `leaseMs`. If its holder crashes, it is due
   * again after that. Resolves to `undefined` if no task is due.
   */
  takeTask(list: string, leaseMs: number): Promise<Task | undefined>;
  /** Replaces a task's value and makes it due after `delayMs`. Does nothing if the task was removed. */
  updateTask(list: string, task: Task, delayMs: number): Promise<void>;
  /** Removes a task. Does nothing if there is none. */
  removeTask(list: string, id: string): Promise<void>;
}

/** The length of a rate limit's window, in milliseconds. */
export const RATE_LIMIT_WINDOW_MS = 60_000;
