package dev.duplex.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.access.Action;
import dev.duplex.access.Grant;
import dev.duplex.access.Intent;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Event;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.HubLimits;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Recovery;
import dev.duplex.testkit.Fragile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several clients in one channel: who is told of them, and what one that cannot be served costs the others.
class CrowdTest {
    private final List<Throwable> uncaught = new ArrayList<>();
    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "chat",
                                            ChannelOptions.builder().presence(true).build(),
                                            "lively",
                                            ChannelOptions.builder().joinLeave(true).build(),
                                            "kept",
                                            ChannelOptions.builder()
                                                    .history(4, Duration.ofMinutes(1))
                                                    .recovery(Recovery.STREAM)
                                                    .build())))
                    .limits(HubLimits.builder().presenceMembers(2).build())
                    .uncaught((_, thrown) -> uncaught.add(thrown))
                    .build();
    private final Centrifuge endpoint =
            new Centrifuge(hub, CentrifugeOptions.builder(new ScriptedAccess()).build());

    @AfterEach
    void closeHub() {
        hub.close();
    }

    private Peer subscribed(Codec codec) {
        Peer peer = Peer.open(hub, endpoint, codec).connected();
        peer.subscribe(Request.Subscribe.builder().channel("chat:a").build());
        return peer;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ofTooManyAClientIsToldHowToCountThem(boolean protobuf) {
        Codec codec = protobuf ? Codec.protobuf() : Codec.json();
        Peer peer = subscribed(codec);
        Peer second = subscribed(codec);
        Request presence = new Request.Presence("chat:a");
        assertThat(((Result.Presence) peer.ask(3, presence).getFirst().body()).presence())
                .hasSize(2);
        subscribed(codec);

        assertThat(peer.ask(4, presence))
                .containsExactly(
                        Reply.failure(
                                4,
                                ErrorCode.LIMIT_EXCEEDED.code(),
                                "limit exceeded: too many are in the channel to name them; presence stats say how many",
                                false));
        assertThat(peer.ask(5, new Request.PresenceStats("chat:a")).getFirst().body())
                .isEqualTo(new Result.PresenceStats(3, 1));
        second.session().close();
        second.session().lane().runAll();
        assertThat(((Result.Presence) peer.ask(6, presence).getFirst().body()).presence())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatCameTogetherIsOneMessageForAll(boolean protobuf) {
        Codec codec = protobuf ? Codec.protobuf() : Codec.json();
        List<Peer> peers = List.of(subscribed(codec), subscribed(codec));
        List<Integer> before = peers.stream().map(it -> it.session().sent().size()).toList();
        for (String json : List.of("1", "2", "3")) {
            hub.publish("chat:a", json(json));
        }
        for (int i = 0; i < peers.size(); i++) {
            Peer peer = peers.get(i);
            assertThat(peer.publications())
                    .extracting(it -> it.data().text())
                    .containsExactly("1", "2", "3");
            assertThat(peer.session().sent()).hasSize(before.get(i) + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoComesAndGoesIsToldToAllAndWhatComesTogetherInOneMessage(boolean protobuf) {
        Codec codec = protobuf ? Codec.protobuf() : Codec.json();
        List<Peer> peers = List.of(lively(codec), lively(codec));
        peers.forEach(Peer::news);

        Peer guest = lively(codec);
        List<Integer> joined = peers.stream().map(it -> it.session().sent().size()).toList();
        for (Peer peer : peers) {
            assertThat(events(peer)).singleElement().isInstanceOf(Event.Join.class);
        }
        guest.session().close();
        guest.session().lane().runAll();
        Peer second = lively(codec);
        for (int i = 0; i < peers.size(); i++) {
            assertThat(events(peers.get(i)))
                    .satisfiesExactly(
                            it -> assertThat(it).isInstanceOf(Event.Leave.class),
                            it -> assertThat(it).isInstanceOf(Event.Join.class));
            assertThat(peers.get(i).session().sent()).hasSize(joined.get(i) + 2);
        }
        assertThat(second.session().isOpen()).isTrue();
    }

    private static ScriptedAccess withoutPresence(Problem why) {
        return new ScriptedAccess()
                .permitting(intent ->
                        intent.action() == Action.PRESENCE
                                ? dev.duplex.channels.Result.refused(why, "no")
                                : dev.duplex.channels.Result.done(Grant.PLAIN));
    }

    private Peer guarded(ScriptedAccess access) {
        return Peer.open(hub, new Centrifuge(hub, CentrifugeOptions.builder(access).build()))
                .connected();
    }

    @Test
    void whoMayNotAskWhoIsThereIsNotToldWhoComesAndGoes() {
        ScriptedAccess access = withoutPresence(Problem.PERMISSION_DENIED);
        Peer peer = guarded(access);
        peer.subscribe(Request.Subscribe.builder().channel("lively:a").joinLeave(true).build());
        assertThat(access.intents()).last().matches(Intent::subscribed);
        lively(Codec.json());
        assertThat(peer.news()).isEmpty();
        hub.publish("lively:a", json("1"));
        assertThat(peer.publications()).hasSize(1);
    }

    @Test
    void whoCannotBeAskedMeanwhileLeavesTheSubscriptionToBeTriedAgain() {
        Peer peer = guarded(withoutPresence(Problem.UNAVAILABLE));
        Request.Subscribe wish =
                Request.Subscribe.builder().channel("lively:a").joinLeave(true).build();
        assertThat(peer.ask(2, wish)).containsExactly(ErrorCode.INTERNAL.reply(2));
        assertThat(hub.channels()).isZero();
    }

    private Peer lively(Codec codec) {
        Peer peer = Peer.open(hub, endpoint, codec).connected();
        peer.subscribe(Request.Subscribe.builder().channel("lively:a").joinLeave(true).build());
        return peer;
    }

    private static List<Event> events(Peer peer) {
        return peer.news().stream().map(it -> ((Reply.Push) it.body()).event()).toList();
    }

    @Test
    void whatIsMoreThanAMessageHoldsIsOneEach() {
        Peer peer = subscribed(Codec.json());
        int before = peer.session().sent().size();
        String half = "\"" + "x".repeat(Outbox.GATHERED_BYTES / 2) + "\"";
        hub.publish("chat:a", json(half));
        hub.publish("chat:a", json(half));
        assertThat(peer.publications()).hasSize(2);
        assertThat(peer.session().sent()).hasSize(before + 2);
    }

    private static Payload json(String json) {
        return Payload.of(Payload.Kind.JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whoCannotBeGivenAPublicationConnectsAgainAndRecoversIt() {
        Peer peer = Peer.open(hub, endpoint).connected();
        Result.Subscribe first =
                peer.subscribe(Request.Subscribe.builder().channel("kept:a").build());
        Fragile payload = new Fragile(Payload.Kind.JSON);
        hub.publish("kept:a", payload);
        payload.breaks();
        peer.isClosedWith(DisconnectCode.SERVER_ERROR);
        assertThat(uncaught).hasSize(1);
        assertThat(hub.channels()).isZero();

        payload.heals();
        Result.Subscribe again =
                Peer.open(hub, endpoint)
                        .connected()
                        .subscribe(
                                Request.Subscribe.builder()
                                        .channel("kept:a")
                                        .recover(true)
                                        .epoch(first.epoch())
                                        .offset(first.offset())
                                        .build());
        assertThat(again.recovered()).isTrue();
        assertThat(again.publications()).hasSize(1);
        assertThat(again.offset()).isEqualTo(first.offset());
    }
}
