/**
 * The store of several processes, in Redis or Valkey. Each step is a script, which the server runs as one.
 *
 * @module reroom/gateway/redis
 */
import { dayMs, windowMs } from "./store.js";
import type { Order, Store, Verdict } from "./store.js";

export type { Store };

/** What is used of a client; one of the npm package `redis` has it. */
export interface RedisClient {
  /** Runs a script as one step. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** How a Redis store is set up. */
export interface RedisStoreOptions {
  /** A connected client of the npm package `redis`. */
  client: RedisClient;
  /** Begins every key; the account's own, where several share a server. Default `"reroom"`. */
  prefix?: string;
  /** The clock, in milliseconds since 1970. Default: the server's, which is the same for every instance. */
  now?: () => number;
}

/** Counts in Redis, so that a fleet of gateways honours the account's limits together. */
export function createRedisStore({ client, prefix = "reroom", now }: RedisStoreOptions): Store {
  const run = (script: string, ...values: (string | number)[]): Promise<unknown> => {
    const time = now ? String(now()) : "";
    // The braces keep all keys on one node of a cluster.
    return client.eval(start + script, { keys: [`{${prefix}}`], arguments: [time, ...values.map(plain)] });
  };
  return {
    countRequest: async (windows) =>
      Number(await run(countRequest, ...windows.flatMap(({ key, limit }) => [key, limit]))),
    reserve: async (order) => verdictOf(await run(reserve, ...reserveValues(order))),
    rename: async (lease, name, leaseMs) => {
      await run(rename, lease, name, leaseMs);
    },
    renew: async (lease, leaseMs) => {
      await run(renew, lease, leaseMs);
    },
    release: async (lease, refund) => {
      await run(release, lease, refund ? 1 : 0);
    },
    leases: async () => ((await run(list)) as unknown[]).map(String),
    exchange: async (key, from, to, ms) => {
      const there = String(await run(exchange, key, from ?? "", to ?? "", ms));
      return there === "" ? undefined : there;
    },
  };
}

function plain(value: string | number): string {
  return String(typeof value === "number" ? Math.min(value, Number.MAX_SAFE_INTEGER) : value);
}

function reserveValues(order: Order): (string | number)[] {
  const { lease, user, credits, leaseMs, slots, userSlots, creditsPerDay, userCreditsPerDay, waitMs } = order;
  return [lease, user, credits, leaseMs, slots, userSlots, creditsPerDay, userCreditsPerDay, waitMs];
}

function verdictOf(answer: unknown): Verdict {
  const text = String(answer);
  if (text === "granted" || text === "no-slot" || text === "no-credits") return text;
  throw new Error("Redis answered something else than a verdict");
}

/** What every script begins with. Leases that have run out are gone before anything is looked at. */
const start = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local leases, users, bills = KEYS[1] .. ':leases', KEYS[1] .. ':users', KEYS[1] .. ':bills'
local waiting, spent = KEYS[1] .. ':waiting', KEYS[1] .. ':spent:'
local function drop(lease)
  redis.call('ZREM', leases, lease)
  redis.call('HDEL', users, lease)
  redis.call('HDEL', bills, lease)
end
local function spend(day, user, credits)
  redis.call('HINCRBY', spent .. day, 'total', credits)
  redis.call('HINCRBY', spent .. day, 'user:' .. user, credits)
  redis.call('PEXPIRE', spent .. day, ${2 * dayMs})
end
for _, lease in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now)) do drop(lease) end
`;

const countRequest = `
local wait = 0
for i = 2, #ARGV, 2 do
  local nth = redis.call('LINDEX', KEYS[1] .. ':requests:' .. ARGV[i], ARGV[i + 1] - 1)
  if nth then wait = math.max(wait, nth + ${windowMs} - now) end
end
if wait > 0 then return wait end
for i = 2, #ARGV, 2 do
  local key = KEYS[1] .. ':requests:' .. ARGV[i]
  redis.call('LPUSH', key, now)
  redis.call('LTRIM', key, 0, ARGV[i + 1] - 1)
  redis.call('PEXPIRE', key, ${windowMs})
end
return 0
`;

const reserve = `
local lease, user, credits, leaseMs, waitMs = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[10])
local slots, userSlots = tonumber(ARGV[6]), tonumber(ARGV[7])
local day = math.floor(now / ${dayMs})
local function over(field, budget)
  return (redis.call('HGET', spent .. day, field) or 0) + credits > tonumber(budget)
end
if over('total', ARGV[8]) or over('user:' .. user, ARGV[9]) then return 'no-credits' end

local held, live = {}, 0
for _, name in ipairs(redis.call('ZRANGE', leases, 0, -1)) do
  local holder = redis.call('HGET', users, name) or ''
  held[holder] = (held[holder] or 0) + 1
  live = live + 1
end
local own = held[user] or 0
if own >= userSlots then return 'no-slot' end
redis.call('ZREMRANGEBYSCORE', waiting, '-inf', now)
local ahead = 0
for _, waiter in ipairs(redis.call('ZRANGE', waiting, 0, -1)) do
  if waiter ~= user and (held[waiter] or 0) < own then ahead = ahead + 1 end
end
if live + ahead >= slots then
  redis.call('ZADD', waiting, now + waitMs, user)
  return 'no-slot'
end
redis.call('ZREM', waiting, user)
redis.call('ZADD', leases, now + leaseMs, lease)
redis.call('HSET', users, lease, user)
redis.call('HSET', bills, lease, day .. ':' .. credits)
spend(day, user, credits)
return 'granted'
`;

const rename = `
if redis.call('ZSCORE', leases, ARGV[2]) then
  local user, bill = redis.call('HGET', users, ARGV[2]), redis.call('HGET', bills, ARGV[2])
  drop(ARGV[2])
  redis.call('ZADD', leases, now + ARGV[4], ARGV[3])
  redis.call('HSET', users, ARGV[3], user)
  redis.call('HSET', bills, ARGV[3], bill)
end
`;

const renew = `
redis.call('ZADD', leases, 'XX', now + ARGV[3], ARGV[2])
`;

const release = `
local bill = redis.call('HGET', bills, ARGV[2])
if bill and ARGV[3] == '1' then
  local day, credits = bill:match('^(%d+):(%d+)$')
  spend(day, redis.call('HGET', users, ARGV[2]), 0 - credits)
end
drop(ARGV[2])
`;

const list = `
return redis.call('ZRANGE', leases, 0, -1)
`;

const exchange = `
local key = KEYS[1] .. ':note:' .. ARGV[2]
local expires, there = string.match(redis.call('GET', key) or '', '^(%d+):(.*)$')
if not expires or tonumber(expires) <= now then there = '' end
if there ~= ARGV[3] then return there end
if ARGV[4] == '' then
  redis.call('DEL', key)
else
  redis.call('SET', key, string.format('%.0f:', now + ARGV[5]) .. ARGV[4], 'PX', ARGV[5])
end
return there
`;
