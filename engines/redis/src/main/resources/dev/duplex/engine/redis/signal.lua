-- Tells everyone who is subscribed. A script, so that it keeps its place among publications that are scripts.
local publish, topic, message = unpack(ARGV)
redis.call(publish, topic, message)
return {}
