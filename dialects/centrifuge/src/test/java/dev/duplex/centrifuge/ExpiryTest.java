package dev.duplex.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.access.Action;
import dev.duplex.access.Admission;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.centrifuge.protocol.Event;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Command;
import dev.duplex.channels.Entry;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What expires is renewed in time, or ends some time after that; who comes too late or with something wrong is told as the protocol has it.
class ExpiryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "chat",
                                            ChannelOptions.TRANSIENT,
                                            "seen",
                                            ChannelOptions.builder().presence(true).build())))
                    .build();
    private final ScriptedAccess access = new ScriptedAccess();
    private Instant now = START;
    private final Peer peer =
            Peer.open(
                    hub,
                    new Centrifuge(
                            hub, CentrifugeOptions.builder(access).clock(() -> now).build()));

    @AfterEach
    void closeHub() {
        hub.close();
    }

    private static Identity ann(Instant expires) {
        return new Identity("ann", Payload.none(), Optional.of(expires));
    }

    private static Grant until(Instant expires) {
        return new Grant(Payload.none(), Payload.none(), Optional.of(expires));
    }

    private static Instant in(long seconds) {
        return START.plusSeconds(seconds);
    }

    /// Time passes, on all clocks, a second at a time; the peer answers pings.
    private List<Reply> pass(long seconds) {
        List<Reply> came = new java.util.ArrayList<>();
        for (long i = 0; i < seconds && peer.session().isOpen(); i++) {
            now = now.plusSeconds(1);
            peer.session().lane().pass(Duration.ofSeconds(1));
            for (Reply reply : peer.news()) {
                if (reply.equals(Reply.PING)) {
                    peer.say("{}");
                } else {
                    came.add(reply);
                }
            }
        }
        return came;
    }

    private dev.duplex.centrifuge.protocol.Result.Connect connectAnn(long seconds) {
        access.connecting(_ -> Result.done(Admission.of(ann(in(seconds)))));
        return peer.connect(Request.Connect.builder().token("t").build());
    }

    @Test
    void aConnectionIsToldItsTimeAndEndsAfterItAndItsGrace() {
        var connect = connectAnn(60);
        assertThat(connect.expires()).isTrue();
        assertThat(connect.ttl()).isEqualTo(60);
        assertThat(pass(84)).isEmpty();
        assertThat(peer.session().isOpen()).isTrue();
        assertThat(pass(1)).isEmpty();
        peer.isClosedWith(DisconnectCode.EXPIRED);
        assertThat(hub.connections().count()).isZero();
    }

    @Test
    void whoRenewsInTimeOrInTheGraceStays() {
        connectAnn(60);
        access.refreshing(_ -> Result.done(ann(in(200))));
        pass(70);
        Reply reply = peer.ask(5, new Request.Refresh("new")).getFirst();
        var refresh = (dev.duplex.centrifuge.protocol.Result.Refresh) reply.body();
        assertThat(refresh.expires()).isTrue();
        assertThat(refresh.ttl()).isEqualTo(130);
        assertThat(refresh.client()).isNotEmpty();
        pass(154);
        assertThat(peer.session().isOpen()).isTrue();
        pass(1);
        peer.isClosedWith(DisconnectCode.EXPIRED);
    }

    @Test
    void whoRenewsForGoodHasNoTimeAnyMore() {
        connectAnn(60);
        access.refreshing(_ -> Result.done(Identity.of("ann", Payload.none())));
        Reply reply = peer.ask(5, new Request.Refresh("new")).getFirst();
        var refresh = (dev.duplex.centrifuge.protocol.Result.Refresh) reply.body();
        assertThat(refresh.expires()).isFalse();
        assertThat(refresh.ttl()).isZero();
        pass(300);
        assertThat(peer.session().isOpen()).isTrue();
    }

    @Test
    void aTimeFarAwayIsNoTrouble() {
        access.connecting(_ -> Result.done(Admission.of(ann(Instant.MAX))));
        var connect = peer.connect(Request.Connect.builder().build());
        assertThat(connect.expires()).isTrue();
        assertThat(connect.ttl()).isEqualTo(Integer.MAX_VALUE);
        pass(100);
        assertThat(peer.session().isOpen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "UNAUTHENTICATED, INVALID_TOKEN",
        "EXPIRED, EXPIRED",
        "PERMISSION_DENIED, PERMISSION_DENIED"
    })
    void whoRenewsWithSomethingWrongIsDisconnected(Problem problem, DisconnectCode code) {
        connectAnn(60);
        access.refreshing(_ -> Result.refused(problem, "no"));
        assertThat(peer.ask(5, new Request.Refresh("bad"))).isEmpty();
        peer.isClosedWith(code);
    }

    @Test
    void whoRenewsAsSomebodyElseIsDisconnected() {
        connectAnn(60);
        access.refreshing(_ -> Result.done(Identity.of("ben", Payload.none())));
        assertThat(peer.ask(5, new Request.Refresh("ben's"))).isEmpty();
        peer.isClosedWith(DisconnectCode.INVALID_TOKEN);
        assertThat(hub.connections().of("ann")).isEmpty();
    }

    @Test
    void whoRenewsWithWhatIsOverAlreadyIsDisconnectedAndMayComeBack() {
        connectAnn(60);
        access.refreshing(_ -> Result.done(ann(START)));
        assertThat(peer.ask(5, new Request.Refresh("old"))).isEmpty();
        peer.isClosedWith(DisconnectCode.EXPIRED);
    }

    @Test
    void aRefreshThatFailsIsAnErrorThatMayBeTriedAgain() {
        connectAnn(60);
        access.refreshing(_ -> {
            throw new IllegalStateException("away");
        });
        assertThat(peer.ask(5, new Request.Refresh("t")))
                .containsExactly(ErrorCode.INTERNAL.reply(5));
        assertThat(peer.session().isOpen()).isTrue();
    }

    @Test
    void anExpiredTokenAtConnectIsAnErrorSoThatTheClientFetchesAnother() {
        access.connecting(_ -> Result.refused(Problem.EXPIRED, "was good once"));
        assertThat(
                        peer.say(
                                "{\"id\":1,\"connect\":{\"token\":\"t\"}}\n{\"id\":2,\"subscribe\":{\"channel\":\"chat:a\"}}"))
                .containsExactly(ErrorCode.TOKEN_EXPIRED.reply(1));
        // What it had sent along is not held against it.
        assertThat(peer.say("{\"id\":3,\"ping\":{}}")).isEmpty();
        assertThat(peer.session().isOpen()).isTrue();
        assertThat(peer.session().isReading()).isTrue();
        assertThat(hub.connections().count()).isZero();
        assertThat(hub.channels()).isZero();
        pass(10);
        peer.isClosedWith(DisconnectCode.STALE);
    }

    @Test
    void anIdentityThatIsOverAlreadyIsTheSame() {
        access.connecting(_ -> Result.done(Admission.of(ann(START))));
        assertThat(peer.ask(1, Request.Connect.builder().build()))
                .containsExactly(ErrorCode.TOKEN_EXPIRED.reply(1));
    }

    @Test
    void oneTokenIsLookedAtAtATime() {
        connectAnn(60);
        access.refreshing(_ -> Result.done(ann(in(200))));
        List<Reply> came =
                peer.say(
                        "{\"id\":5,\"refresh\":{\"token\":\"a\"}}\n{\"id\":6,\"refresh\":{\"token\":\"b\"}}");
        assertThat(came).contains(ErrorCode.TOO_MANY_REQUESTS.reply(6)).hasSize(2);
        assertThat(peer.ask(7, new Request.Refresh("c"))).extracting(Reply::id).containsExactly(7L);
        assertThat(peer.session().isOpen()).isTrue();
    }

    @Test
    void subscriptionsThatExpireTogetherAreRenewedTogether() {
        connectAnn(1000);
        access.permitting(_ -> Result.done(until(in(60))));
        for (String channel : List.of("chat:a", "chat:b", "chat:c")) {
            peer.subscribe(Request.Subscribe.builder().channel(channel).token("t").build());
        }
        access.permitting(_ -> Result.done(until(in(200))));
        List<Reply> came =
                peer.say(
                        "{\"id\":5,\"sub_refresh\":{\"channel\":\"chat:a\",\"token\":\"t\"}}\n{\"id\":6,\"sub_refresh\":{\"channel\":\"chat:b\",\"token\":\"t\"}}\n{\"id\":7,\"sub_refresh\":{\"channel\":\"chat:c\",\"token\":\"t\"}}");
        assertThat(came).extracting(Reply::id).containsExactly(5L, 6L, 7L);
        assertThat(came)
                .allSatisfy(it ->
                        assertThat(it.body())
                                .isInstanceOf(
                                        dev.duplex.centrifuge.protocol.Result.SubRefresh.class));
    }

    @Test
    void theServerSetsTheTimeOrSaysThatItIsOver() {
        connectAnn(60);
        Command.Target ann = Command.Target.user("ann");
        order(new Command.Refresh(ann, Optional.of(in(100))));
        assertThat(peer.news()).containsExactly(Reply.push("", new Event.Refresh(true, 100)));
        pass(120);
        order(new Command.Refresh(ann, Optional.empty()));
        assertThat(peer.news()).containsExactly(Reply.push("", new Event.Refresh(false, 0)));
        pass(100);
        assertThat(peer.session().isOpen()).isTrue();
        order(new Command.Refresh(ann, Optional.of(START)));
        peer.isClosedWith(DisconnectCode.EXPIRED);
    }

    /// Presence tells others what the command says of it.
    @Test
    void whatTheServerSubscribesForATimeIsLeftWhenThatIsOver() {
        connectAnn(1000);
        Payload info = Payload.of(Payload.Kind.JSON, "{\"seat\":3}".getBytes(UTF_8));
        Payload data = Payload.of(Payload.Kind.JSON, "{\"for\":10}".getBytes(UTF_8));
        order(
                new Command.Subscribe(
                        Command.Target.user("ann"),
                        "seen:a",
                        Entry.PLAIN,
                        info,
                        data,
                        Optional.of(in(10))));
        var push = (Reply.Push) peer.news().getFirst().body();
        assertThat(((Event.Subscribe) push.event()).data().text()).isEqualTo("{\"for\":10}");
        assertThat(hub.presence("seen:a").toCompletableFuture().join().orElseThrow())
                .extracting(member -> new String(member.channelInfo().bytes(), UTF_8))
                .containsExactly("{\"seat\":3}");
        assertThat(pass(9)).isEmpty();
        assertThat(pass(1))
                .containsExactly(
                        Reply.push("seen:a", new Event.Unsubscribe(2501, "subscription expired")));
        assertThat(hub.subscribers("seen:a")).isZero();
        assertThat(peer.session().isOpen()).isTrue();
    }

    private void order(Command command) {
        assertThat(hub.connections().command(command).toCompletableFuture()).isCompleted();
    }

    // --- subscriptions

    private static Request.Subscribe wish() {
        return Request.Subscribe.builder().channel("chat:a").token("t").build();
    }

    private static Request.SubRefresh renewal(String token) {
        return Request.SubRefresh.builder().channel("chat:a").token(token).build();
    }

    @Test
    void aSubscriptionEndsAfterItsTimeAndItsGrace() {
        access.permitting(_ -> Result.done(until(in(30))));
        peer.connected();
        var subscribe = peer.subscribe(wish());
        assertThat(subscribe.expires()).isTrue();
        assertThat(subscribe.ttl()).isEqualTo(30);
        assertThat(pass(54)).isEmpty();
        assertThat(pass(1))
                .containsExactly(
                        Reply.push("chat:a", new Event.Unsubscribe(2501, "subscription expired")));
        assertThat(hub.channels()).isZero();
        assertThat(peer.session().isOpen()).isTrue();
    }

    @Test
    void withoutGraceItEndsWhenItIsOver() {
        Peer strict =
                Peer.open(
                                hub,
                                new Centrifuge(
                                        hub,
                                        CentrifugeOptions.builder(access)
                                                .clock(() -> now)
                                                .expiryGrace(Duration.ZERO, Duration.ZERO)
                                                .build()))
                        .connected();
        access.permitting(_ -> Result.done(until(in(5))));
        strict.subscribe(wish());
        now = in(4);
        strict.session().lane().pass(Duration.ofSeconds(5));
        assertThat(strict.news()).as("the clock was set back").isEmpty();
        now = in(5);
        strict.session().lane().pass(Duration.ofSeconds(1));
        assertThat(strict.news()).hasSize(1);
        assertThat(hub.channels()).isZero();
    }

    @Test
    void whoLeavesAndComesBackHasTheTimeOfItsNewSubscription() {
        access.permitting(_ -> Result.done(until(in(30))));
        peer.connected().subscribe(wish());
        peer.ask(3, new Request.Unsubscribe("chat:a"));
        access.permitting(_ -> Result.done(until(in(100))));
        peer.subscribe(wish());
        assertThat(pass(124)).isEmpty();
        assertThat(pass(1)).hasSize(1);
    }

    @Test
    void whoRenewsASubscriptionStaysAndIsSeenAsSubscribed() {
        access.permitting(_ -> Result.done(until(in(30))));
        peer.connected().subscribe(wish());
        access.permitting(_ -> Result.done(until(in(90))));
        pass(40);
        Reply reply = peer.ask(4, renewal("new")).getFirst();
        assertThat(reply.body())
                .isEqualTo(
                        new dev.duplex.centrifuge.protocol.Result.SubRefresh(true, 50, List.of()));
        assertThat(access.intents())
                .extracting(Intent::action, Intent::token, Intent::subscribed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Action.SUBSCRIBE, "t", false),
                        org.assertj.core.groups.Tuple.tuple(Action.SUBSCRIBE, "new", true));
        assertThat(pass(74)).isEmpty();
        assertThat(pass(1)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"EXPIRED, EXPIRED", "PERMISSION_DENIED, PERMISSION_DENIED"})
    void whoRenewsASubscriptionWithSomethingOldGetsAnError(Problem problem, ErrorCode code) {
        peer.connected().subscribe(wish());
        access.permitting(_ -> Result.refused(problem, "no"));
        assertThat(peer.ask(4, renewal("old"))).containsExactly(code.reply(4));
        access.permitting(_ -> Result.done(until(START)));
        assertThat(peer.ask(4, renewal("old"))).containsExactly(ErrorCode.EXPIRED.reply(4));
        assertThat(hub.subscribers("chat:a")).isEqualTo(1);
    }

    @Test
    void whoRenewsASubscriptionWithSomethingWrongIsDisconnected() {
        peer.connected().subscribe(wish());
        access.permitting(_ -> Result.refused(Problem.UNAUTHENTICATED, "no"));
        assertThat(peer.ask(4, renewal("bad"))).isEmpty();
        peer.isClosedWith(DisconnectCode.INVALID_TOKEN);
    }

    @Test
    void whoSubscribesWithSomethingWrongOrOldGetsAnError() {
        peer.connected();
        access.permitting(_ -> Result.refused(Problem.UNAUTHENTICATED, "no"));
        assertThat(peer.ask(2, wish())).containsExactly(ErrorCode.PERMISSION_DENIED.reply(2));
        access.permitting(_ -> Result.refused(Problem.EXPIRED, "no"));
        assertThat(peer.ask(2, wish())).containsExactly(ErrorCode.TOKEN_EXPIRED.reply(2));
        access.permitting(_ -> Result.done(until(START)));
        assertThat(peer.ask(2, wish())).containsExactly(ErrorCode.TOKEN_EXPIRED.reply(2));
        assertThat(hub.channels()).isZero();
    }
}
