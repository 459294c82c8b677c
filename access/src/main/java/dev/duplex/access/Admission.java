package dev.duplex.access;

import dev.duplex.channels.Payload;
import java.util.Map;

/// That a client may connect.
///
/// @param data that it is answered with, or [Payload#none]
/// @param channels that it is in from the beginning, without asking for them
public record Admission(Identity identity, Payload data, Map<String, Grant> channels) {
    public Admission {
        channels = Map.copyOf(channels);
    }

    /// As this one, and nothing more.
    public static Admission of(Identity identity) {
        return new Admission(identity, Payload.none(), Map.of());
    }
}
