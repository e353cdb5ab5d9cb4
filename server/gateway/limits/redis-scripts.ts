import { createHash } from "node:crypto";

/** A Lua script, which Redis runs as one step, and the name it has there. */
export interface RedisScript {
  text: string;
  sha: string;
}

function script(text: string): RedisScript {
  return { text, sha: createHash("sha1").update(text).digest("hex") };
}

/** Redis's own clock, in milliseconds with microseconds behind the point: replicas' clocks differ. Tests hand in a time of their own. */
const NOW = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + time[2] / 1000
end
`;

/** Lua prints 14 digits by itself, which cuts times of today to a tenth of a millisecond: too coarse where tokens come by the million. */
const PRECISE = `local function precise(ms) return string.format('%.4f', ms) end
`;

/**
 * Takes a call's place in every scope, all or nothing. Keys: each rate's, each slot set's, each scope's note of its last refusal. Arguments: clock,
 * lease, lease time, number of rates, number of slot sets; a rate's cost, period, debt that Redis has not heard of, and number of its
 * note; a slot set's size and number of its note. Answers with which of them refused (0 for none), the time to wait, and each rate's debt.
 */
export const TAKE = script(`${NOW}${PRECISE}
local lease, leaseMs, rates, sets = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local whole, debts, refused, longest, note = {}, {}, 0, 0, nil
for i = 1, rates do
  local at = 5 + (i - 1) * 4
  local cost, period, unheard = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  local debt = math.max(tonumber(redis.call('GET', KEYS[i]) or '0') - now, unheard, 0)
  if debt > 0 and debt + cost > period then
    local wait = math.min(debt + cost - period, debt)
    if wait > longest then refused, longest, note = i, wait, ARGV[at + 4] end
  end
  debts[i], whole[i] = debt, now + debt + cost
end
for i = 1, sets do
  local at = 5 + rates * 4 + (i - 1) * 2
  redis.call('ZREMRANGEBYSCORE', KEYS[rates + i], '-inf', now)
  if refused == 0 and redis.call('ZCARD', KEYS[rates + i]) >= tonumber(ARGV[at + 1]) then
    refused, note = rates + i, ARGV[at + 2]
  end
end
if refused > 0 then
  redis.call('SET', KEYS[rates + sets + tonumber(note)], precise(now), 'PX', 604800000)
else
  for i = 1, rates do
    debts[i] = whole[i] - now
    redis.call('SET', KEYS[i], precise(whole[i]), 'PX', math.ceil(debts[i]) + 1)
  end
  for i = 1, sets do
    redis.call('ZADD', KEYS[rates + i], precise(now + leaseMs), lease)
    redis.call('PEXPIRE', KEYS[rates + i], leaseMs)
  end
end
local answer = { refused, precise(longest) }
for i = 1, rates do answer[2 + i] = precise(debts[i]) end
return answer
`);

/** Ends a call: the lease is given back, and rates are corrected by what was really used. Keys: rates, slot sets. Arguments: clock, lease, number of rates, each one's correction. */
export const SETTLE = script(`${NOW}${PRECISE}
local rates = tonumber(ARGV[3])
for i = 1, rates do
  local change = tonumber(ARGV[3 + i])
  local whole = math.max(tonumber(redis.call('GET', KEYS[i]) or '0'), now) + change
  if whole > now then redis.call('SET', KEYS[i], precise(whole), 'PX', math.ceil(whole - now) + 1)
  else redis.call('DEL', KEYS[i]) end
end
for i = rates + 1, #KEYS do redis.call('ZREM', KEYS[i], ARGV[2]) end
return 1
`);

/** Keeps leases alive, also those that Redis lost when it was flushed. Key: one slot set. Arguments: clock, lease time, leases. */
export const RENEW = script(`${NOW}${PRECISE}
local untilMs = precise(now + tonumber(ARGV[2]))
for i = 3, #ARGV do redis.call('ZADD', KEYS[1], untilMs, ARGV[i]) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`);

/** How many replicas there are, this one among them. Key: their set. Arguments: clock, time after which one is taken for gone, this one's id. */
export const COUNT_REPLICAS = script(`${NOW}${PRECISE}
redis.call('ZADD', KEYS[1], precise(now), ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])
`);

/** What is used of one tenant's limits now. Keys and number of rates as in TAKE; answers with debts, running calls and times since the last refusal (empty for none). */
export const PEEK = script(`${NOW}${PRECISE}
local rates, sets = tonumber(ARGV[2]), tonumber(ARGV[3])
local answer = {}
for i = 1, #KEYS do
  if i <= rates then answer[i] = precise(math.max(tonumber(redis.call('GET', KEYS[i]) or '0') - now, 0))
  elseif i <= rates + sets then answer[i] = tostring(redis.call('ZCOUNT', KEYS[i], precise(now), '+inf'))
  else
    local at = redis.call('GET', KEYS[i])
    answer[i] = at and precise(now - tonumber(at)) or ''
  end
end
return answer
`);
