// The store of a single process.
import { dayMs, windowMs } from "./store.js";
import type { Order, RequestWindow, Store, Verdict } from "./store.js";

interface Lease {
  user: string;
  credits: number;
  day: number;
  expires: number;
}

/** Credits spent on one day. */
interface Spending {
  total: number;
  users: Map<string, number>;
}

/** How a memory store is set up. */
export interface MemoryStoreOptions {
  /** The clock, in milliseconds since 1970. Default `Date.now`. */
  now?: () => number;
}

/** Counts in the memory of this process. */
export function createMemoryStore({ now = Date.now }: MemoryStoreOptions = {}): Store {
  const requests = createRequestLog();
  const exchange = createNotes(now);
  const leases = new Map<string, Lease>();
  const waiting = new Map<string, number>();
  const days = new Map<number, Spending>();

  const live = (lease: string): Lease | undefined => {
    const held = leases.get(lease);
    return held && held.expires > now() ? held : undefined;
  };
  const spend = (day: number, user: string, credits: number): void => {
    const spending = days.get(day);
    if (!spending) return;
    spending.total += credits;
    spending.users.set(user, (spending.users.get(user) ?? 0) + credits);
  };
  const reserve = (order: Order): Verdict => {
    const time = now();
    const day = Math.floor(time / dayMs);
    // The days beside it are kept: a clock that is set back over midnight gives no second budget.
    for (const other of days.keys()) if (Math.abs(other - day) > 1) days.delete(other);
    const spending = days.get(day) ?? { total: 0, users: new Map<string, number>() };
    days.set(day, spending);
    const { user, credits } = order;
    if (spending.total + credits > order.creditsPerDay) return "no-credits";
    if ((spending.users.get(user) ?? 0) + credits > order.userCreditsPerDay) return "no-credits";

    for (const [lease, { expires }] of leases) if (expires <= time) leases.delete(lease);
    for (const [waiter, until] of waiting) if (until <= time) waiting.delete(waiter);
    const held = (who: string): number => [...leases.values()].filter((lease) => lease.user === who).length;
    const own = held(user);
    if (own >= order.userSlots) return "no-slot";
    const ahead = [...waiting.keys()].filter((waiter) => waiter !== user && held(waiter) < own).length;
    if (leases.size + ahead >= order.slots) {
      waiting.set(user, time + order.waitMs);
      return "no-slot";
    }
    waiting.delete(user);
    leases.set(order.lease, { user, credits, day, expires: time + order.leaseMs });
    spend(day, user, credits);
    return "granted";
  };

  return {
    countRequest: (windows) => Promise.resolve(requests(windows, now())),
    reserve: (order) => Promise.resolve(reserve(order)),
    rename: (lease, name, leaseMs) => {
      const held = live(lease);
      leases.delete(lease);
      if (held) leases.set(name, { ...held, expires: now() + leaseMs });
      return Promise.resolve();
    },
    renew: (lease, leaseMs) => {
      const held = live(lease);
      if (held) held.expires = now() + leaseMs;
      return Promise.resolve();
    },
    release: (lease, refund) => {
      const held = live(lease);
      leases.delete(lease);
      if (held && refund) spend(held.day, held.user, -held.credits);
      return Promise.resolve();
    },
    leases: () => Promise.resolve([...leases.keys()].filter(live)),
    exchange: (key, from, to, ms) => Promise.resolve(exchange(key, from, to, ms)),
  };
}

/** Notes under keys, each until its time is over. */
function createNotes(
  now: () => number,
): (key: string, from: string | undefined, to: string | undefined, ms: number) => string | undefined {
  const notes = new Map<string, { text: string; expires: number }>();
  return (key, from, to, ms) => {
    const time = now();
    for (const [other, { expires }] of notes) if (expires <= time) notes.delete(other);
    const there = notes.get(key)?.text;
    if (there !== from) return there;
    if (to === undefined) notes.delete(key);
    else notes.set(key, { text: to, expires: time + ms });
    return there;
  };
}

/** Remembers when the last requests of each window came, as many as its limit. */
function createRequestLog(): (windows: RequestWindow[], time: number) => number {
  const log = new Map<string, number[]>();
  let swept = 0;
  return (windows, time) => {
    if (time >= swept + windowMs) {
      swept = time;
      for (const [key, times] of log) if ((times.at(-1) ?? 0) + windowMs <= time) log.delete(key);
    }
    const waits = windows.map(({ key, limit }) => (log.get(key)?.at(-limit) ?? -Infinity) + windowMs - time);
    const wait = Math.max(0, ...waits);
    if (wait > 0) return wait;
    for (const { key, limit } of windows) {
      const times = log.get(key) ?? [];
      log.set(key, times);
      if (times.push(time) > limit) times.splice(0, times.length - limit);
    }
    return 0;
  };
}
