// The store for several processes, in Redis or Valkey. Each method runs one Lua script, which the server executes atomically.
import * as scripts from "./redis-scripts.js";
import type { ReservationRequest, ReservationResult, Store } from "./store.js";

/** The part of a Redis client that the store uses. A client of the npm package `redis` has it. */
export interface RedisClient {
  /** Runs a Lua script. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** Options of `createRedisStore`. */
export interface RedisStoreOptions {
  /** A connected client of the npm package `redis`. */
  client: RedisClient;
  /** Prefix of all keys. Use one per ReRoom account if several accounts share a server. Default `"reroom"`. */
  prefix?: string;
  /** Returns the time in milliseconds since 1970. Default: the Redis server's clock, which all instances share. */
  now?: () => number;
}

/** Creates a store in Redis, so that several gateways share the account's limits. */
export function createRedisStore({ client, prefix = "reroom", now }: RedisStoreOptions): Store {
  const run = (script: string, ...values: (string | number)[]): Promise<unknown> => {
    const time = now ? String(now()) : "";
    // The braces are a hash tag: they keep all keys on one node of a cluster.
    return client.eval(script, { keys: [`{${prefix}}`], arguments: [time, ...values.map(toArgument)] });
  };
  return {
    countRequest: async (limits) =>
      Number(await run(scripts.COUNT_REQUEST, ...limits.flatMap(({ key, limit }) => [key, limit]))),
    reserve: async (request) => parseResult(await run(scripts.RESERVE, ...listArguments(request))),
    rename: async (lease, name, leaseMs) => {
      await run(scripts.RENAME, lease, name, leaseMs);
    },
    renew: async (lease, leaseMs) => {
      await run(scripts.RENEW, lease, leaseMs);
    },
    release: async (lease, refund) => {
      await run(scripts.RELEASE, lease, refund ? 1 : 0);
    },
    listLeases: async () => ((await run(scripts.LIST_LEASES)) as unknown[]).map(String),
    compareAndSwap: async (key, expected, next, ttlMs) => {
      const previous = String(await run(scripts.COMPARE_AND_SWAP, key, expected ?? "", next ?? "", ttlMs));
      return previous === "" ? undefined : previous;
    },
  };
}

/** Redis has no infinity. */
function toArgument(value: string | number): string {
  return String(typeof value === "number" ? Math.min(value, Number.MAX_SAFE_INTEGER) : value);
}

function listArguments(request: ReservationRequest): (string | number)[] {
  const { lease, user, credits, leaseMs, slots, userSlots, creditsPerDay, userCreditsPerDay, waitMs } = request;
  return [lease, user, credits, leaseMs, slots, userSlots, creditsPerDay, userCreditsPerDay, waitMs];
}

function parseResult(reply: unknown): ReservationResult {
  const text = String(reply);
  if (text === "granted" || text === "no-slot" || text === "no-credits") return text;
  throw new Error("Redis sent an unexpected reply. Check that no other program uses the same keys.");
}
