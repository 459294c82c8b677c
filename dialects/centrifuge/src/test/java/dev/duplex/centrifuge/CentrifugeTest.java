package dev.duplex.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.StreamedSessions;
import dev.duplex.access.Access;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.access.Who;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Command;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.Decoded;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Entry;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Result;
import dev.duplex.testkit.InMemoryRequest;
import dev.duplex.testkit.InMemorySession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client of the protocol gets, above all when it does something wrong. In JSON, as it is on the wire.
class CentrifugeTest {
    private static final ChannelOptions CHAT =
            ChannelOptions.builder()
                    .history(10, Duration.ofMinutes(5))
                    .recovery(Recovery.STREAM)
                    .presence(true)
                    .build();
    private static final ChannelOptions DROPPING =
            ChannelOptions.builder().delivery(Delivery.DROP).build();

    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "chat",
                                            CHAT,
                                            "drop",
                                            DROPPING,
                                            "quiet",
                                            ChannelOptions.TRANSIENT,
                                            "text",
                                            ChannelOptions.builder()
                                                    .kinds(Set.of(Payload.Kind.TEXT))
                                                    .build())))
                    .build();
    private final Access access =
            RulesAccess.anonymous(
                    Map.of(
                            "chat",
                            Rules.OPEN,
                            "drop",
                            Rules.OPEN,
                            "quiet",
                            Rules.CLOSED.withSubscribe(Who.ANYONE),
                            "text",
                            Rules.OPEN,
                            "unknown",
                            Rules.OPEN));
    private int read;

    @AfterEach
    void closeHub() {
        hub.close();
    }

    private InMemorySession open(CentrifugeOptions options) {
        return InMemorySession.open(
                new Centrifuge(hub, options), InMemoryRequest.of("/connection/websocket"), hub);
    }

    private InMemorySession open() {
        return open(options().build());
    }

    private CentrifugeOptions.Builder options() {
        return CentrifugeOptions.builder(access).channels(3);
    }

    private InMemorySession connected() {
        return connected(open());
    }

    private InMemorySession connected(InMemorySession session) {
        assertThat(ask(session, "{\"id\":1,\"connect\":{}}").getFirst())
                .startsWith("{\"id\":1,\"connect\":{\"client\":");
        return session;
    }

    /// What comes of what a client sends: the lines of all frames.
    private List<String> ask(InMemorySession session, String frame) {
        session.peerSends(frame);
        return news(session);
    }

    private List<String> news(InMemorySession session) {
        session.lane().runAll();
        List<String> all = session.sentText();
        List<String> lines = new ArrayList<>();
        for (; read < all.size(); read++) {
            lines.addAll(all.get(read).lines().toList());
        }
        return lines;
    }

    private static String error(int id, ErrorCode code) {
        return new String(Codec.json().encode(code.reply(id)), StandardCharsets.UTF_8);
    }

    private static void closedWith(InMemorySession session, DisconnectCode code) {
        session.lane().runAll();
        assertThat(session.closed().map(CloseReason::code)).contains(code.code());
        assertThat(session.failures()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{\"id\":1,\"connect\":1}",
                "{\"id\":1,\"connect\":{}}{",
                "{\"id\":-1,\"connect\":{}}",
                "{}",
                "{\"connect\":{}}",
                "{\"id\":1,\"subscribe\":{\"channel\":\"chat:a\"}}"
            })
    void whatIsNoConnectEndsTheConnection(String frame) {
        InMemorySession session = open();
        assertThat(ask(session, frame)).isEmpty();
        closedWith(session, DisconnectCode.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":2,\"connect\":{}}",
                "{\"subscribe\":{\"channel\":\"chat:a\"}}",
                "{\"id\":2,\"publish\":{\"channel\":7}}",
                "\u0000"
            })
    void soDoesWhatMakesNoSenseLater(String frame) {
        InMemorySession session = connected();
        assertThat(ask(session, frame)).isEmpty();
        closedWith(session, DisconnectCode.BAD_REQUEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":2,\"nothing\":{}} | METHOD_NOT_FOUND",
                "{\"id\":2,\"rpc\":{\"method\":\"none\",\"data\":1}} | METHOD_NOT_FOUND",
                "{\"id\":2,\"subscribe\":{\"channel\":\"unknown:a\"}} | UNKNOWN_CHANNEL",
                "{\"id\":2,\"subscribe\":{\"channel\":\"other:a\"}} | PERMISSION_DENIED",
                "{\"id\":2,\"subscribe\":{\"channel\":\"\"}} | PERMISSION_DENIED",
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"type\":1}} | NOT_AVAILABLE",
                "{\"id\":2,\"publish\":{\"channel\":\"quiet:a\",\"data\":1}} | PERMISSION_DENIED",
                "{\"id\":2,\"publish\":{\"channel\":\"unknown:a\",\"data\":1}} | UNKNOWN_CHANNEL",
                "{\"id\":2,\"publish\":{\"channel\":\"chat:a\"}} | BAD_REQUEST",
                "{\"id\":2,\"publish\":{\"channel\":\"text:a\",\"data\":1}} | BAD_REQUEST",
                "{\"id\":2,\"history\":{\"channel\":\"drop:a\",\"limit\":1}} | NOT_AVAILABLE",
                "{\"id\":2,\"history\":{\"channel\":\"chat:a\",\"since\":{\"epoch\":\"x\",\"offset\":1}}} | UNRECOVERABLE_POSITION",
                "{\"id\":2,\"presence\":{\"channel\":\"drop:a\"}} | NOT_AVAILABLE",
                "{\"id\":2,\"presence_stats\":{\"channel\":\"quiet:a\"}} | PERMISSION_DENIED",
                "{\"id\":2,\"refresh\":{\"token\":\"t\"}} | NOT_AVAILABLE"
            })
    void aCommandThatCannotBeCarriedOutGetsItsError(String frame, ErrorCode code) {
        InMemorySession session = connected();
        assertThat(ask(session, frame)).containsExactly(error(2, code));
        assertThat(session.isOpen()).isTrue();
        assertThat(session.failures()).isEmpty();
        assertThat(ask(session, "{\"id\":3,\"ping\":{}}"))
                .containsExactly("{\"id\":3,\"ping\":{}}");
    }

    @Test
    void aPositionThatIsLostIsRefusedToWhoAsksForThat() {
        InMemorySession session = connected();
        String lost =
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\",\"recover\":true,\"epoch\":\"x\",\"offset\":4,\"flag\":2}}";
        assertThat(ask(session, lost)).containsExactly(error(2, ErrorCode.UNRECOVERABLE_POSITION));
        assertThat(hub.subscribers("chat:a")).isZero();
        assertThat(ask(session, lost.replace(",\"flag\":2", "")).getFirst())
                .contains("\"was_recovering\":true")
                .doesNotContain("\"recovered\":true");
    }

    @Test
    void nobodyIsInAChannelTwiceOrInTooMany() {
        InMemorySession session = connected();
        String subscribe = "{\"id\":2,\"subscribe\":{\"channel\":\"chat:%s\"}}";
        for (String name : List.of("a", "b", "c")) {
            assertThat(ask(session, subscribe.formatted(name)).getFirst())
                    .startsWith("{\"id\":2,\"subscribe\":");
        }
        assertThat(ask(session, subscribe.formatted("a")))
                .containsExactly(error(2, ErrorCode.ALREADY_SUBSCRIBED));
        assertThat(ask(session, subscribe.formatted("d")))
                .containsExactly(error(2, ErrorCode.LIMIT_EXCEEDED));
        assertThat(ask(session, "{\"id\":3,\"unsubscribe\":{\"channel\":\"chat:a\"}}"))
                .containsExactly("{\"id\":3,\"unsubscribe\":{}}");
        assertThat(ask(session, subscribe.formatted("d")).getFirst()).contains("recoverable");
        assertThat(hub.subscribers("chat:a")).isZero();
    }

    @Test
    void whatComesWithConnectWaitsForItAndIsAnsweredInOrder() {
        CompletableFuture<Result<Admission>> decision = new CompletableFuture<>();
        InMemorySession session = open(CentrifugeOptions.builder(deciding(decision)).build());
        assertThat(
                        ask(
                                session,
                                "{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\"}}"))
                .isEmpty();
        assertThat(session.isReading()).isFalse();
        decision.complete(Result.done(Admission.of(Identity.of("ann", Payload.none()))));
        List<String> came = news(session);

        assertThat(came).hasSize(2);
        assertThat(came.get(0)).startsWith("{\"id\":1,\"connect\"");
        assertThat(came.get(1)).startsWith("{\"id\":2,\"subscribe\"");
        assertThat(session.isReading()).isTrue();
        assertThat(hub.connections().of("ann")).hasSize(1);
        session.peerCloses(CloseReason.NORMAL);
        session.lane().runAll();
        assertThat(hub.connections().of("ann")).isEmpty();
        assertThat(hub.channels()).isZero();
    }

    @Test
    void noMoreCommandsAreUnderWayThanAllowed() {
        twoOfFiveAtATime(
                it -> it.commandsUnderWay(2), "{\"id\":%d,\"history\":{\"channel\":\"chat:%d\"}}");
    }

    @Test
    void noMoreTokensAreLookedAtAtATimeThanAllowed() {
        twoOfFiveAtATime(
                it -> it.tokensUnderWay(2),
                "{\"id\":%d,\"subscribe\":{\"channel\":\"chat:%d\",\"token\":\"t\"}}");
    }

    /// @param limit lets two be asked about at a time
    /// @param command with its id and a number for its channel
    private void twoOfFiveAtATime(UnaryOperator<CentrifugeOptions.Builder> limit, String command) {
        List<CompletableFuture<Result<Grant>>> asked = new ArrayList<>();
        InMemorySession session =
                connected(
                        open(limit.apply(CentrifugeOptions.builder(answeredLater(asked))).build()));
        String frame =
                IntStream.range(0, 5)
                        .mapToObj(i -> command.formatted(i + 2, i))
                        .collect(Collectors.joining("\n"));
        assertThat(ask(session, frame)).isEmpty();
        for (int i = 0; i < 5; i++) {
            assertThat(asked).hasSize(Math.min(i + 2, 5));
            assertThat(session.isReading()).isEqualTo(i == 4);
            asked.get(i).complete(Result.refused(Problem.PERMISSION_DENIED, "no"));
            assertThat(news(session)).containsExactly(error(i + 2, ErrorCode.PERMISSION_DENIED));
        }
        assertThat(session.isReading()).isTrue();
    }

    @Test
    void whatIsGivenUpGoesOnCountingUntilItsTokenHasBeenLookedAt() {
        List<CompletableFuture<Result<Grant>>> asked = new ArrayList<>();
        InMemorySession session =
                connected(
                        open(
                                CentrifugeOptions.builder(answeredLater(asked))
                                        .tokensUnderWay(2)
                                        .build()));
        String comeAndGo =
                """
                {"id":2,"subscribe":{"channel":"chat:a","token":"t"}}
                {"id":3,"unsubscribe":{"channel":"chat:a"}}
                """;
        ask(session, comeAndGo.repeat(5));
        assertThat(asked).hasSize(2);
        assertThat(session.isReading()).isFalse();
        asked.getFirst().complete(Result.done(Grant.PLAIN));
        session.lane().runAll();
        assertThat(asked).hasSize(3);
        assertThat(session.isReading()).isFalse();
    }

    @Test
    void whereThereIsNoTokenCommandsAloneAreCounted() {
        List<CompletableFuture<Result<Grant>>> asked = new ArrayList<>();
        InMemorySession session =
                connected(
                        open(
                                CentrifugeOptions.builder(answeredLater(asked))
                                        .tokensUnderWay(1)
                                        .build()));
        ask(session, "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\"}}");
        ask(session, "{\"id\":3,\"subscribe\":{\"channel\":\"chat:b\"}}");
        assertThat(asked).hasSize(2);
        assertThat(session.isReading()).isTrue();
    }

    @Test
    void aDecisionThatComesAfterTheClientHasLeftTouchesNothing() {
        List<CompletableFuture<Result<Grant>>> decisions = new ArrayList<>();
        Access slow = answeredLater(decisions);
        InMemorySession session = connected(open(CentrifugeOptions.builder(slow).build()));
        assertThat(ask(session, "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\"}}")).isEmpty();
        assertThat(ask(session, "{\"id\":3,\"unsubscribe\":{\"channel\":\"chat:a\"}}"))
                .containsExactly(error(2, ErrorCode.INTERNAL), "{\"id\":3,\"unsubscribe\":{}}");
        assertThat(ask(session, "{\"id\":4,\"subscribe\":{\"channel\":\"chat:a\"}}")).isEmpty();
        decisions.get(0).complete(Result.refused(Problem.PERMISSION_DENIED, "no"));
        assertThat(news(session)).isEmpty();
        decisions.get(1).complete(Result.done(Grant.PLAIN));
        assertThat(news(session).getFirst()).startsWith("{\"id\":4,\"subscribe\"");
        publish("chat:a", "1");
        assertThat(news(session)).hasSize(1);
        session.peerCloses(CloseReason.NORMAL);
        session.lane().runAll();
        assertThat(hub.channels()).isZero();
    }

    @Test
    void whoIsNotLetInIsDisconnectedForGood() {
        InMemorySession refused =
                open(
                        CentrifugeOptions.builder(
                                        deciding(
                                                CompletableFuture.completedFuture(
                                                        Result.refused(Problem.BAD_REQUEST, "no"))))
                                .build());
        assertThat(ask(refused, "{\"id\":1,\"connect\":{\"token\":\"t\"}}")).isEmpty();
        closedWith(refused, DisconnectCode.INVALID_TOKEN);
    }

    @Test
    void anAccessThatFailsIsAnInternalErrorAndTheClientComesBack() {
        InMemorySession session =
                open(
                        CentrifugeOptions.builder(
                                        deciding(
                                                CompletableFuture.failedFuture(
                                                        new IllegalStateException("away"))))
                                .build());
        ask(session, "{\"id\":1,\"connect\":{}}");
        closedWith(session, DisconnectCode.SERVER_ERROR);
    }

    /// What clients want to do is answered when the test does.
    private Access answeredLater(List<CompletableFuture<Result<Grant>>> asked) {
        return new Access() {
            @Override
            public CompletionStage<Result<Admission>> connect(Attempt attempt) {
                return access.connect(attempt);
            }

            @Override
            public CompletionStage<Result<Grant>> permit(Intent intent) {
                asked.add(new CompletableFuture<>());
                return asked.getLast();
            }
        };
    }

    private Access deciding(CompletionStage<Result<Admission>> decision) {
        return new Access() {
            @Override
            public CompletionStage<Result<Admission>> connect(Attempt attempt) {
                return decision;
            }

            @Override
            public CompletionStage<Result<Grant>> permit(Intent intent) {
                return access.permit(intent);
            }
        };
    }

    @Test
    void whoDoesNotConnectIsStaleAndWhoDoesNotAnswerPingsGoes() {
        InMemorySession stale = open();
        stale.lane().pass(Duration.ofSeconds(10));
        closedWith(stale, DisconnectCode.STALE);
        assertThat(stale.lane().alarms()).isZero();

        read = 0;
        InMemorySession silent = connected();
        silent.lane().pass(Duration.ofSeconds(25));
        assertThat(news(silent)).containsExactly("{}");
        assertThat(ask(silent, "{}")).isEmpty();
        silent.lane().pass(Duration.ofSeconds(24));
        assertThat(news(silent)).as("it is not time yet").isEmpty();
        silent.lane().pass(Duration.ofSeconds(1));
        assertThat(news(silent)).containsExactly("{}");
        silent.lane().pass(Duration.ofSeconds(8));
        closedWith(silent, DisconnectCode.NO_PONG);
        assertThat(silent.lane().alarms()).isZero();
    }

    @Test
    void whoIsTooSlowGetsWhatTheChannelSays() {
        InMemorySession session = connected();
        ask(session, "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\"}}");
        ask(session, "{\"id\":3,\"subscribe\":{\"channel\":\"drop:a\"}}");
        session.full(true);
        publish("drop:a", "1");
        publish("drop:a", "2");
        session.lane().runAll();
        assertThat(session.isOpen()).isTrue();
        session.full(false);
        publish("drop:a", "3");
        assertThat(news(session)).hasSize(1).first().asString().contains("\"data\":3");

        session.full(true);
        publish("chat:a", "1");
        closedWith(session, DisconnectCode.SLOW);
        assertThat(hub.channels()).isZero();
    }

    private void publish(String channel, String json) {
        assertThat(
                        hub.publish(
                                        channel,
                                        Draft.of(
                                                Payload.of(
                                                        Payload.Kind.JSON,
                                                        json.getBytes(StandardCharsets.UTF_8))))
                                .toCompletableFuture()
                                .join())
                .isInstanceOf(Result.Done.class);
    }

    /// Opens a session as one that is streamed.
    private InMemorySession streamed() {
        Centrifuge centrifuge = new Centrifuge(hub, options().build());
        Endpoint naming =
                new Endpoint() {
                    @Override
                    public void onOpen(Session session) {
                        session.attribute(StreamedSessions.NAME, "its name");
                        centrifuge.onOpen(session);
                    }

                    @Override
                    public void onMessage(Session session, Message message) {
                        centrifuge.onMessage(session, message);
                    }

                    @Override
                    public void onClose(Session session, CloseReason reason) {
                        centrifuge.onClose(session, reason);
                    }
                };
        return InMemorySession.open(naming, InMemoryRequest.of("/connection/sse"), hub);
    }

    @Test
    void whoIsStreamedIsToldItsSessionAndNode() {
        assertThat(ask(streamed(), "{\"id\":1,\"connect\":{}}").getFirst())
                .contains("\"session\":\"its name\",\"node\":\"" + hub.node() + "\"");
        read = 0;
        assertThat(ask(open(), "{\"id\":1,\"connect\":{}}").getFirst())
                .doesNotContain("\"session\"")
                .doesNotContain("\"node\"");
    }

    @Test
    void whoOnlyReadsItsStreamIsNotAskedForPongs() {
        InMemorySession session = connected(streamed());
        session.lane().pass(Duration.ofSeconds(80));
        assertThat(news(session)).containsExactly("{}", "{}", "{}");
        assertThat(session.isOpen()).isTrue();

        session.peerSends("{}");
        session.lane().pass(Duration.ofSeconds(34));
        closedWith(session, DisconnectCode.NO_PONG);
    }

    @Test
    void everyKindOfPayloadIsRenderedForJson() {
        InMemorySession session = connected();
        ask(session, "{\"id\":2,\"subscribe\":{\"channel\":\"drop:a\"}}");
        var _ =
                hub.publish(
                        "drop:a",
                        Payload.of(
                                Payload.Kind.TEXT,
                                "a \"text\"\n".getBytes(StandardCharsets.UTF_8)));
        var _ = hub.publish("drop:a", Payload.of(Payload.Kind.BINARY, new byte[] {0, (byte) 0xff}));
        var _ =
                hub.publish(
                        "drop:a",
                        Payload.of(Payload.Kind.JSON, "[1]".getBytes(StandardCharsets.UTF_8)));
        assertThat(news(session))
                .satisfiesExactly(
                        it -> assertThat(it).contains("\"data\":\"a \\\"text\\\"\\n\""),
                        it -> assertThat(it).contains("\"data\":\"AP8=\""),
                        it -> assertThat(it).contains("\"data\":[1]"));
    }

    @Test
    void protobufThatIsNoJsonIsRefusedWhereOnlyJsonIsTaken() {
        Codec codec = Codec.protobuf();
        Hub strict =
                Hub.builder()
                        .namespaces(
                                Namespaces.of(
                                        Map.of(
                                                "chat",
                                                ChannelOptions.builder()
                                                        .kinds(Set.of(Payload.Kind.JSON))
                                                        .build())))
                        .build();
        InMemorySession session =
                InMemorySession.open(
                        new Centrifuge(strict, options().build()),
                        InMemoryRequest.of("/connection/websocket?cf_protocol=protobuf"),
                        strict);
        session.peerSends(
                Message.binary(codec.encode(new Command(1, Request.Connect.builder().build()))));
        List<String> published = List.of("{\"a\":1}", "{\"a\":1", "1 2");
        for (int i = 0; i < published.size(); i++) {
            Request publish =
                    Request.Publish.builder()
                            .channel("chat:a")
                            .data(Data.utf8(published.get(i)))
                            .build();
            session.peerSends(Message.binary(codec.encode(new Command(2 + i, publish))));
        }
        session.lane().runAll();
        Map<Long, Reply.Body> bodies = new HashMap<>();
        for (Message sent : session.sent()) {
            if (codec.replies(sent.bytes()) instanceof Decoded.Messages<Reply>(var replies)) {
                replies.forEach(it -> bodies.put(it.id(), it.body()));
            }
        }
        Reply.Body refused = ErrorCode.BAD_REQUEST.reply(2).body();
        assertThat(bodies.remove(1L))
                .isInstanceOf(dev.duplex.centrifuge.protocol.Result.Connect.class);
        assertThat(bodies)
                .isEqualTo(
                        Map.of(
                                2L,
                                new dev.duplex.centrifuge.protocol.Result.Publish(),
                                3L,
                                refused,
                                4L,
                                refused));
        strict.close();
    }

    @Test
    void theServerDisconnectsSubscribesAndUnsubscribes() {
        InMemorySession session =
                open(
                        CentrifugeOptions.builder(
                                        deciding(
                                                CompletableFuture.completedFuture(
                                                        Result.done(
                                                                Admission.of(
                                                                        Identity.of(
                                                                                "ann",
                                                                                Payload.none()))))))
                                .build());
        connected(session);
        var ann = dev.duplex.channels.Command.Target.user("ann");
        command(new dev.duplex.channels.Command.Subscribe(ann, "chat:a", Entry.PLAIN));
        assertThat(news(session).getFirst())
                .startsWith(
                        "{\"push\":{\"channel\":\"chat:a\",\"subscribe\":{\"recoverable\":true");
        publish("chat:a", "1");
        assertThat(news(session).getFirst()).contains("\"pub\":{\"data\":1");
        command(new dev.duplex.channels.Command.Unsubscribe(ann, ""));
        assertThat(news(session))
                .containsExactly(
                        "{\"push\":{\"channel\":\"chat:a\",\"unsubscribe\":{\"code\":2000,\"reason\":\"server unsubscribe\"}}}");
        command(new dev.duplex.channels.Command.Disconnect(ann, 4001, "come back"));
        session.lane().runAll();
        assertThat(session.closed()).isEqualTo(Optional.of(new CloseReason(4001, "come back")));
    }

    private void command(dev.duplex.channels.Command command) {
        assertThat(hub.connections().command(command).toCompletableFuture()).isCompleted();
    }
}
