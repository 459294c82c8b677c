-- A part of the history, and the position of the channel, which is there from now on. Answers the epoch, the offset, the offset of the
-- first entry that is answered, and the entries in the order that was asked for.
local position, history = KEYS[1], KEYS[2]
local fresh, durable, position_ttl, since, since_epoch, limit, reverse, most_bytes = unpack(ARGV)
local _, millis = now()
local epoch, offset = living(position, history, fresh, durable)
keep(position, tonumber(position_ttl))
if since ~= "" and since_epoch ~= epoch then
    return { epoch, text(offset), "0", {} }
end
forget_expired(history, millis)

local length = redis.call("LLEN", history)
local oldest = offset - length + 1
local from, to = oldest, offset
if since ~= "" and reverse == "1" then
    to = math.min(offset, since - 1)
elseif since ~= "" then
    -- Whoever is beyond the end, however far, gets nothing.
    from = math.max(oldest, math.min(tonumber(since), offset) + 1)
end
local wanted = math.max(0, to - from + 1)
if limit ~= "-1" then
    wanted = math.min(wanted, tonumber(limit))
end

-- Some at a time, until there are enough, or enough bytes.
local taken, bytes, full = {}, 0, false
while #taken < wanted and not full do
    local step = math.min(wanted - #taken, 64)
    local first = (reverse == "1") and (to - #taken - step + 1) or (from + #taken)
    local some = redis.call("LRANGE", history, text(first - oldest), text(first - oldest + step - 1))
    for i = 1, #some do
        local entry = (reverse == "1") and some[#some - i + 1] or some[i]
        bytes = bytes + tonumber(string.sub(entry, 31, HEAD))
        if #taken > 0 and bytes > tonumber(most_bytes) then
            full = true
            break
        end
        taken[#taken + 1] = entry
    end
end
return { epoch, text(offset), text((reverse == "1") and to or from), taken }
