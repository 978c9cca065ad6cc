// The store for a single process.
import { DAY_MS, RATE_LIMIT_WINDOW_MS } from "./store.js";
import type { RateLimit, ReservationRequest, ReservationResult, Store } from "./store.js";

interface Lease {
  user: string;
  credits: number;
  day: number;
  expires: number;
}

/** Credits spent in one day. */
interface DailySpend {
  total: number;
  byUser: Map<string, number>;
}

/** Options of `createMemoryStore`. */
export interface MemoryStoreOptions {
  /** Returns the time in milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
}

/** Creates a store that counts in this process's memory. */
export function createMemoryStore({ now = Date.now }: MemoryStoreOptions = {}): Store {
  const countRequest = createRateLimiter();
  const compareAndSwap = createKeyValueMap(now);
  const leases = new Map<string, Lease>();
  const waiting = new Map<string, number>();
  const days = new Map<number, DailySpend>();

  const getActive = (name: string): Lease | undefined => {
    const lease = leases.get(name);
    return lease && lease.expires > now() ? lease : undefined;
  };
  const spend = (day: number, user: string, credits: number): void => {
    const spent = days.get(day);
    if (!spent) return;
    spent.total += credits;
    spent.byUser.set(user, (spent.byUser.get(user) ?? 0) + credits);
  };
  const reserve = (request: ReservationRequest): ReservationResult => {
    const time = now();
    const day = Math.floor(time / DAY_MS);
    // Keep the adjacent days: a clock that is set back past midnight must not grant a second budget.
    for (const other of days.keys()) if (Math.abs(other - day) > 1) days.delete(other);
    const spent = days.get(day) ?? { total: 0, byUser: new Map<string, number>() };
    days.set(day, spent);
    const { user, credits } = request;
    if (spent.total + credits > request.creditsPerDay) return "no-credits";
    if ((spent.byUser.get(user) ?? 0) + credits > request.userCreditsPerDay) return "no-credits";

    for (const [name, { expires }] of leases) if (expires <= time) leases.delete(name);
    for (const [name, until] of waiting) if (until <= time) waiting.delete(name);
    const countSlots = (name: string): number => [...leases.values()].filter((lease) => lease.user === name).length;
    const own = countSlots(user);
    if (own >= request.userSlots) return "no-slot";
    const ahead = [...waiting.keys()].filter((name) => name !== user && countSlots(name) < own).length;
    if (leases.size + ahead >= request.slots) {
      waiting.set(user, time + request.waitMs);
      return "no-slot";
    }
    waiting.delete(user);
    leases.set(request.lease, { user, credits, day, expires: time + request.leaseMs });
    spend(day, user, credits);
    return "granted";
  };

  return {
    countRequest: (limits) => Promise.resolve(countRequest(limits, now())),
    reserve: (request) => Promise.resolve(reserve(request)),
    rename: (name, newName, leaseMs) => {
      const lease = getActive(name);
      leases.delete(name);
      if (lease) leases.set(newName, { ...lease, expires: now() + leaseMs });
      return Promise.resolve();
    },
    renew: (name, leaseMs) => {
      const lease = getActive(name);
      if (lease) lease.expires = now() + leaseMs;
      return Promise.resolve();
    },
    release: (name, refund) => {
      const lease = getActive(name);
      leases.delete(name);
      if (lease && refund) spend(lease.day, lease.user, -lease.credits);
      return Promise.resolve();
    },
    listLeases: () => Promise.resolve([...leases.keys()].filter(getActive)),
    compareAndSwap: (key, expected, next, ttlMs) => Promise.resolve(compareAndSwap(key, expected, next, ttlMs)),
  };
}

/** Creates a `compareAndSwap` over a map whose entries expire. */
function createKeyValueMap(
  now: () => number,
): (key: string, expected: string | undefined, next: string | undefined, ttlMs: number) => string | undefined {
  const entries = new Map<string, { value: string; expires: number }>();
  return (key, expected, next, ttlMs) => {
    const time = now();
    for (const [other, { expires }] of entries) if (expires <= time) entries.delete(other);
    const previous = entries.get(key)?.value;
    if (previous !== expected) return previous;
    if (next === undefined) entries.delete(key);
    else entries.set(key, { value: next, expires: time + ttlMs });
    return previous;
  };
}

/** Keeps the times of the latest requests per key, up to the key's limit. */
function createRateLimiter(): (limits: RateLimit[], time: number) => number {
  const log = new Map<string, number[]>();
  let lastCleanup = 0;
  return (limits, time) => {
    if (time >= lastCleanup + RATE_LIMIT_WINDOW_MS) {
      lastCleanup = time;
      for (const [key, times] of log) if ((times.at(-1) ?? 0) + RATE_LIMIT_WINDOW_MS <= time) log.delete(key);
    }
    const waits = limits.map(({ key, limit }) => (log.get(key)?.at(-limit) ?? -Infinity) + RATE_LIMIT_WINDOW_MS - time);
    const wait = Math.max(0, ...waits);
    if (wait > 0) return wait;
    for (const { key, limit } of limits) {
      const times = log.get(key) ?? [];
      log.set(key, times);
      if (times.push(time) > limit) times.splice(0, times.length - limit);
    }
    return 0;
  };
}
