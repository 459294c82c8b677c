package dev.duplex.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.access.Admission;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.StreamPosition;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Result;
import dev.duplex.json.JsonRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything that a client can do wrong gets the protocol's error for it, or its disconnect, and nothing else: nothing is thrown, nothing is
/// left behind, and after an error the connection goes on.
class HostileClientTest {
    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "chat",
                                            ChannelOptions.builder()
                                                    .history(10, Duration.ofMinutes(1))
                                                    .recovery(Recovery.STREAM)
                                                    .presence(true)
                                                    .tagFilters(true)
                                                    .build(),
                                            "bare",
                                            ChannelOptions.TRANSIENT,
                                            "secret",
                                            ChannelOptions.TRANSIENT,
                                            "text",
                                            ChannelOptions.builder()
                                                    .kinds(Set.of(Payload.Kind.TEXT))
                                                    .build())))
                    .build();

    /// Tokens say what is wrong with them; nobody may do anything in `secret`.
    private final ScriptedAccess access =
            new ScriptedAccess()
                    .connecting(attempt ->
                            judged(
                                    attempt.token(),
                                    Admission.of(Identity.of("ann", Payload.none()))))
                    .permitting(intent ->
                            intent.channel().startsWith("secret:")
                                    ? Result.refused(Problem.PERMISSION_DENIED, "no")
                                    : judged(intent.token(), Grant.PLAIN))
                    .refreshing(token -> judged(token, Identity.of("ann", Payload.none())));

    private final Centrifuge endpoint =
            new Centrifuge(hub, CentrifugeOptions.builder(access).channels(2).build());

    @AfterEach
    void nothingIsLeft() {
        assertThat(hub.droppedSubscribers()).isZero();
        hub.close();
    }

    private static <T> Result<T> judged(String token, T good) {
        return switch (token) {
            case "bad" -> Result.refused(Problem.UNAUTHENTICATED, "no");
            case "expired" -> Result.refused(Problem.EXPIRED, "no longer");
            case "forbidden" -> Result.refused(Problem.PERMISSION_DENIED, "never");
            case "busy" -> Result.refused(Problem.TOO_BUSY, "later");
            case "throws" -> throw new IllegalStateException("a bug");
            default -> Result.done(good);
        };
    }

    private Peer peer() {
        return Peer.open(hub, endpoint);
    }

    private void isGone(Peer peer, DisconnectCode code) {
        peer.isClosedWith(code);
        assertThat(hub.channels()).isZero();
        assertThat(hub.connections().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "[]",
                "\"connect\"",
                "{\"id\":1,\"connect\":{}",
                "{\"id\":1,\"connect\":[]}",
                "{\"id\":\"1\",\"connect\":{}}",
                "{\"id\":-1,\"connect\":{}}",
                "{\"id\":4294967296,\"connect\":{}}",
                "{\"id\":1,\"connect\":{\"token\":7}}",
                "{\"id\":1,\"connect\":{\"subs\":{\"a\":1}}}",
                "{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":7}",
                "{}",
                "{\"id\":1}",
                "{\"connect\":{}}",
                "{\"id\":1,\"subscribe\":{\"channel\":\"chat:a\"}}",
                "{\"id\":1,\"ping\":{}}",
                "{\"send\":{\"data\":1}}"
            })
    void whoDoesNotBeginWithAConnectIsDisconnected(String frame) {
        Peer peer = peer();
        assertThat(peer.say(frame)).isEmpty();
        isGone(peer, DisconnectCode.BAD_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({"bad, INVALID_TOKEN", "forbidden, PERMISSION_DENIED", "throws, SERVER_ERROR"})
    void whoIsNotLetInIsDisconnected(String token, DisconnectCode code) {
        Peer peer = peer();
        assertThat(peer.say("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}")).isEmpty();
        isGone(peer, code);
    }

    /// Whoever made the token has no other way to learn what is wrong with it.
    @Test
    void whyIsInTheLogForWhoWantsToKnow() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord line) {
                        lines.add(
                                line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger logger = Logger.getLogger(Replies.class.getName());
        logger.addHandler(handler);
        logger.setLevel(Level.FINE);
        try {
            Peer peer = peer();
            peer.say("{\"id\":1,\"connect\":{\"token\":\"expired\"}}");
            assertThat(lines)
                    .singleElement()
                    .asString()
                    .startsWith("FINE client ")
                    .endsWith(" is refused (EXPIRED): no longer");
        } finally {
            logger.setLevel(null);
            logger.removeHandler(handler);
        }
    }

    @ParameterizedTest
    @CsvSource({"expired, TOKEN_EXPIRED", "busy, TOO_MANY_REQUESTS"})
    void whoMayTryAgainGetsAnError(String token, ErrorCode code) {
        Peer peer = peer();
        assertThat(peer.say("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}"))
                .containsExactly(code.reply(1));
        assertThat(hub.connections().count()).isZero();
        assertThat(peer.say("{\"id\":2,\"connect\":{\"token\":\"good\"}}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":2,\"connect\":{}}",
                "{\"subscribe\":{\"channel\":\"chat:a\"}}",
                "{\"ping\":{}}",
                "{\"id\":2,\"subscribe\":{\"channel\":1}}",
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"offset\":-1}}",
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"tf\":1}}",
                "{\"id\":2,\"history\":{\"channel\":\"chat:a\",\"limit\":1.5}}",
                "{\"id\":2,\"rpc\":{\"method\":[]}}",
                "{\"id\":2,\"refresh\":{}}",
                "{\"id\":2,\"refresh\":{\"token\":\"\"}}",
                "\u0000",
                "{\"id\":2,\"ping\":{}}{"
            })
    void whatIsNoMessageOfTheProtocolEndsTheConnection(String frame) {
        Peer peer = peer().connected();
        assertThat(peer.say(frame)).isEmpty();
        isGone(peer, DisconnectCode.BAD_REQUEST);
    }

    @Test
    void framesOverTheLimitsOfTheCodecDoToo() {
        String deep = "[".repeat(JsonRules.MAX_DEPTH + 1) + "]".repeat(JsonRules.MAX_DEPTH + 1);
        String not = "{\"op\":\"not\",\"nodes\":[";
        String filters = not.repeat(40) + "{\"key\":\"k\",\"cmp\":\"ex\"}" + "]}".repeat(40);
        for (String frame :
                List.of(
                        "{\"id\":2,\"ping\":{}}\n".repeat(Codec.MAX_MESSAGES + 1),
                        "{\"id\":2,\"publish\":{\"channel\":\"chat:a\",\"data\":" + deep + "}}",
                        "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"tf\":"
                                + filters
                                + "}}")) {
            Peer peer = peer().connected();
            assertThat(peer.say(frame)).isEmpty();
            isGone(peer, DisconnectCode.BAD_REQUEST);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // channels that are not there, or closed
                "{\"id\":2,\"subscribe\":{\"channel\":\"nowhere:a\"}} | UNKNOWN_CHANNEL",
                "{\"id\":2,\"subscribe\":{\"channel\":\"\"}} | UNKNOWN_CHANNEL",
                "{\"id\":2,\"subscribe\":{\"channel\":\"secret:a\"}} | PERMISSION_DENIED",
                "{\"id\":2,\"publish\":{\"channel\":\"nowhere:a\",\"data\":1}} | UNKNOWN_CHANNEL",
                "{\"id\":2,\"publish\":{\"channel\":\"secret:a\",\"data\":1}} | PERMISSION_DENIED",
                "{\"id\":2,\"history\":{\"channel\":\"nowhere:a\",\"limit\":1}} | UNKNOWN_CHANNEL",
                "{\"id\":2,\"history\":{\"channel\":\"secret:a\",\"limit\":1}} | PERMISSION_DENIED",
                "{\"id\":2,\"presence\":{\"channel\":\"nowhere:a\"}} | UNKNOWN_CHANNEL",
                "{\"id\":2,\"presence\":{\"channel\":\"secret:a\"}} | PERMISSION_DENIED",
                "{\"id\":2,\"presence_stats\":{\"channel\":\"secret:a\"}} | PERMISSION_DENIED",
                // tokens of channels
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"token\":\"bad\"}} | PERMISSION_DENIED",
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"token\":\"expired\"}} | TOKEN_EXPIRED",
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"token\":\"forbidden\"}} | PERMISSION_DENIED",
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"token\":\"busy\"}} | TOO_MANY_REQUESTS",
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"token\":\"throws\"}} | INTERNAL",
                "{\"id\":2,\"sub_refresh\":{\"channel\":\"chat:a\",\"token\":\"good\"}} | PERMISSION_DENIED",
                "{\"id\":2,\"refresh\":{\"token\":\"busy\"}} | TOO_MANY_REQUESTS",
                // what a channel does not have
                "{\"id\":2,\"history\":{\"channel\":\"bare:a\",\"limit\":1}} | NOT_AVAILABLE",
                "{\"id\":2,\"presence\":{\"channel\":\"bare:a\"}} | NOT_AVAILABLE",
                "{\"id\":2,\"presence_stats\":{\"channel\":\"bare:a\"}} | NOT_AVAILABLE",
                "{\"id\":2,\"subscribe\":{\"channel\":\"bare:a\",\"tf\":{\"key\":\"k\",\"cmp\":\"ex\"}}} | BAD_REQUEST",
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"tf\":{}}} | BAD_REQUEST",
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"tf\":{\"key\":\"k\",\"cmp\":\"like\"}}} | BAD_REQUEST",
                // kinds of subscriptions and channels that are not served
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"type\":1}} | NOT_AVAILABLE",
                "{\"id\":2,\"publish\":{\"channel\":\"chat:a\",\"data\":1,\"type\":1,\"key\":\"k\"}} | NOT_AVAILABLE",
                "{\"id\":2,\"publish\":{\"channel\":\"chat:a\",\"removed\":true,\"key\":\"k\"}} | NOT_AVAILABLE",
                "{\"id\":2,\"sub_refresh\":{\"channel\":\"chat:a\",\"type\":4,\"token\":\"t\"}} | NOT_AVAILABLE",
                // positions and payloads
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"recover\":true,\"epoch\":\"x\",\"offset\":18446744073709551615,\"flag\":2}} | UNRECOVERABLE_POSITION",
                "{\"id\":2,\"history\":{\"channel\":\"chat:a\",\"since\":{\"epoch\":\"x\",\"offset\":1}}} | UNRECOVERABLE_POSITION",
                "{\"id\":2,\"publish\":{\"channel\":\"chat:a\"}} | BAD_REQUEST",
                "{\"id\":2,\"publish\":{\"channel\":\"text:a\",\"data\":1}} | BAD_REQUEST",
                // calls
                "{\"id\":2,\"rpc\":{\"method\":\"none\"}} | METHOD_NOT_FOUND",
                "{\"id\":2,\"rpc\":{\"method\":\"duplex.publish\"}} | BAD_REQUEST",
                "{\"id\":2,\"rpc\":{\"method\":\"duplex.publish\",\"data\":{\"channel\":\"secret:a\",\"data\":1}}} | PERMISSION_DENIED",
                "{\"id\":2,\"unheard_of\":{}} | METHOD_NOT_FOUND",
                "{\"id\":2} | METHOD_NOT_FOUND"
            })
    void whatCannotBeDoneGetsItsErrorAndTheConnectionGoesOn(String frame, ErrorCode code) {
        Peer peer = peer().connected();
        assertThat(peer.say(frame)).containsExactly(code.reply(2));
        assertThat(peer.session().failures()).isEmpty();
        assertThat(hub.channels()).isZero();
        assertThat(peer.say("{\"id\":3,\"ping\":{}}").stream().map(Reply::id)).containsExactly(3L);
    }

    @ParameterizedTest
    @CsvSource({
        "json, -1",
        "json, -9223372036854775808",
        "protobuf, -1",
        "protobuf, -9223372036854775808",
        "protobuf, 9223372036854775807",
        "json, 3"
    })
    void whoIsBeyondTheEndOfAStreamHasNotRecoveredAndIsGivenNothing(String codec, long offset) {
        hub.publish("chat:a", Payload.of(Payload.Kind.JSON, new byte[] {'1'}));
        hub.publish("chat:a", Payload.of(Payload.Kind.JSON, new byte[] {'2'}));
        Peer peer =
                Peer.open(hub, endpoint, codec.equals("json") ? Codec.json() : Codec.protobuf())
                        .connected();
        dev.duplex.centrifuge.protocol.Result.History top =
                history(peer, new Request.History("chat:a", 0, Optional.empty(), false));
        assertThat(top.offset()).isEqualTo(2);
        var since = Optional.of(new StreamPosition(offset, top.epoch()));

        assertThat(history(peer, new Request.History("chat:a", -1, since, false))).isEqualTo(top);
        assertThat(history(peer, new Request.History("chat:a", -1, since, true)).publications())
                .hasSize(2);
        var begun =
                peer.subscribe(
                        Request.Subscribe.builder()
                                .channel("chat:a")
                                .recover(true)
                                .epoch(top.epoch())
                                .offset(offset)
                                .build());
        assertThat(begun.recovered()).isFalse();
        assertThat(begun.publications()).isEmpty();
        assertThat(begun.offset()).isEqualTo(2);
        peer.session().peerCloses(CloseReason.NORMAL);
    }

    private static dev.duplex.centrifuge.protocol.Result.History history(
            Peer peer, Request.History asked) {
        return (dev.duplex.centrifuge.protocol.Result.History) peer.ask(9, asked).getFirst().body();
    }

    @Test
    void anOffsetIsReadAsTheProtocolHasIt() {
        hub.publish("chat:a", Payload.of(Payload.Kind.JSON, new byte[] {'1'}));
        Peer peer = peer().connected();
        String epoch =
                history(peer, new Request.History("chat:a", 0, Optional.empty(), false)).epoch();
        String asked =
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"recover\":true,\"epoch\":\"%s\",\"offset\":18446744073709551615,\"flag\":2}}"
                        .formatted(epoch);
        assertThat(peer.say(asked)).containsExactly(ErrorCode.UNRECOVERABLE_POSITION.reply(2));
    }

    @Test
    void aNameThatIsTooLongIsNoChannel() {
        Peer peer = peer().connected();
        String name = "chat:" + "a".repeat(hub.limits().channelNameBytes());
        assertThat(peer.say("{\"id\":2,\"subscribe\":{\"channel\":\"" + name + "\"}}"))
                .containsExactly(ErrorCode.UNKNOWN_CHANNEL.reply(2));
    }

    @Test
    void whoSubscribesTwiceOrTooOftenGetsAnError() {
        Peer peer = peer().connected();
        String subscribe = "{\"id\":%d,\"subscribe\":{\"channel\":\"bare:%s\"}}";
        assertThat(
                        peer.say(
                                String.join(
                                        "\n",
                                        subscribe.formatted(2, "a"),
                                        subscribe.formatted(3, "a"),
                                        subscribe.formatted(4, "b"),
                                        subscribe.formatted(5, "c"))))
                .contains(ErrorCode.ALREADY_SUBSCRIBED.reply(3), ErrorCode.LIMIT_EXCEEDED.reply(5));
        assertThat(hub.channels()).isEqualTo(2);
        peer.session().peerCloses(new dev.duplex.CloseReason(1006, ""));
        assertThat(hub.channels()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "refresh, bad, INVALID_TOKEN",
        "refresh, expired, EXPIRED",
        "refresh, forbidden, PERMISSION_DENIED",
        "sub_refresh, bad, INVALID_TOKEN"
    })
    void whoRenewsWithAWrongTokenIsDisconnected(String what, String token, DisconnectCode code) {
        Peer peer = peer().connected();
        peer.say("{\"id\":2,\"subscribe\":{\"channel\":\"bare:a\"}}");
        assertThat(
                        peer.say(
                                "{\"id\":3,\"%s\":{\"channel\":\"bare:a\",\"token\":\"%s\"}}"
                                        .formatted(what, token)))
                .isEmpty();
        isGone(peer, code);
    }

    @Test
    void whoRenewsASubscriptionWithoutATokenGetsAnError() {
        Peer peer = peer().connected();
        peer.say("{\"id\":2,\"subscribe\":{\"channel\":\"bare:a\"}}");
        assertThat(peer.say("{\"id\":3,\"sub_refresh\":{\"channel\":\"bare:a\"}}"))
                .containsExactly(ErrorCode.BAD_REQUEST.reply(3));
        assertThat(
                        peer.say(
                                "{\"id\":4,\"sub_refresh\":{\"channel\":\"bare:a\",\"token\":\"expired\"}}"))
                .containsExactly(ErrorCode.EXPIRED.reply(4));
    }

    @Test
    void anUnaskedPongAndARepeatedUnsubscribeAreNothing() {
        Peer peer = peer().connected();
        assertThat(peer.say("{}")).isEmpty();
        assertThat(
                        peer.say("{\"id\":2,\"unsubscribe\":{\"channel\":\"bare:a\"}}").stream()
                                .map(Reply::body))
                .containsExactly(new dev.duplex.centrifuge.protocol.Result.Unsubscribe());
        assertThat(peer.session().isOpen()).isTrue();
    }
}
