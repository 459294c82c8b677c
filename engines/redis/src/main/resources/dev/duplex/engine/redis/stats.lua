-- Answers how many clients and how many users are there.
local _, millis = now()
forget_gone(millis)
return { redis.call("HLEN", members), redis.call("HLEN", users) }
