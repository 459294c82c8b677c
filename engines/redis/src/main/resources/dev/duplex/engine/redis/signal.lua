-- Tells everyone who is subscribed, and answers how many they are. A script, so that it keeps its place among publications that are scripts.
local publish, topic, message = unpack(ARGV)
return { redis.call(publish, topic, message) }
