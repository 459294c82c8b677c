-- Removes the publications up to and with a position. Answers 1, or 0 if the channel has another epoch, or none.
local position, history = KEYS[1], KEYS[2]
local epoch, durable, up_to = ARGV[1], ARGV[2], tonumber(ARGV[3])
local offset = living_in(position, epoch, durable)
if not offset then
    return { 0 }
end
local oldest = offset - redis.call("LLEN", history) + 1
local gone = math.min(up_to, offset) - oldest + 1
if gone > 0 then
    redis.call("LTRIM", history, text(gone), -1)
end
return { 1 }
