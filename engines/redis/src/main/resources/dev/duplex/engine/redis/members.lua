-- Answers what is known of so many who are there.
local most = tonumber(ARGV[1])
local _, millis = now()
forget_gone(millis)
local told = {}
local clients = redis.call("ZRANGE", times, 0, text(most - 1))
for i = 1, #clients do
    local member = redis.call("HGET", members, clients[i])
    if member then
        told[#told + 1] = member
    end
end
return told
