package dev.duplex.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.duplex.access.Action;
import dev.duplex.access.Admission;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Published;
import dev.duplex.channels.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls, and messages without a reply.
class CallsTest {
    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "chat",
                                            ChannelOptions.builder()
                                                    .history(10, Duration.ofMinutes(1))
                                                    .build(),
                                            "text",
                                            ChannelOptions.builder()
                                                    .kinds(Set.of(Payload.Kind.TEXT))
                                                    .build())))
                    .build();
    private final ScriptedAccess access = new ScriptedAccess();
    private final List<String> messages = new ArrayList<>();
    private final CentrifugeOptions options =
            CentrifugeOptions.builder(access)
                    .method(
                            "fails",
                            _ -> {
                                throw new IllegalStateException("a bug");
                            })
                    .messages((payload, sender) -> {
                        messages.add(
                                payload.kind()
                                        + " "
                                        + Data.copyOf(payload.bytes()).text()
                                        + (sender.client().isEmpty() ? "?" : ""));
                        if (payload.size() > 10) {
                            throw new IllegalStateException("too long");
                        }
                    })
                    .build();

    @AfterEach
    void closeHub() {
        hub.close();
    }

    private Peer connected(Codec codec) {
        return Peer.open(hub, new Centrifuge(hub, options), codec).connected();
    }

    private static Reply.Body publish(Peer peer, String parameters) {
        return peer.ask(7, new Request.Rpc(Data.utf8(parameters), "duplex.publish"))
                .getFirst()
                .body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void aPingIsAnsweredWhateverItCarries(String name) {
        Peer peer = connected(name.equals("json") ? Codec.json() : Codec.protobuf());
        assertThat(peer.ask(3, new Request.Rpc(Data.utf8("[1]"), "duplex.ping")).getFirst().body())
                .isEqualTo(new dev.duplex.centrifuge.protocol.Result.Rpc(Data.utf8("{}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void aPublicationByCallIsAnsweredWithItsPositionAndPublishedOnce(String name) {
        Peer peer = connected(name.equals("json") ? Codec.json() : Codec.protobuf());
        String parameters = "{\"channel\":\"chat:a\",\"data\":{\"n\":1},\"idempotencyKey\":\"k\"}";
        Reply.Body first = publish(peer, parameters);
        Reply.Body second = publish(peer, parameters.replace("\"k\"", "\"l\""));
        Reply.Body again = publish(peer, parameters);

        String epoch =
                hub.history("chat:a", dev.duplex.channels.HistoryQuery.POSITION)
                        .toCompletableFuture()
                        .join()
                        .orElseThrow()
                        .position()
                        .epoch();
        assertThat(first)
                .isEqualTo(
                        new dev.duplex.centrifuge.protocol.Result.Rpc(
                                Data.utf8("{\"offset\":1,\"epoch\":\"" + epoch + "\"}")));
        assertThat(second).isNotEqualTo(first);
        assertThat(again).isEqualTo(first);
        var page =
                hub.history(
                                "chat:a",
                                new dev.duplex.channels.HistoryQuery(
                                        java.util.Optional.empty(), -1, false))
                        .toCompletableFuture()
                        .join()
                        .orElseThrow();
        assertThat(page.publications())
                .hasSize(2)
                .allSatisfy(it -> {
                    assertThat(it.payload().kind()).isEqualTo(Payload.Kind.JSON);
                    assertThat(it.publisher()).isPresent();
                });
    }

    private static Payload json(String text) {
        return Payload.of(Payload.Kind.JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    private Peer connected(String user) {
        access.connecting(_ -> Result.done(Admission.of(Identity.of(user, Payload.none()))));
        return connected(Codec.json());
    }

    /// Else a client that guesses a key could have what others publish by it taken for published.
    @Test
    void aKeyIsItsUsersOwn() {
        String call = "{\"channel\":\"chat:a\",\"data\":1,\"idempotencyKey\":\"order-18\"}";
        Reply.Body first = publish(connected("ann"), call);
        assertThat(publish(connected("ben"), call)).isNotEqualTo(first);
        assertThat(publish(connected(""), call)).isNotEqualTo(first);
        Published servers =
                hub.publish("chat:a", Draft.of(json("2")).withIdempotencyKey("order-18"))
                        .toCompletableFuture()
                        .join()
                        .orElseThrow();
        assertThat(servers.position().offset()).isEqualTo(4);
        // By another connection of hers.
        assertThat(publish(connected("ann"), call)).isEqualTo(first);
        // Not by a name and a key that come to the same letters.
        assertThat(publish(connected("an"), call.replace("order", "n:order"))).isNotEqualTo(first);
        assertThat(publish(connected("ann:x"), call.replace("order-18", "y")))
                .isNotEqualTo(publish(connected("ann"), call.replace("order-18", "x:y")));
    }

    @Test
    void whatItIsInTheChannelItIsAsAPublisher() {
        Grant seat = new Grant(json("{\"seat\":3}"), Payload.none(), Optional.empty());
        access.permitting(it -> Result.done(it.action() == Action.SUBSCRIBE ? seat : Grant.PLAIN));
        Peer peer = connected(Codec.json());
        publish(peer, "{\"channel\":\"chat:a\",\"data\":1}");
        peer.subscribe(Request.Subscribe.builder().channel("chat:a").build());
        publish(peer, "{\"channel\":\"chat:a\",\"data\":2}");
        peer.say("{\"id\":8,\"publish\":{\"channel\":\"chat:a\",\"data\":3}}");
        publish(peer, "{\"channel\":\"chat:b\",\"data\":4}");
        Grant other = new Grant(json("{\"seat\":4}"), Payload.none(), Optional.empty());
        access.permitting(_ -> Result.done(other));
        publish(peer, "{\"channel\":\"chat:a\",\"data\":5}");
        peer.say("{\"id\":9,\"unsubscribe\":{\"channel\":\"chat:a\"}}");
        access.permitting(_ -> Result.done(Grant.PLAIN));
        publish(peer, "{\"channel\":\"chat:a\",\"data\":6}");
        assertThat(seen("chat:a"))
                .containsExactly("", "{\"seat\":3}", "{\"seat\":3}", "{\"seat\":4}", "");
        assertThat(seen("chat:b")).containsExactly("");
    }

    /// What others see of each publisher in the channel.
    private List<String> seen(String channel) {
        return hub
                .history(channel, new HistoryQuery(Optional.empty(), HistoryQuery.ALL, false))
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .publications()
                .stream()
                .map(it -> it.publisher().orElseThrow().channelInfo().bytes())
                .map(it -> new String(it, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void itNeedsWhatPublishingNeeds() {
        Peer peer = connected(Codec.json());
        assertThat(publish(peer, "{\"channel\":\"nowhere:a\",\"data\":1}"))
                .isEqualTo(ErrorCode.UNKNOWN_CHANNEL.reply(7).body());
        assertThat(publish(peer, "{\"channel\":\"text:a\",\"data\":1}"))
                .isEqualTo(ErrorCode.BAD_REQUEST.reply(7).body());
        access.permitting(_ -> Result.refused(Problem.PERMISSION_DENIED, "no"));
        assertThat(publish(peer, "{\"channel\":\"chat:a\",\"data\":1}"))
                .isEqualTo(ErrorCode.PERMISSION_DENIED.reply(7).body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "[]",
                "{}",
                "{\"channel\":1,\"data\":1}",
                "{\"channel\":\"chat:a\"}",
                "{\"channel\":\"chat:a\",\"data\":1,\"idempotencyKey\":5}"
            })
    void parametersThatMakeNoSenseAreABadRequest(String parameters) {
        Peer peer = connected(Codec.json());
        Reply.Body body = publish(peer, parameters);
        assertThat(body)
                .isIn(
                        ErrorCode.BAD_REQUEST.reply(7).body(),
                        ErrorCode.UNKNOWN_CHANNEL.reply(7).body());
        assertThat(peer.session().isOpen()).isTrue();
        Peer protobuf = connected(Codec.protobuf());
        assertThat(publish(protobuf, parameters + " x"))
                .isEqualTo(ErrorCode.BAD_REQUEST.reply(7).body());
        assertThat(publish(protobuf, "")).isEqualTo(ErrorCode.BAD_REQUEST.reply(7).body());
    }

    @Test
    void aKeyHasALimit() {
        Peer peer = connected(Codec.json());
        String call = "{\"channel\":\"chat:a\",\"data\":1,\"idempotencyKey\":\"%s\"}";
        assertThat(publish(peer, call.formatted("k".repeat(256))))
                .isInstanceOf(dev.duplex.centrifuge.protocol.Result.Rpc.class);
        assertThat(publish(peer, call.formatted("k".repeat(257))))
                .isEqualTo(ErrorCode.BAD_REQUEST.reply(7).body());
    }

    @Test
    void theServersOwnMethodsCannotBeReplaced() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        CentrifugeOptions.builder(access)
                                .method(
                                        "duplex.publish",
                                        _ -> {
                                            throw new AssertionError("not called");
                                        }))
                .withMessageContaining("the server's own");
    }

    @Test
    void aMethodThatThrowsCostsItsCallOnly() {
        Peer peer = connected(Codec.json());
        assertThat(peer.ask(5, new Request.Rpc(Data.EMPTY, "fails")))
                .containsExactly(ErrorCode.INTERNAL.reply(5));
        assertThat(peer.session().isOpen()).isTrue();
        assertThat(peer.session().failures()).isEmpty();
    }

    /// What nothing but the compiler keeps a program from.
    @SuppressWarnings("NullAway")
    private static CompletionStage<Result<Payload>> nothing(String what) {
        return switch (what) {
            case "stage" -> null;
            case "result" -> CompletableFuture.completedStage(null);
            case "payload" -> CompletableFuture.completedStage(Result.done(null));
            default -> throw new AssertionError(what);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage", "result", "payload"})
    void aMethodThatAnswersWithNothingCostsItsCallOnly(String what) {
        CentrifugeOptions one =
                CentrifugeOptions.builder(access)
                        .commandsUnderWay(1)
                        .method("nothing", _ -> nothing(what))
                        .build();
        Peer peer = Peer.open(hub, new Centrifuge(hub, one)).connected();
        assertThat(
                        peer.say(
                                """
                                {"id":5,"rpc":{"method":"nothing"}}
                                {"id":6,"rpc":{"method":"nothing"}}
                                {"id":7,"history":{"channel":"text:a"}}
                                """))
                .containsExactly(
                        ErrorCode.INTERNAL.reply(5),
                        ErrorCode.INTERNAL.reply(6),
                        ErrorCode.NOT_AVAILABLE.reply(7));
        assertThat(peer.session().isReading()).isTrue();
        assertThat(peer.session().failures()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("NullAway") // what nothing but the compiler keeps a program from
    void anAccessThatAnswersWithNothingCostsItsSubscriptionOnly(boolean result) {
        CentrifugeOptions one = CentrifugeOptions.builder(access).tokensUnderWay(1).build();
        Peer peer = Peer.open(hub, new Centrifuge(hub, one)).connected();
        access.permitting(_ -> result ? null : Result.done(null));
        for (int i = 2; i < 5; i++) {
            String subscribe =
                    "{\"id\":%d,\"subscribe\":{\"channel\":\"chat:a\",\"token\":\"t\"}}"
                            .formatted(i);
            assertThat(peer.say(subscribe)).containsExactly(ErrorCode.INTERNAL.reply(i));
            assertThat(peer.session().isReading()).isTrue();
        }
        access.permitting(_ -> Result.done(Grant.PLAIN));
        String subscribe = "{\"id\":%d,\"subscribe\":{\"channel\":\"chat:%d\",\"token\":\"t\"}}";
        assertThat(peer.say(subscribe.formatted(6, 6) + "\n" + subscribe.formatted(7, 7)))
                .extracting(Reply::id)
                .containsExactly(6L, 7L);
        assertThat(peer.session().failures()).isEmpty();
    }

    @Test
    void messagesAreTakenAndNotAnswered() {
        Peer peer = connected(Codec.json());
        assertThat(peer.say("{\"send\":{\"data\":{\"a\":1}}}")).isEmpty();
        assertThat(peer.say("{\"send\":{\"data\":\"quite long\"}}")).isEmpty();
        Peer protobuf = connected(Codec.protobuf());
        assertThat(protobuf.ask(0, new Request.Send(Data.utf8("raw")))).isEmpty();
        assertThat(messages).containsExactly("JSON {\"a\":1}", "JSON \"quite long\"", "BINARY raw");
        assertThat(peer.session().isOpen()).isTrue();
        assertThat(peer.session().failures()).isEmpty();
    }

    @Test
    void whereNobodyTakesMessagesWhoSendsOneIsDisconnected() {
        Peer peer =
                Peer.open(hub, new Centrifuge(hub, CentrifugeOptions.builder(access).build()))
                        .connected();
        assertThat(peer.say("{\"send\":{\"data\":1}}")).isEmpty();
        peer.isClosedWith(DisconnectCode.NOT_AVAILABLE);
    }

    @Test
    void whetherItIsSubscribedIsSaidAsItIs() {
        Peer peer = connected(Codec.json());
        // A subscription that has not begun is none yet.
        peer.say(
                "{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\"}}\n{\"id\":3,\"publish\":{\"channel\":\"chat:a\",\"data\":1}}");
        peer.say("{\"id\":4,\"publish\":{\"channel\":\"chat:a\",\"data\":1}}");
        peer.say(
                "{\"id\":5,\"unsubscribe\":{\"channel\":\"chat:a\"}}\n{\"id\":6,\"publish\":{\"channel\":\"chat:a\",\"data\":1}}");
        assertThat(access.intents().stream().map(Intent::subscribed))
                .containsExactly(false, false, true, false);
    }
}
