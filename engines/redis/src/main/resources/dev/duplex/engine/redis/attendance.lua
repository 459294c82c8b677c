-- Who is in a channel: what is known of each client (a hash: the length of the user's name, a colon, the name, what the node wrote
-- of the member), until when (a sorted set), and with how many clients each user is there (a hash).
local members, times, users = KEYS[1], KEYS[2], KEYS[3]

local function user_of(member)
    local length, colon = string.match(member, "^(%d+)():")
    return string.sub(member, colon + 1, colon + length)
end

local function take_out(client)
    local member = redis.call("HGET", members, client)
    redis.call("ZREM", times, client)
    if member then
        local user = user_of(member)
        redis.call("HDEL", members, client)
        if redis.call("HINCRBY", users, user, -1) <= 0 then
            redis.call("HDEL", users, user)
        end
    end
end

-- Takes out who was not put in again within its time.
local function forget_gone(millis)
    while true do
        local gone = redis.call("ZRANGEBYSCORE", times, "-inf", text(millis), "LIMIT", 0, 1000)
        for i = 1, #gone do
            take_out(gone[i])
        end
        if #gone < 1000 then
            return
        end
    end
end
