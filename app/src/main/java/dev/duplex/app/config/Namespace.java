package dev.duplex.app.config;

import dev.duplex.access.Rules;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Recovery;
import java.time.Duration;

/// What is configured of a namespace.
///
/// @param options what its channels have
/// @param rules who may do what in them
public record Namespace(ChannelOptions options, Rules rules) {
    /// The one that is open to everybody in development mode, and its name.
    static final String CHAT = "chat";

    static final Namespace OPEN_CHAT =
            new Namespace(
                    ChannelOptions.builder()
                            .history(100, Duration.ofMinutes(10))
                            .recovery(Recovery.STREAM)
                            .presence(true)
                            .joinLeave(true)
                            .build(),
                    Rules.OPEN);
}
