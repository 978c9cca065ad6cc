// The Lua scripts of the Redis store. Every key that a script uses is in KEYS, because Dragonfly and clusters reject others.
// ARGV[1] is the time, or empty for the server's own clock.
import { RATE_LIMIT_WINDOW_MS } from "./store.js";

/** Starts every script: reads the time. Numbers become integers explicitly, because Lua 5.4 would write `1.0`. */
const PRELUDE = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
local function integer(value) return string.format('%.0f', value) end
`;

/** Removes expired leases. KEYS[1] has each lease's end, and KEYS[2] who holds it, as JSON. */
const LEASES = `
local leases, holders = KEYS[1], KEYS[2]
local function read(lease) return cjson.decode(redis.call('HGET', holders, lease) or '{"holder":"","slots":[]}') end
local function drop(lease)
  redis.call('ZREM', leases, lease)
  redis.call('HDEL', holders, lease)
end
for _, lease in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', integer(now))) do drop(lease) end
`;

/** KEYS: one list per limit. ARGV: the limits. */
export const COUNT_REQUEST = `${PRELUDE}
local wait = 0
for i, key in ipairs(KEYS) do
  local nth = redis.call('LINDEX', key, integer(ARGV[i + 1] - 1))
  if nth then wait = math.max(wait, nth + ${RATE_LIMIT_WINDOW_MS} - now) end
end
if wait > 0 then return integer(wait) end
for i, key in ipairs(KEYS) do
  redis.call('LPUSH', key, integer(now))
  redis.call('LTRIM', key, 0, integer(ARGV[i + 1] - 1))
  redis.call('PEXPIRE', key, ${RATE_LIMIT_WINDOW_MS})
end
return '0'
`;

/**
 * KEYS: leases, holders, who waits, the sequence number, then the budgets. ARGV: the request as JSON, 1 for a dry run, and the
 * highest sequence number that this instance has seen. Returns the sequence number, the status, and the details.
 */
export const RESERVE = `${PRELUDE}${LEASES}
local waiting = KEYS[3]
local request = cjson.decode(ARGV[2])
local sequence = tonumber(redis.call('GET', KEYS[4]) or 0)
if sequence < tonumber(ARGV[4]) then return {integer(sequence), 'data-lost'} end

local spent = {}
for i, budget in ipairs(request.budgets) do
  spent[i] = tonumber(redis.call('GET', KEYS[4 + i]) or 0)
  if spent[i] + request.credits > budget.limit then return {integer(sequence), 'no-credits', budget.key} end
end

local taken, held = {}, {}
for _, lease in ipairs(redis.call('ZRANGE', leases, 0, -1)) do
  local data = read(lease)
  for _, slot in ipairs(data.slots) do
    held[slot] = held[slot] or {}
    taken[slot] = (taken[slot] or 0) + 1
    held[slot][data.holder] = (held[slot][data.holder] or 0) + 1
  end
end
redis.call('ZREMRANGEBYSCORE', waiting, '-inf', integer(now))
local ahead = {}
for _, waiter in ipairs(redis.call('ZRANGE', waiting, 0, -1)) do
  local pair = cjson.decode(waiter)
  local slot, holder = pair[1], pair[2]
  local counts = held[slot] or {}
  if holder ~= request.holder and (counts[holder] or 0) < (counts[request.holder] or 0) then
    ahead[slot] = (ahead[slot] or 0) + 1
  end
end
for _, slot in ipairs(request.slots) do
  if (taken[slot.key] or 0) + (ahead[slot.key] or 0) >= slot.limit then
    redis.call('ZADD', waiting, integer(now + request.waitMs), slot.waiter)
    return {integer(sequence), 'no-slot', slot.key}
  end
end

local result = {integer(sequence), 'granted'}
if ARGV[3] ~= '1' then
  result[1] = integer(redis.call('INCR', KEYS[4]))
  for _, slot in ipairs(request.slots) do redis.call('ZREM', waiting, slot.waiter) end
  redis.call('ZADD', leases, integer(now + request.leaseMs), request.lease)
  redis.call('HSET', holders, request.lease, request.data)
  for i, budget in ipairs(request.budgets) do
    spent[i] = redis.call('INCRBY', KEYS[4 + i], integer(request.credits))
    redis.call('PEXPIRE', KEYS[4 + i], integer(budget.ttlMs))
  end
end
for i, credits in ipairs(spent) do result[2 + i] = integer(credits) end
return result
`;

/** KEYS: leases, holders. ARGV: the lease, its new name, and its new time. */
export const RENAME = `${PRELUDE}${LEASES}
local data = redis.call('HGET', holders, ARGV[2])
if data then
  drop(ARGV[2])
  redis.call('ZADD', leases, integer(now + ARGV[4]), ARGV[3])
  redis.call('HSET', holders, ARGV[3], data)
end
`;

/** KEYS: leases, holders. ARGV: the lease and its new time. */
export const RENEW = `${PRELUDE}${LEASES}
redis.call('ZADD', leases, 'XX', integer(now + ARGV[3]), ARGV[2])
`;

/** KEYS: leases, holders, then the budgets to refund. ARGV: the lease. */
export const RELEASE = `${PRELUDE}${LEASES}
local data = redis.call('HGET', holders, ARGV[2])
if data then
  local credits = integer(cjson.decode(data).credits)
  for i = 3, #KEYS do
    if redis.call('EXISTS', KEYS[i]) == 1 then redis.call('DECRBY', KEYS[i], credits) end
  end
  drop(ARGV[2])
end
`;

/** KEYS: leases, holders. */
export const LIST_LEASES = `${PRELUDE}${LEASES}
return redis.call('ZRANGE', leases, 0, -1)
`;

/** KEYS: leases, holders, then the budgets, then the rate limits. ARGV: the slots as JSON, and the number of budgets. */
export const READ_USAGE = `${PRELUDE}${LEASES}
local slots, budgets = cjson.decode(ARGV[2]), tonumber(ARGV[3])
local taken, result = {}, {}
for _, lease in ipairs(redis.call('ZRANGE', leases, 0, -1)) do
  for _, slot in ipairs(read(lease).slots) do taken[slot] = (taken[slot] or 0) + 1 end
end
for i, slot in ipairs(slots) do result[i] = integer(taken[slot] or 0) end
for i = 3, 2 + budgets do result[#result + 1] = redis.call('GET', KEYS[i]) or '0' end
for i = 3 + budgets, #KEYS do
  local count = 0
  for _, time in ipairs(redis.call('LRANGE', KEYS[i], 0, -1)) do
    if time + ${RATE_LIMIT_WINDOW_MS} > now then count = count + 1 end
  end
  result[#result + 1] = integer(count)
end
return result
`;

/** KEYS: the value. ARGV: the expected value, the new value, and its time to live. An empty value stands for none. */
export const COMPARE_AND_SWAP = `${PRELUDE}
local expires, previous = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+):(.*)$')
if not expires or tonumber(expires) <= now then previous = '' end
if previous ~= ARGV[2] then return previous end
if ARGV[3] == '' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], integer(now + ARGV[4]) .. ':' .. ARGV[3], 'PX', ARGV[4])
end
return previous
`;

/** KEYS[1] has when each task is due, and KEYS[2] its value. ARGV: id, value, delay, and whether to replace only. */
export const PUT_TASK = `${PRELUDE}
if ARGV[5] == '1' and not redis.call('ZSCORE', KEYS[1], ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], integer(now + ARGV[4]), ARGV[2])
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
return 1
`;

export const TAKE_TASK = `${PRELUDE}
local id = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', integer(now), 'LIMIT', 0, 1)[1]
if not id then return {} end
redis.call('ZADD', KEYS[1], integer(now + ARGV[2]), id)
return { id, redis.call('HGET', KEYS[2], id) or '' }
`;

export const REMOVE_TASK = `
redis.call('ZREM', KEYS[1], ARGV[2])
return redis.call('HDEL', KEYS[2], ARGV[2])
`;
