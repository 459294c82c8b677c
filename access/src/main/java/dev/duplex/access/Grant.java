package dev.duplex.access;

import dev.duplex.channels.Payload;
import java.time.Instant;
import java.util.Optional;

/// That a client may do something in a channel, and as what.
///
/// @param info that others in the channel see of it, or [Payload#none]
/// @param data that it is answered with if it subscribes, or [Payload#none]
/// @param expires when it has to ask again to stay in the channel, if it has to
public record Grant(Payload info, Payload data, Optional<Instant> expires) {
    public static final Grant PLAIN = new Grant(Payload.none(), Payload.none(), Optional.empty());

    /// This one, with what others see of it in the channel already, if it says nothing of that itself: who publishes is seen as who is
    /// there.
    ///
    /// @param there by which it is in the channel
    public Grant seenAs(Grant there) {
        return info.size() > 0 ? this : new Grant(there.info, data, expires);
    }
}
