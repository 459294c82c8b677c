package dev.duplex.app.config;

import dev.duplex.access.Rules;
import dev.duplex.access.Who;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Recovery;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// The namespaces that the development mode has of its own, for the demos and for who tries something: each unless it is configured.
final class DevelopmentNamespaces {
    private static final int KEPT = 500;
    private static final Duration KEPT_FOR = Duration.ofDays(1);

    /// What is said while somebody types is nobody's business a moment later.
    private static final ChannelOptions TYPING =
            ChannelOptions.builder().kinds(Set.of(Payload.Kind.JSON)).build();

    /// By name.
    static final Map<String, Namespace> ALL =
            Map.of(
                    // Rooms, open to everybody.
                    "chat", new Namespace(conversation().build(), Rules.OPEN),
                    "chat.typing",
                            new Namespace(
                                    TYPING,
                                    Rules.CLOSED
                                            .withSubscribe(Who.ANYONE)
                                            .withPublish(Who.SUBSCRIBERS)),
                    // Conversations of the users that a channel's name names: direct:#ann,bob.
                    "direct",
                            new Namespace(
                                    conversation().kinds(Set.of(Payload.Kind.JSON)).build(),
                                    new Rules(Who.NAMED, Who.NAMED, Who.NAMED, Who.NAMED)),
                    "direct.typing",
                            new Namespace(
                                    TYPING,
                                    Rules.CLOSED.withSubscribe(Who.NAMED).withPublish(Who.NAMED)),
                    // Where a user learns who wants to talk to it: inbox:#ann.
                    "inbox",
                            new Namespace(
                                    ChannelOptions.builder()
                                            .history(KEPT, KEPT_FOR)
                                            .recovery(Recovery.STREAM)
                                            .kinds(Set.of(Payload.Kind.JSON))
                                            .build(),
                                    Rules.CLOSED
                                            .withSubscribe(Who.NAMED)
                                            .withPublish(Who.USERS)
                                            .withHistory(Who.NAMED)));

    private DevelopmentNamespaces() {}

    private static ChannelOptions.Builder conversation() {
        return ChannelOptions.builder()
                .history(KEPT, KEPT_FOR)
                .recovery(Recovery.STREAM)
                .presence(true)
                .joinLeave(true);
    }
}
