-- One publication, all of it or nothing: the channel's position rises by one, the publication is appended to
-- the history, which keeps its latest ones, and subscribers are told. Answers the position.
local history, position = KEYS[1], KEYS[2]
local payload, size, history_ttl, channel, position_ttl, fresh = unpack(ARGV)
local epoch = redis.call("HGET", position, "epoch")
if not epoch then
    epoch = fresh
    redis.call("HSET", position, "epoch", epoch)
end
local offset = redis.call("HINCRBY", position, "offset", 1)
redis.call("EXPIRE", position, position_ttl)
redis.call("XADD", history, "MAXLEN", size, offset, "payload", payload)
redis.call("EXPIRE", history, history_ttl)
redis.call("PUBLISH", channel, offset .. ":" .. epoch .. ":" .. payload)
return { offset, epoch }
