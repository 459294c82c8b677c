-- Answers what each node that is there last said. Those that were not heard of are forgotten.
local statuses, times = KEYS[1], KEYS[2]
local _, millis = now()
local gone = redis.call("ZRANGEBYSCORE", times, "-inf", text(millis), "LIMIT", 0, 1000)
if #gone > 0 then
    redis.call("ZREM", times, unpack(gone))
    redis.call("HDEL", statuses, unpack(gone))
end
return redis.call("HVALS", statuses)
