package dev.duplex.engine.redis;

import dev.duplex.channels.engine.EngineException;
import java.time.Duration;
import java.util.List;

/// The servers that channels are on. Any thread.
interface Servers extends AutoCloseable {
    /// Connects. Waits.
    ///
    /// @throws EngineException if that is not possible
    void open(Duration patience);

    /// The one that has a channel.
    Server of(String channel);

    /// The one that nodes meet at.
    Server meeting();

    /// All there are.
    List<Server> all();

    /// The command that tells who is subscribed.
    String publish();

    /// Ends all connections; what is not answered fails. Waits.
    @Override
    void close();
}
