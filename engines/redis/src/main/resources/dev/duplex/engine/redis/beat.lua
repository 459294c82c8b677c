-- A node says that it is there, and what it has to do: what each last said (a hash), until when that counts (a sorted set). Answers who is there.
local statuses, times = KEYS[1], KEYS[2]
local node, status, ttl = unpack(ARGV)
local _, millis = now()
redis.call("HSET", statuses, node, status)
redis.call("ZADD", times, text(millis + ttl), node)
keep(statuses, tonumber(ttl))
keep(times, tonumber(ttl))
return redis.call("ZRANGEBYSCORE", times, text(millis), "+inf")
