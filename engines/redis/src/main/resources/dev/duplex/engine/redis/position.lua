-- A channel's position is a hash: e is the epoch, o the offset of the latest publication, s the server that gave out
-- the latest position. Its history is a list that ends with the publication at that offset and has none missing, so that the
-- place of an entry says its offset. An entry is a head of HEAD characters, then what the node made of the draft:
--   13 until when it is shown, in milliseconds; 16 when it was published, in microseconds;
--   1 "p", or "s" for one that stands for all before it; 10 the size of its payload in bytes.
local HEAD = 40

-- Names one reign of one server: it is another after a start, and after a replica became the master. Where what was answered
-- outlives both, which the operator knows, it does not matter who says so.
local function reign(durable)
    if durable == "1" then
        return "-"
    end
    local id = string.match(redis.call("INFO", "replication"), "master_replid:(%x+)")
    if not id then
        error("INFO replication does not tell a master_replid, by which positions are known to be good")
    end
    return id
end

-- The channel's epoch and offset. A channel without one begins with an epoch that nobody has had; so does one whose position was
-- given out by another reign, which may have given out more than is known here.
local function living(position, history, fresh, durable)
    local server = reign(durable)
    local known = redis.call("HMGET", position, "e", "o", "s")
    if not known[1] then
        redis.call("DEL", history)
        redis.call("HSET", position, "e", fresh, "o", "0", "s", server)
        return fresh, 0
    end
    if durable ~= "1" and known[3] ~= server then
        redis.call("HSET", position, "e", fresh, "s", server)
        return fresh, tonumber(known[2])
    end
    return known[1], tonumber(known[2])
end

-- The channel's offset if it has this epoch, and will go on with it.
local function living_in(position, epoch, durable)
    local known = redis.call("HMGET", position, "e", "o", "s")
    if known[1] ~= epoch or (durable ~= "1" and known[3] ~= reign(durable)) then
        return nil
    end
    return tonumber(known[2])
end

-- Forgets the oldest publications that are not shown any more.
local function forget_expired(history, millis)
    local gone, step = 0, 1
    while true do
        local some = redis.call("LRANGE", history, gone, gone + step - 1)
        local expired = 0
        while expired < #some and tonumber(string.sub(some[expired + 1], 1, 13)) <= millis do
            expired = expired + 1
        end
        gone = gone + expired
        if expired < step then
            break
        end
        step = math.min(step * 2, 128)
    end
    if gone > 0 then
        redis.call("LTRIM", history, gone, -1)
    end
end
