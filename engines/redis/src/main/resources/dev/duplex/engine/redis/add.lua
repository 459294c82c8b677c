-- Puts somebody in, or renews.
local client, member, ttl = unpack(ARGV)
local _, millis = now()
forget_gone(millis)
take_out(client)
redis.call("HSET", members, client, member)
redis.call("ZADD", times, text(millis + ttl), client)
redis.call("HINCRBY", users, user_of(member), 1)
for i = 1, #KEYS do
    keep(KEYS[i], tonumber(ttl))
end
return {}
