package dev.duplex.api;

import static dev.duplex.api.Fields.CHANNEL;
import static dev.duplex.api.Fields.CLIENT;
import static dev.duplex.api.Fields.SESSION;
import static dev.duplex.api.Fields.USER;

import dev.duplex.CloseReason;
import dev.duplex.api.Method.Example;
import dev.duplex.channels.Command;
import dev.duplex.channels.Entry;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// What is done to the connections of a user, or to one of them, on whatever node they are.
final class Commanding {
    /// What a client is told that must not come back by itself.
    private static final CloseReason FORCED = new CloseReason(3503, "force disconnect");

    private static final int LEAST_CODE = 3000;

    /// When what has ended now has ended, by the clock of whatever node.
    private static final Instant LONG_AGO = Instant.EPOCH;

    private static final Type<Long> SECONDS = Type.whole(0, 253_402_300_799L);

    private static final Field<Long> EXPIRE_AT =
            Field.of(
                    "expire_at", SECONDS, "When it ends, in seconds since 1970; without it never.");
    private static final Field<Payload> INFO =
            Field.of("info", Type.JSON, "What others in the channel see of it.");
    private static final Field<Payload> B64INFO =
            Field.of("b64info", Type.BASE64, "The same, if it is binary.");
    private static final Field<Payload> DATA =
            Field.of("data", Type.JSON, "What the client is told with it.");
    private static final Field<Payload> B64DATA =
            Field.of("b64data", Type.BASE64, "The same, if it is binary.");
    private static final Field<Values> RECOVER_SINCE =
            Field.of(
                    "recover_since",
                    Fields.POSITION,
                    "Where it was: what followed is made up for.");
    private static final Field<Values> OVERRIDE =
            Field.of(
                    "override",
                    Fields.NOTHING,
                    "Not available: a channel's options are those of its namespace.");
    private static final Field<String> ANY_CHANNEL =
            Field.of("channel", Type.TEXT, "The channel's name; without it all channels.");
    private static final Field<Long> CODE =
            Field.of(
                    "code",
                    Type.whole(0, 65_535),
                    "3000 to 4999; whether the client comes back by itself is in it.");
    private static final Field<String> REASON =
            Field.of("reason", Type.TEXT, "For people, at most 123 bytes.");
    private static final Field<Values> DISCONNECT =
            Field.of(
                    "disconnect",
                    Type.object(CODE, REASON),
                    "How the connection is closed; without it 3503: the client does not come back by itself.");
    private static final Field<List<String>> WHITELIST =
            Field.of("whitelist", Type.TEXTS, "The ids of connections that are spared.");
    private static final Field<Boolean> EXPIRED =
            Field.of("expired", Type.FLAG, "It has ended now.");
    private static final Field<Payload> NO_INFO =
            Field.of(
                    "info",
                    Type.JSON,
                    "Not available: what others see of a connection does not change.");

    private final Hub hub;

    Commanding(Hub hub) {
        this.hub = hub;
    }

    Method subscribe() {
        return new Method(
                "subscribe",
                "Has a user's connections enter a channel.",
                List.of(
                        USER,
                        CHANNEL,
                        CLIENT,
                        SESSION,
                        INFO,
                        B64INFO,
                        DATA,
                        B64DATA,
                        EXPIRE_AT,
                        RECOVER_SINCE,
                        OVERRIDE),
                Fields.NOTHING,
                List.of(
                        new Example(
                                "All of a user's connections",
                                "{\"user\":\"ann\",\"channel\":\"chat:lobby\",\"info\":{\"role\":\"guest\"}}",
                                "{}")),
                request -> answer(request, request.get(CHANNEL), this::subscribe));
    }

    Method unsubscribe() {
        return new Method(
                "unsubscribe",
                "Has a user's connections leave a channel, or all.",
                List.of(USER, ANY_CHANNEL, CLIENT, SESSION),
                Fields.NOTHING,
                List.of(
                        new Example(
                                "Out of a channel",
                                "{\"user\":\"ann\",\"channel\":\"chat:lobby\"}",
                                "{}")),
                request -> answer(request, request.get(ANY_CHANNEL), this::unsubscribe));
    }

    Method disconnect() {
        return new Method(
                "disconnect",
                "Closes a user's connections.",
                List.of(USER, CLIENT, SESSION, WHITELIST, DISCONNECT),
                Fields.NOTHING,
                List.of(
                        new Example(
                                "All but one",
                                "{\"user\":\"ann\",\"whitelist\":[\"b9f1\"],\"disconnect\":{\"code\":4001,\"reason\":\"signed in elsewhere\"}}",
                                "{}")),
                request -> answer(request, "", this::disconnect));
    }

    Method refresh() {
        return new Method(
                "refresh",
                "Changes when a user's connections have to show anew who they are.",
                List.of(USER, CLIENT, SESSION, EXPIRED, EXPIRE_AT, NO_INFO),
                Fields.NOTHING,
                List.of(
                        new Example(
                                "For longer", "{\"user\":\"ann\",\"expire_at\":4102444800}", "{}")),
                request -> answer(request, "", this::refresh));
    }

    /// What to do to whom; or why nothing.
    private sealed interface Order {
        record Given(Command command) implements Order {}

        record Wrong(Answer answer) implements Order {}
    }

    @FunctionalInterface
    private interface Reader {
        Order read(Values request, Command.Target target);
    }

    private CompletionStage<Answer> answer(Values request, String channel, Reader reader) {
        Order order = order(request, channel, reader);
        return switch (order) {
            case Order.Wrong(Answer answer) -> CompletableFuture.completedStage(answer);
            case Order.Given(Command command) ->
                    hub.connections().command(command).thenApply(_ -> Answer.EMPTY);
        };
    }

    private Order order(Values request, String channel, Reader reader) {
        if (!request.get(SESSION).isEmpty()) {
            return new Order.Wrong(
                    Answer.notAvailable("connections are named by client, not by session"));
        }
        if (request.get(USER).isEmpty() && request.get(CLIENT).isEmpty()) {
            return new Order.Wrong(
                    Answer.bad("a user must be named, or the client of one who is anonymous"));
        }
        if (!channel.isEmpty() && hub.options(channel).isEmpty()) {
            return new Order.Wrong(new Answer.Failed(ErrorCode.UNKNOWN_CHANNEL, ""));
        }
        return reader.read(
                request,
                new Command.Target(
                        request.get(USER),
                        Optional.of(request.get(CLIENT)).filter(it -> !it.isEmpty()),
                        Set.of()));
    }

    private Order subscribe(Values request, Command.Target target) {
        if (!request.get(OVERRIDE).isAbsent()) {
            return new Order.Wrong(
                    Answer.notAvailable("a channel's options are those of its namespace"));
        }
        if ((request.has(INFO) && request.has(B64INFO))
                || (request.has(DATA) && request.has(B64DATA))) {
            return new Order.Wrong(Answer.bad("the same is given in JSON and in Base64"));
        }
        Values since = request.get(RECOVER_SINCE);
        return new Order.Given(
                new Command.Subscribe(
                        target,
                        request.get(CHANNEL),
                        since.isAbsent()
                                ? Entry.PLAIN
                                : Entry.PLAIN.withSince(Reading.position(since)),
                        request.has(B64INFO) ? request.get(B64INFO) : request.get(INFO),
                        request.has(B64DATA) ? request.get(B64DATA) : request.get(DATA),
                        expiry(request)));
    }

    private Order unsubscribe(Values request, Command.Target target) {
        return new Order.Given(new Command.Unsubscribe(target, request.get(ANY_CHANNEL)));
    }

    private Order disconnect(Values request, Command.Target target) {
        Command.Target spared =
                new Command.Target(
                        target.user(), target.client(), Set.copyOf(request.get(WHITELIST)));
        Values how = request.get(DISCONNECT);
        if (how.isAbsent()) {
            return new Order.Given(new Command.Disconnect(spared, FORCED.code(), FORCED.reason()));
        }
        long code = how.get(CODE);
        String reason = how.get(REASON);
        if (code < LEAST_CODE || code > 4999) {
            return new Order.Wrong(Answer.bad("a disconnect's code must be in 3000..4999"));
        }
        if (reason.getBytes(StandardCharsets.UTF_8).length > CloseReason.MAX_REASON_BYTES) {
            return new Order.Wrong(
                    Answer.bad(
                            "a disconnect's reason has at most "
                                    + CloseReason.MAX_REASON_BYTES
                                    + " bytes"));
        }
        return new Order.Given(new Command.Disconnect(spared, (int) code, reason));
    }

    private Order refresh(Values request, Command.Target target) {
        if (request.has(NO_INFO)) {
            return new Order.Wrong(
                    Answer.notAvailable("what others see of a connection does not change"));
        }
        return new Order.Given(
                new Command.Refresh(
                        target, request.get(EXPIRED) ? Optional.of(LONG_AGO) : expiry(request)));
    }

    private static Optional<Instant> expiry(Values request) {
        long seconds = request.get(EXPIRE_AT);
        return seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }
}
