-- Removes all publications. The channel's position stays.
redis.call("DEL", KEYS[2])
return {}
