-- The server's time: in microseconds as text, and in milliseconds.
local function now()
    local time = redis.call("TIME")
    return time[1] .. string.format("%06d", time[2]), time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A whole number as text, whatever its size.
local function text(number)
    return string.format("%.0f", number)
end

-- Keeps a key for so many milliseconds at least.
local function keep(key, millis)
    if redis.call("PTTL", key) < millis then
        redis.call("PEXPIRE", key, text(millis))
    end
end
