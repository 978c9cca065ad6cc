// The store for a single process.
import { createTaskLists } from "./memory-tasks.js";
import { createKeyValueMap } from "./memory-values.js";
import { createRateLimiter } from "./rate-limiter.js";
import type { ReservationRequest, ReservationResult, Store } from "./store.js";

interface Lease {
  holder: string;
  credits: number;
  slots: string[];
  expires: number;
}

/** Credits spent of one budget. */
interface Spending {
  credits: number;
  expires: number;
}

/** Options of `createMemoryStore`. */
export interface MemoryStoreOptions {
  /** Returns the time in milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
}

/** Creates a store that counts in this process's memory. */
export function createMemoryStore({ now = Date.now }: MemoryStoreOptions = {}): Store {
  const rates = createRateLimiter();
  const compareAndSwap = createKeyValueMap(now);
  const leases = new Map<string, Lease>();
  const budgets = new Map<string, Spending>();
  /** Who waits for a slot, until when: by the slot's key, then by holder. */
  const waiting = new Map<string, Map<string, number>>();

  const getActive = (name: string): Lease | undefined => {
    const lease = leases.get(name);
    return lease && lease.expires > now() ? lease : undefined;
  };
  const getSpent = (key: string): number => {
    const budget = budgets.get(key);
    return budget && budget.expires > now() ? budget.credits : 0;
  };
  const getLeases = (slot: string): Lease[] =>
    [...leases.values()].filter(({ slots, expires }) => expires > now() && slots.includes(slot));
  const removeExpired = (time: number): void => {
    for (const [name, { expires }] of leases) if (expires <= time) leases.delete(name);
    for (const [key, { expires }] of budgets) if (expires <= time) budgets.delete(key);
    for (const [slot, holders] of waiting) {
      for (const [holder, until] of holders) if (until <= time) holders.delete(holder);
      if (holders.size === 0) waiting.delete(slot);
    }
  };
  const isFull = (slot: string, limit: number, holder: string): boolean => {
    const taken = getLeases(slot);
    const countHeld = (name: string): number => taken.filter((lease) => lease.holder === name).length;
    const own = countHeld(holder);
    const others = [...(waiting.get(slot)?.keys() ?? [])].filter((name) => name !== holder);
    return taken.length + others.filter((name) => countHeld(name) < own).length >= limit;
  };
  const startWaiting = (slot: string, holder: string, until: number): void => {
    const holders = waiting.get(slot) ?? new Map<string, number>();
    waiting.set(slot, holders.set(holder, until));
  };

  const reserve = (request: ReservationRequest, dryRun: boolean): ReservationResult => {
    const time = now();
    removeExpired(time);
    const { holder, credits } = request;
    for (const { key, limit } of request.budgets)
      if (getSpent(key) + credits > limit) return { status: "no-credits", key };
    for (const { key, limit } of request.slots) {
      if (!isFull(key, limit, holder)) continue;
      startWaiting(key, holder, time + request.waitMs);
      return { status: "no-slot", key };
    }
    if (dryRun) return { status: "granted", spent: request.budgets.map(({ key }) => getSpent(key)) };
    for (const { key } of request.slots) waiting.get(key)?.delete(holder);
    const slots = request.slots.map(({ key }) => key);
    leases.set(request.lease, { holder, credits, slots, expires: time + request.leaseMs });
    const spent = request.budgets.map(({ key, ttlMs }) => {
      const total = getSpent(key) + credits;
      budgets.set(key, { credits: total, expires: time + ttlMs });
      return total;
    });
    return { status: "granted", spent };
  };

  return {
    countRequest: (limits) => Promise.resolve(rates.count(limits, now())),
    reserve: (request, dryRun = false) => Promise.resolve(reserve(request, dryRun)),
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
    release: (name, refund = []) => {
      const lease = getActive(name);
      leases.delete(name);
      for (const key of lease ? refund : []) {
        const budget = budgets.get(key);
        if (budget && lease) budget.credits -= lease.credits;
      }
      return Promise.resolve();
    },
    listLeases: () => Promise.resolve([...leases.keys()].filter(getActive)),
    readUsage: (request) =>
      Promise.resolve({
        slots: request.slots.map((key) => getLeases(key).length),
        budgets: request.budgets.map(getSpent),
        rates: request.rates.map((key) => rates.read(key, now())),
      }),
    compareAndSwap: (key, expected, next, ttlMs) => Promise.resolve(compareAndSwap(key, expected, next, ttlMs)),
    ...createTaskLists(now),
  };
}
