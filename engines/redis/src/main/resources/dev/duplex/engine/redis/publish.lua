-- One publication, all of it or nothing: it gets the position after the latest, goes into the history, which keeps no more than
-- it should, and to everyone who is subscribed. Answers whether it had been published before, and its position.
-- The latter two keys remember idempotency keys: what each was answered with (a hash), and until when (a sorted set).
local position, history, answers, order = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local publish, topic, body, payload_size, keeps, passes, fresh, durable, size, history_ttl, position_ttl, key, window, most_keys =
    unpack(ARGV)
local time, millis = now()

if key ~= "" then
    local shown = redis.call("ZSCORE", order, key)
    if shown and tonumber(shown) > millis then
        local offset, epoch = string.match(redis.call("HGET", answers, key) or "", "^(%d+) (.*)$")
        if offset then
            return { 1, epoch, offset }
        end
    end
end

local epoch, offset, message = "", "0", "t " .. time .. "\n" .. body
if keeps == "1" then
    local known, latest = living(position, history, fresh, durable)
    epoch, offset = known, text(latest + 1)
    redis.call("HSET", position, "o", offset)
    keep(position, tonumber(position_ttl))
    local head = text(math.min(millis + history_ttl, 9999999999999))
        .. time
        .. "p"
        .. string.format("%010d", payload_size)
    redis.call("RPUSH", history, head .. body)
    redis.call("LTRIM", history, "-" .. size, -1)
    redis.call("PEXPIRE", history, history_ttl)
    if (latest + 1) % 64 == 0 then
        forget_expired(history, millis)
    end
    message = "p " .. epoch .. " " .. offset .. " " .. text(latest) .. " " .. time .. "\n" .. body
elseif passes == "1" and redis.call("EXISTS", position) == 1 then
    -- Whoever knows a position of the time when the channel kept something misses this: it is told by another epoch.
    redis.call("DEL", position, history)
end

if key ~= "" then
    redis.call("HSET", answers, key, offset .. " " .. epoch)
    redis.call("ZADD", order, text(millis + window), key)
    local surplus = redis.call("ZRANGEBYSCORE", order, "-inf", text(millis), "LIMIT", 0, 100)
    if #surplus == 0 and redis.call("ZCARD", order) > tonumber(most_keys) then
        -- More than one, so that a smaller limit than before is reached in the end.
        surplus = redis.call("ZRANGE", order, 0, math.min(redis.call("ZCARD", order) - most_keys, 100) - 1)
    end
    if #surplus > 0 then
        redis.call("ZREM", order, unpack(surplus))
        redis.call("HDEL", answers, unpack(surplus))
    end
    redis.call("PEXPIRE", answers, window)
    redis.call("PEXPIRE", order, window)
end
-- Last, for it is no write: were a write refused behind it (no memory, no replicas), whoever publishes again would tell everybody once more.
redis.call(publish, topic, message)
return { 0, epoch, offset }
