package dev.duplex.app.config;

import dev.duplex.access.Rules;
import dev.duplex.access.Who;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Recovery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The namespaces that the development mode has of its own, for the demos and for who tries something: each unless it is configured.
final class DevelopmentNamespaces {
    private static final int KEPT = 500;
    private static final Duration KEPT_FOR = Duration.ofDays(1);
    private static final Duration STATE_KEPT_FOR = Duration.ofDays(30);

    /// What is said while somebody types is nobody's business a moment later.
    private static final ChannelOptions TYPING =
            ChannelOptions.builder().kinds(Set.of(Payload.Kind.JSON)).build();

    /// The latest of each price: to a client that has room five times a second, to others as they take it.
    private static final ChannelOptions PRICES =
            ChannelOptions.builder()
                    .delivery(Delivery.LATEST)
                    .latestInterval(Duration.ofMillis(200))
                    .kinds(Set.of(Payload.Kind.JSON))
                    .build();

    /// Those of the chat.
    static final Map<String, Namespace> CHAT =
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
                                    kept().kinds(Set.of(Payload.Kind.JSON)).build(),
                                    Rules.CLOSED
                                            .withSubscribe(Who.NAMED)
                                            .withPublish(Who.USERS)
                                            .withHistory(Who.NAMED)));

    /// Those of the notifications. What the server itself publishes there clients may not.
    static final Map<String, Namespace> NOTIFICATIONS =
            Map.of(
                    // What everybody sees.
                    "wall",
                            new Namespace(
                                    conversation().kinds(Set.of(Payload.Kind.JSON)).build(),
                                    new Rules(Who.ANYONE, Who.NOBODY, Who.ANYONE, Who.ANYONE)),
                    // What a user is told: notes:#ann.
                    "notes",
                            new Namespace(
                                    kept().kinds(Set.of(Payload.Kind.JSON)).build(),
                                    Rules.CLOSED.withSubscribe(Who.NAMED).withHistory(Who.NAMED)),
                    // What a user has read and muted, for all their tabs and devices:
                    // notes.state:read#ann.
                    "notes.state",
                            new Namespace(
                                    ChannelOptions.builder()
                                            .history(1, STATE_KEPT_FOR)
                                            .recovery(Recovery.CACHE)
                                            .kinds(Set.of(Payload.Kind.JSON))
                                            .build(),
                                    Rules.CLOSED
                                            .withSubscribe(Who.NAMED)
                                            .withPublish(Who.NAMED)
                                            .withHistory(Who.NAMED)));

    /// That of the ticker. Only programs on the server publish there.
    static final Map<String, Namespace> TICKER =
            Map.of("ticker", new Namespace(PRICES, Rules.CLOSED.withSubscribe(Who.ANYONE)));

    /// That of the front page's doors: what happens behind each, as it is now.
    static final Map<String, Namespace> DOORS =
            Map.of(
                    "door",
                    new Namespace(
                            ChannelOptions.builder()
                                    .delivery(Delivery.LATEST)
                                    .kinds(Set.of(Payload.Kind.JSON))
                                    .build(),
                            Rules.CLOSED.withSubscribe(Who.ANYONE)));

    /// Those in which a node tells what goes on at itself: its market, and what is behind its doors.
    static final Map<String, Namespace> OF_A_NODE = together(List.of(TICKER, DOORS));

    /// By name.
    static final Map<String, Namespace> ALL = together(List.of(CHAT, NOTIFICATIONS, OF_A_NODE));

    private DevelopmentNamespaces() {}

    private static Map<String, Namespace> together(List<Map<String, Namespace>> some) {
        return some.stream()
                .flatMap(it -> it.entrySet().stream())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static ChannelOptions.Builder conversation() {
        return kept().presence(true).joinLeave(true);
    }

    private static ChannelOptions.Builder kept() {
        return ChannelOptions.builder().history(KEPT, KEPT_FOR).recovery(Recovery.STREAM);
    }
}
