package dev.duplex.channels;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Something to be done to connections, wherever they are.
public sealed interface Command {
    /// Which connections.
    Target target();

    /// Connections of one user, or one of them.
    ///
    /// @param user whose; empty: that of anonymous connections, of which one has to be named
    /// @param client the only one, if there is one
    /// @param except the ids of those that are spared; immutable
    record Target(String user, Optional<String> client, Set<String> except) {
        public Target {
            except = Set.copyOf(except);
        }

        /// All of a user.
        public static Target user(String user) {
            return new Target(user, Optional.empty(), Set.of());
        }

        /// One connection.
        public static Target client(String user, String client) {
            return new Target(user, Optional.of(client), Set.of());
        }
    }

    /// They are to close.
    ///
    /// @param code of the protocol's, 3000 to 4999
    record Disconnect(Target target, int code, String reason) implements Command {}

    /// It has changed when they have to show anew who they are.
    ///
    /// @param expires when; empty: never
    record Refresh(Target target, Optional<Instant> expires) implements Command {}

    /// They are to leave a channel.
    ///
    /// @param channel which; empty: all
    record Unsubscribe(Target target, String channel) implements Command {}

    /// They are to enter a channel.
    ///
    /// @param entry how; without a member each connection makes one of itself and `info`
    /// @param info that others in the channel see of them, or [Payload#none]
    /// @param data that they are told with it, or [Payload#none]
    /// @param expires when they leave again; empty: never
    record Subscribe(
            Target target,
            String channel,
            Entry entry,
            Payload info,
            Payload data,
            Optional<Instant> expires)
            implements Command {
        /// Without info and data, for good.
        public Subscribe(Target target, String channel, Entry entry) {
            this(target, channel, entry, Payload.none(), Payload.none(), Optional.empty());
        }
    }
}
