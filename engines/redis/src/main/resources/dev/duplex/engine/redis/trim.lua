-- Removes the publications up to and with an offset.
local position, history = KEYS[1], KEYS[2]
local up_to = tonumber(ARGV[1])
local offset = redis.call("HGET", position, "o")
if offset then
    local oldest = offset - redis.call("LLEN", history) + 1
    local gone = math.min(up_to, tonumber(offset)) - oldest + 1
    if gone > 0 then
        redis.call("LTRIM", history, text(gone), -1)
    end
end
return {}
