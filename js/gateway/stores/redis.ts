// The store for several processes, in Redis or Valkey. Each method runs one Lua script, which the server executes atomically.
import { createEval } from "./redis-client.js";
import type { RedisClient } from "./redis-client.js";
import * as scripts from "./redis-scripts.js";
import type { ReservationRequest, ReservationResult, Store } from "./store.js";

/** Options of `createRedisStore`. */
export interface RedisStoreOptions {
  /** A connected client of the npm package `redis` or `ioredis`. */
  client: RedisClient;
  /** Prefix of all keys. Use one per ReRoom account if several accounts share a server. Default `"reroom"`. */
  prefix?: string;
  /** Returns the time in milliseconds since 1970. Default: the Redis server's clock, which all instances share. */
  now?: () => number;
}

/** Creates a store in Redis, so that several gateways share the account's limits. */
export function createRedisStore({ client, prefix = "reroom", now }: RedisStoreOptions): Store {
  if (!/^[^{}]+$/.test(prefix)) throw new TypeError('prefix is invalid. Use a text without braces, such as "reroom".');
  const evaluate = createEval(client);
  // The braces are a hash tag: they keep all keys on one node of a cluster.
  const nameKey = (kind: string, key = ""): string => `{${prefix}}:${kind}${key && `:${key}`}`;
  const nameKeys = (kind: string, keys: string[]): string[] => keys.map((key) => nameKey(kind, key));
  const leaseKeys = [nameKey("leases"), nameKey("holders")];
  const nameTaskKeys = (list: string): string[] => [nameKey("tasks", list), nameKey("task-values", list)];
  const run = (script: string, keys: string[], ...values: (string | number)[]): Promise<unknown> =>
    evaluate(script, keys, [now ? String(now()) : "", ...values.map(String)]);

  const reserve = createReserve((request, dryRun, sequence) => {
    const budgets = nameKeys(
      "budget",
      request.budgets.map(({ key }) => key),
    );
    const keys = [...leaseKeys, nameKey("waiting"), nameKey("sequence"), ...budgets];
    return run(scripts.RESERVE, keys, serializeRequest(request), dryRun ? 1 : 0, sequence);
  });

  return {
    countRequest: async (limits) => {
      if (limits.length === 0) return 0;
      const keys = nameKeys(
        "rate",
        limits.map(({ key }) => key),
      );
      return Number(await run(scripts.COUNT_REQUEST, keys, ...limits.map(({ limit }) => limit)));
    },
    reserve: (request, dryRun = false) => reserve(request, dryRun),
    rename: async (lease, name, leaseMs) => {
      await run(scripts.RENAME, leaseKeys, lease, name, leaseMs);
    },
    renew: async (lease, leaseMs) => {
      await run(scripts.RENEW, leaseKeys, lease, leaseMs);
    },
    release: async (lease, refund = []) => {
      await run(scripts.RELEASE, [...leaseKeys, ...nameKeys("budget", refund)], lease);
    },
    listLeases: async () => toList(await run(scripts.LIST_LEASES, leaseKeys)),
    readUsage: async ({ slots, budgets, rates }) => {
      const keys = [...leaseKeys, ...nameKeys("budget", budgets), ...nameKeys("rate", rates)];
      const counts = toList(await run(scripts.READ_USAGE, keys, JSON.stringify(slots), budgets.length)).map(Number);
      const ends = [slots.length, slots.length + budgets.length];
      return { slots: counts.slice(0, ends[0]), budgets: counts.slice(...ends), rates: counts.slice(ends[1]) };
    },
    compareAndSwap: async (key, expected, next, ttlMs) => {
      const values = [expected ?? "", next ?? "", ttlMs];
      const previous = String(await run(scripts.COMPARE_AND_SWAP, [nameKey("value", key)], ...values));
      return previous === "" ? undefined : previous;
    },
    addTask: async (list, { id, value }, delayMs) => {
      await run(scripts.PUT_TASK, nameTaskKeys(list), id, value, delayMs, 0);
    },
    takeTask: async (list, leaseMs) => {
      const [id, value = ""] = toList(await run(scripts.TAKE_TASK, nameTaskKeys(list), leaseMs));
      return id === undefined ? undefined : { id, value };
    },
    updateTask: async (list, { id, value }, delayMs) => {
      await run(scripts.PUT_TASK, nameTaskKeys(list), id, value, delayMs, 1);
    },
    removeTask: async (list, id) => {
      await run(scripts.REMOVE_TASK, nameTaskKeys(list), id);
    },
  };
}

/**
 * Detects that the server lost data: every reservation increases a sequence number, so it never decreases by itself. Rejects
 * once, so that the loss is reported.
 */
function createReserve(
  run: (request: ReservationRequest, dryRun: boolean, sequence: number) => Promise<unknown>,
): (request: ReservationRequest, dryRun: boolean) => Promise<ReservationResult> {
  let highest = 0;
  return async function reserve(request, dryRun): Promise<ReservationResult> {
    const sent = highest;
    const [sequence = "", status, ...details] = toList(await run(request, dryRun, sent));
    if (status === "data-lost") {
      // A concurrent call may have reported the loss.
      if (highest < sent) return reserve(request, dryRun);
      highest = Number(sequence);
      throw new Error(
        "Redis lost data, such as the credits that users have spent. Check its persistence and its eviction policy.",
      );
    }
    highest = Math.max(highest, Number(sequence));
    if (status === "granted") return { status, spent: details.map(Number) };
    if (status === "no-slot" || status === "no-credits") return { status, key: details[0] ?? "" };
    throw new Error("Redis sent an unexpected reply. Check that no other program uses the same keys.");
  };
}

/** The request for the script. JSON has no infinity. */
function serializeRequest({ holder, credits, slots, budgets, ...request }: ReservationRequest): string {
  const clamp = (limit: number): number => Math.min(limit, Number.MAX_SAFE_INTEGER);
  return JSON.stringify({
    ...request,
    holder,
    credits,
    slots: slots.map(({ key, limit }) => ({ key, limit: clamp(limit), waiter: JSON.stringify([key, holder]) })),
    budgets: budgets.map(({ key, limit, ttlMs }) => ({ key, limit: clamp(limit), ttlMs })),
    data: JSON.stringify({ holder, credits, slots: slots.map(({ key }) => key) }),
  });
}

function toList(reply: unknown): string[] {
  if (!Array.isArray(reply))
    throw new Error("Redis sent an unexpected reply. Check that no other program uses the same keys.");
  return reply.map(String);
}
