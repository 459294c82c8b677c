package dev.duplex.engine.redis;

import dev.duplex.channels.engine.EngineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which server is at the other end of a connection: two connections with the same one lead to the same process.
///
/// @param run what it calls itself in this life
record Identity(String run) {
    private static final Pattern RUN = Pattern.compile("(?m)^run_id:(\\w+)");

    /// @param info what it answers to `INFO`
    /// @throws EngineException if it is a replica, or does not say who it is
    static Identity ofMaster(String info) {
        if (info.contains("role:slave")) {
            throw new EngineException("it is a replica, which cannot be written to");
        }
        Matcher matcher = RUN.matcher(info);
        if (!matcher.find()) {
            throw new EngineException(
                    "INFO does not tell a run_id, by which servers are told apart");
        }
        return new Identity(matcher.group(1));
    }
}
