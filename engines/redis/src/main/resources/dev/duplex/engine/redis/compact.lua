-- Puts one entry in the place of all up to and with a position, to be shown for as long as the last of them. Answers 1, or 0 if the
-- history does not reach there, or the channel's epoch is another or about to be.
local position, history = KEYS[1], KEYS[2]
local epoch, durable, up_to, payload_size, body = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5]
local time, millis = now()
local offset = living_in(position, epoch, durable)
if not offset then
    return { 0 }
end
forget_expired(history, millis)
local at = up_to - (offset - redis.call("LLEN", history) + 1)
if at < 0 or up_to > offset then
    return { 0 }
end
local last = redis.call("LINDEX", history, text(at))
redis.call("LTRIM", history, text(at), -1)
redis.call("LSET", history, 0, string.sub(last, 1, 13) .. time .. "s" .. string.format("%010d", payload_size) .. body)
return { 1 }
