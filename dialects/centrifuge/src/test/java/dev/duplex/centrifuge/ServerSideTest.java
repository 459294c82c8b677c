package dev.duplex.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.access.Access;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.centrifuge.protocol.Event;
import dev.duplex.centrifuge.protocol.Publication;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Command;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Entry;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Result;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.memory.MemoryEngine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Channels that a client is in because the server wants it: from its connect on, or later.
class ServerSideTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final Namespaces NAMESPACES =
            Namespaces.of(
                    Map.of(
                            "chat",
                            ChannelOptions.builder()
                                    .history(10, Duration.ofMinutes(1))
                                    .recovery(Recovery.STREAM)
                                    .presence(true)
                                    .build(),
                            "drop",
                            ChannelOptions.builder().delivery(Delivery.DROP).build()));

    private final Hub hub = Hub.builder().namespaces(NAMESPACES).build();
    private final Map<String, Grant> channels = new HashMap<>();
    private final ScriptedAccess access =
            new ScriptedAccess()
                    .connecting(_ ->
                            Result.done(
                                    new Admission(
                                            Identity.of("ann", json("{\"name\":\"Ann\"}")),
                                            json("{\"hello\":1}"),
                                            channels)));
    private final Centrifuge endpoint =
            new Centrifuge(
                    hub, CentrifugeOptions.builder(access).channels(3).clock(() -> START).build());
    private final Peer peer = Peer.open(hub, endpoint);

    @AfterEach
    void closeHub() {
        hub.close();
    }

    private static Payload json(String json) {
        return Payload.of(Payload.Kind.JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    private void publish(String channel, String json) {
        assertThat(hub.publish(channel, Draft.of(json(json))).toCompletableFuture()).isCompleted();
    }

    private static Grant granted(String data) {
        return new Grant(Payload.none(), json(data), Optional.empty());
    }

    private dev.duplex.centrifuge.protocol.Result.Connect connect(
            Map<String, Request.Subscribe> subs) {
        return peer.connect(Request.Connect.builder().subs(subs).build());
    }

    private static dev.duplex.centrifuge.protocol.Result.Subscribe in(
            dev.duplex.centrifuge.protocol.Result.Connect connect, String channel) {
        return Optional.ofNullable(connect.subs().get(channel)).orElseThrow();
    }

    @Test
    void theReplyToConnectHasAllOfThemWithWhatTheyWereGrantedWith() {
        channels.put("chat:a", granted("{\"a\":1}"));
        channels.put("drop:b", Grant.PLAIN);
        publish("chat:a", "1");
        var connect = connect(Map.of());

        assertThat(connect.client()).isNotEmpty();
        assertThat(connect.version()).isNotEmpty();
        assertThat(connect.data().text()).isEqualTo("{\"hello\":1}");
        assertThat(connect.subs()).containsOnlyKeys("chat:a", "drop:b");
        var chat = in(connect, "chat:a");
        assertThat(chat.recoverable()).isTrue();
        assertThat(chat.positioned()).isTrue();
        assertThat(chat.epoch()).isNotEmpty();
        assertThat(chat.offset()).isEqualTo(1);
        assertThat(chat.data().text()).isEqualTo("{\"a\":1}");
        assertThat(in(connect, "drop:b").recoverable()).isFalse();
        assertThat(hub.presence("chat:a").toCompletableFuture().join().orElseThrow()).hasSize(1);
        publish("chat:a", "2");
        assertThat(peer.publications().stream().map(it -> it.data().text())).containsExactly("2");
    }

    @Test
    void whoComesBackResumesThem() {
        channels.put("chat:a", Grant.PLAIN);
        var first = in(connect(Map.of()), "chat:a");
        peer.session().peerCloses(new dev.duplex.CloseReason(1006, ""));
        publish("chat:a", "1");
        publish("chat:a", "2");
        Request.Subscribe since =
                Request.Subscribe.builder()
                        .recover(true)
                        .epoch(first.epoch())
                        .offset(first.offset())
                        .build();
        // A channel that it is not to be in any more is not asked for by this.
        var again =
                Peer.open(hub, endpoint)
                        .connect(
                                Request.Connect.builder()
                                        .subs(Map.of("chat:a", since, "chat:gone", since))
                                        .build());
        assertThat(again.subs()).containsOnlyKeys("chat:a");
        assertThat(in(again, "chat:a").recovered()).isTrue();
        assertThat(in(again, "chat:a").wasRecovering()).isTrue();
        assertThat(in(again, "chat:a").offset())
                .as("where it was, until it has what it missed")
                .isEqualTo(first.offset());
        assertThat(in(again, "chat:a").publications().stream().map(Publication::offset))
                .containsExactly(1L, 2L);
    }

    @Test
    void whatComesBeforeTheReplyComesAfterItAndNotMoreThanIsHeld() {
        Engine other = MemoryEngine.create();
        GatedStreams slow = new GatedStreams(other.streams());
        try (Hub slowly =
                Hub.builder()
                        .engine(new Engine(slow, other.presence(), other.cluster()))
                        .namespaces(NAMESPACES)
                        .build()) {
            channels.put("chat:a", Grant.PLAIN);
            channels.put("drop:b", Grant.PLAIN);
            Peer early =
                    Peer.open(
                            slowly,
                            new Centrifuge(slowly, CentrifugeOptions.builder(access).build()));
            assertThat(early.say("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"ping\":{}}")).isEmpty();
            Draft large = Draft.of(json("\"" + "x".repeat(100_000) + "\""));
            for (int i = 0; i < 5; i++) {
                assertThat(slowly.publish("drop:b", large).toCompletableFuture()).isCompleted();
            }
            assertThat(early.news()).isEmpty();
            slow.open();
            List<Reply> came = early.news();
            assertThat(came.stream().map(Reply::id)).containsExactly(1L, 0L, 0L, 0L, 2L);
            assertThat(early.session().isOpen()).isTrue();
            assertThat(slowly.publish("drop:b", large).toCompletableFuture()).isCompleted();
            assertThat(early.publications()).hasSize(1);
        }
    }

    @Test
    void aChannelThatIsNotThereIsAnErrorOfConnect() {
        channels.put("chat:a", Grant.PLAIN);
        channels.put("nowhere:a", Grant.PLAIN);
        assertThat(peer.ask(1, Request.Connect.builder().build()))
                .containsExactly(ErrorCode.UNKNOWN_CHANNEL.reply(1));
        assertThat(hub.channels()).isZero();
        assertThat(hub.connections().count()).isZero();
    }

    @Test
    void moreChannelsThanAllowedEndTheConnection() {
        for (String name : List.of("a", "b", "c", "d")) {
            channels.put("chat:" + name, Grant.PLAIN);
        }
        assertThat(peer.ask(1, Request.Connect.builder().build())).isEmpty();
        peer.isClosedWith(DisconnectCode.CHANNEL_LIMIT);
    }

    @Test
    void whoLeavesBeforeAllHaveBegunLeavesNothingBehind() {
        channels.put("chat:a", Grant.PLAIN);
        peer.session().peerSends("{\"id\":1,\"connect\":{}}");
        peer.session().peerCloses(new dev.duplex.CloseReason(1006, ""));
        peer.session().lane().runAll();
        assertThat(peer.session().sent()).isEmpty();
        assertThat(hub.channels()).isZero();
        assertThat(hub.connections().count()).isZero();
        assertThat(peer.session().lane().alarms()).isZero();
        assertThat(peer.session().failures()).isEmpty();
    }

    @Test
    void whatTheServerWantsMeanwhileIsDoneOnceItIsConnected() {
        channels.put("chat:a", Grant.PLAIN);
        peer.session().peerSends("{\"id\":1,\"connect\":{}}");
        // The decision of Access, which is known at once, has its turn first.
        assertThat(peer.session().lane().runOne()).isTrue();
        order(new Command.Unsubscribe(Command.Target.user("ann"), "chat:a"));
        List<Reply> came = peer.news();
        assertThat(came.getFirst().id()).isEqualTo(1);
        assertThat(came.getLast())
                .isEqualTo(Reply.push("chat:a", new Event.Unsubscribe(2000, "server unsubscribe")));
    }

    @Test
    void whoIsToLeaveWhatItHasAskedForIsRefusedForGood() {
        CompletableFuture<Result<Grant>> decision = new CompletableFuture<>();
        Access slow =
                new Access() {
                    @Override
                    public CompletionStage<Result<Admission>> connect(Attempt attempt) {
                        return CompletableFuture.completedStage(
                                Result.done(Admission.of(Identity.of("ann", Payload.none()))));
                    }

                    @Override
                    public CompletionStage<Result<Grant>> permit(Intent intent) {
                        return decision;
                    }
                };
        Peer asks =
                Peer.open(hub, new Centrifuge(hub, CentrifugeOptions.builder(slow).build()))
                        .connected();
        assertThat(asks.ask(2, Request.Subscribe.builder().channel("chat:a").build())).isEmpty();
        order(new Command.Unsubscribe(Command.Target.user("ann"), "chat:a"));
        assertThat(asks.news())
                .as("an SDK asks again after an error that passes")
                .containsExactly(ErrorCode.PERMISSION_DENIED.reply(2));
        decision.complete(Result.done(Grant.PLAIN));
        assertThat(asks.news()).isEmpty();
        assertThat(hub.channels()).isZero();
    }

    @Test
    void aGrantThatExpiresEndsTheConnectionForTheClientCannotRenewIt() {
        Instant[] now = {START};
        channels.put(
                "chat:a",
                new Grant(Payload.none(), Payload.none(), Optional.of(START.plusSeconds(10))));
        Peer timed =
                Peer.open(
                        hub,
                        new Centrifuge(
                                hub,
                                CentrifugeOptions.builder(access).clock(() -> now[0]).build()));
        assertThat(in(timed.connect(Request.Connect.builder().build()), "chat:a").expires())
                .isFalse();
        timed.session().lane().pass(Duration.ofSeconds(25));
        timed.say("{}");
        now[0] = START.plusSeconds(35);
        assertThat(timed.session().isOpen()).isTrue();
        timed.session().lane().pass(Duration.ofSeconds(10));
        assertThat(timed.session().closed().map(dev.duplex.CloseReason::code))
                .contains(DisconnectCode.SUBSCRIPTION_EXPIRED.code());
    }

    @Test
    void whatTheServerSubscribesLaterItRecovers() {
        publish("chat:a", "1");
        publish("chat:a", "2");
        peer.connected();
        order(
                new Command.Subscribe(
                        Command.Target.user("ann"),
                        "chat:a",
                        Entry.PLAIN.withSince(Position.NONE)));
        List<Reply> came = peer.news();
        assertThat(((Reply.Push) came.getFirst().body()).event())
                .isInstanceOf(Event.Subscribe.class);
        assertThat(
                        came.stream()
                                .skip(1)
                                .map(it -> (Publication) ((Reply.Push) it.body()).event())
                                .map(Publication::offset))
                .containsExactly(1L, 2L);
    }

    private void order(Command command) {
        assertThat(hub.connections().command(command).toCompletableFuture()).isCompleted();
    }
}
