// The Lua scripts of the Redis store. ARGV[1] is the time, or empty for the server's own clock.
import { DAY_MS, RATE_LIMIT_WINDOW_MS } from "./store.js";

/** Starts every script: reads the time and removes expired leases. */
const PRELUDE = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local leases, users, charges = KEYS[1] .. ':leases', KEYS[1] .. ':users', KEYS[1] .. ':charges'
local waiting, spent = KEYS[1] .. ':waiting', KEYS[1] .. ':spent:'
local function drop(lease)
  redis.call('ZREM', leases, lease)
  redis.call('HDEL', users, lease)
  redis.call('HDEL', charges, lease)
end
local function spend(day, user, credits)
  redis.call('HINCRBY', spent .. day, 'total', credits)
  redis.call('HINCRBY', spent .. day, 'user:' .. user, credits)
  redis.call('PEXPIRE', spent .. day, ${2 * DAY_MS})
end
for _, lease in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now)) do drop(lease) end
`;

/** Arguments: a key and a limit for each rate limit. */
export const COUNT_REQUEST = `${PRELUDE}
local wait = 0
for i = 2, #ARGV, 2 do
  local nth = redis.call('LINDEX', KEYS[1] .. ':requests:' .. ARGV[i], ARGV[i + 1] - 1)
  if nth then wait = math.max(wait, nth + ${RATE_LIMIT_WINDOW_MS} - now) end
end
if wait > 0 then return wait end
for i = 2, #ARGV, 2 do
  local key = KEYS[1] .. ':requests:' .. ARGV[i]
  redis.call('LPUSH', key, now)
  redis.call('LTRIM', key, 0, ARGV[i + 1] - 1)
  redis.call('PEXPIRE', key, ${RATE_LIMIT_WINDOW_MS})
end
return 0
`;

/** Arguments: the fields of a `ReservationRequest`, in order. */
export const RESERVE = `${PRELUDE}
local lease, user, credits, leaseMs, waitMs = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[10])
local slots, userSlots = tonumber(ARGV[6]), tonumber(ARGV[7])
local day = math.floor(now / ${DAY_MS})
local function over(field, budget)
  return (redis.call('HGET', spent .. day, field) or 0) + credits > tonumber(budget)
end
if over('total', ARGV[8]) or over('user:' .. user, ARGV[9]) then return 'no-credits' end

local held, active = {}, 0
for _, name in ipairs(redis.call('ZRANGE', leases, 0, -1)) do
  local holder = redis.call('HGET', users, name) or ''
  held[holder] = (held[holder] or 0) + 1
  active = active + 1
end
local own = held[user] or 0
if own >= userSlots then return 'no-slot' end
redis.call('ZREMRANGEBYSCORE', waiting, '-inf', now)
local ahead = 0
for _, waiter in ipairs(redis.call('ZRANGE', waiting, 0, -1)) do
  if waiter ~= user and (held[waiter] or 0) < own then ahead = ahead + 1 end
end
if active + ahead >= slots then
  redis.call('ZADD', waiting, now + waitMs, user)
  return 'no-slot'
end
redis.call('ZREM', waiting, user)
redis.call('ZADD', leases, now + leaseMs, lease)
redis.call('HSET', users, lease, user)
redis.call('HSET', charges, lease, day .. ':' .. credits)
spend(day, user, credits)
return 'granted'
`;

/** Arguments: the lease, its new name, and its new time. */
export const RENAME = `${PRELUDE}
if redis.call('ZSCORE', leases, ARGV[2]) then
  local user, charge = redis.call('HGET', users, ARGV[2]), redis.call('HGET', charges, ARGV[2])
  drop(ARGV[2])
  redis.call('ZADD', leases, now + ARGV[4], ARGV[3])
  redis.call('HSET', users, ARGV[3], user)
  redis.call('HSET', charges, ARGV[3], charge)
end
`;

/** Arguments: the lease and its new time. */
export const RENEW = `${PRELUDE}
redis.call('ZADD', leases, 'XX', now + ARGV[3], ARGV[2])
`;

/** Arguments: the lease, and 1 to refund its credits. */
export const RELEASE = `${PRELUDE}
local charge = redis.call('HGET', charges, ARGV[2])
if charge and ARGV[3] == '1' then
  local day, credits = charge:match('^(%d+):(%d+)$')
  spend(day, redis.call('HGET', users, ARGV[2]), 0 - credits)
end
drop(ARGV[2])
`;

export const LIST_LEASES = `${PRELUDE}
return redis.call('ZRANGE', leases, 0, -1)
`;

/** Arguments: the key, the expected value, the new value, and its time to live. An empty value stands for none. */
export const COMPARE_AND_SWAP = `${PRELUDE}
local key = KEYS[1] .. ':value:' .. ARGV[2]
local expires, previous = string.match(redis.call('GET', key) or '', '^(%d+):(.*)$')
if not expires or tonumber(expires) <= now then previous = '' end
if previous ~= ARGV[3] then return previous end
if ARGV[4] == '' then
  redis.call('DEL', key)
else
  redis.call('SET', key, string.format('%.0f:', now + ARGV[5]) .. ARGV[4], 'PX', ARGV[5])
end
return previous
`;
