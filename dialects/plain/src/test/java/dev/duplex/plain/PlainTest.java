package dev.duplex.plain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.access.Access;
import dev.duplex.access.Grant;
import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.access.Who;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Command;
import dev.duplex.channels.Delivery;
import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Member;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Payload.Kind;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Result;
import dev.duplex.testkit.Fragile;
import dev.duplex.testkit.InMemoryRequest;
import dev.duplex.testkit.InMemorySession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A session in a channel: what it gets, what comes of what it sends, and how it ends.
class PlainTest {
    private static final ChannelOptions KEPT =
            ChannelOptions.builder().history(10, Duration.ofMinutes(5)).presence(true).build();

    private static final ChannelOptions BACK =
            ChannelOptions.builder()
                    .history(3, Duration.ofMinutes(5))
                    .recovery(Recovery.STREAM)
                    .build();

    private final Hub hub =
            Hub.builder()
                    .namespaces(
                            Namespaces.of(
                                    Map.of(
                                            "all", KEPT,
                                            "json", kinds(Kind.JSON),
                                            "text", kinds(Kind.TEXT),
                                            "binary", kinds(Kind.BINARY),
                                            "back", BACK,
                                            "newest",
                                                    ChannelOptions.builder()
                                                            .history(3, Duration.ofMinutes(5))
                                                            .recovery(Recovery.STREAM)
                                                            .delivery(Delivery.LATEST)
                                                            .build(),
                                            "drop",
                                                    ChannelOptions.builder()
                                                            .delivery(Delivery.DROP)
                                                            .build())))
                    .build();

    private final Guard guard = new Guard();
    private Instant now = Instant.EPOCH;
    private final Plain plain =
            new Plain(
                    hub,
                    PlainOptions.builder(guard).publicationsUnderWay(2).clock(() -> now).build());

    @AfterEach
    void closeHub() {
        hub.close();
    }

    private static ChannelOptions kinds(Kind kind) {
        return ChannelOptions.builder()
                .history(10, Duration.ofMinutes(5))
                .kinds(Set.of(kind))
                .build();
    }

    /// Time passes on all clocks.
    private void pass(InMemorySession session, Duration time) {
        now = now.plus(time);
        session.lane().pass(time);
    }

    private InMemorySession open(String channel, String user) {
        InMemorySession session =
                InMemorySession.open(
                        plain,
                        InMemoryRequest.of("/channel/x?token=" + user)
                                .withPathParameter("channel", channel),
                        hub);
        session.lane().runAll();
        return session;
    }

    /// As `user`, which also begins the query.
    private InMemorySession open(String channel, String user, String history) {
        return open(channel, user + "&history=" + history);
    }

    private void publish(String channel, Kind kind, String text) {
        hub.publish(channel, Draft.of(Payload.of(kind, text.getBytes(UTF_8))))
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    private List<Publication> history(String channel) {
        return hub.history(channel, new HistoryQuery(Optional.empty(), HistoryQuery.ALL, false))
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .publications();
    }

    private static void closedWith(InMemorySession session, int code) {
        session.lane().runAll();
        assertThat(session.closed().map(CloseReason::code)).contains(code);
        assertThat(session.failures()).isEmpty();
    }

    @Test
    void getsThePayloadsAndNothingElse() {
        InMemorySession session = open("all:a", "ann");
        publish("all:a", Kind.JSON, "{\"a\": 1}");
        publish("all:a", Kind.TEXT, "");
        publish("all:a", Kind.BINARY, "bytes");
        session.lane().runAll();
        assertThat(session.sentText()).containsExactly("{\"a\": 1}", "", "bytes");
        assertThat(session.sent()).extracting(Message::isText).containsExactly(true, true, false);
    }

    @ParameterizedTest
    @CsvSource({"0, '4'", "1, '3,4'", "2, '2,3,4'", "3, '1,2,3,4'", "9999, '1,2,3,4'"})
    void asksForTheLastPublicationsFirst(String last, String got) {
        for (String text : List.of("0", "1", "2", "3")) {
            publish("back:a", Kind.TEXT, text);
        }
        InMemorySession session = open("back:a", "ann", last);
        publish("back:a", Kind.TEXT, "4");
        session.lane().runAll();
        assertThat(session.sentText()).containsExactly(got.split(","));
    }

    /// A history that is full loses its oldest by each further publication.
    @Test
    void aPublicationBetweenTheHistoryAndTheEntryCostsOnlyTheOldest() {
        for (String text : List.of("1", "2", "3")) {
            publish("back:a", Kind.TEXT, text);
        }
        InMemorySession session = open("back:a", "late", "3");
        guard.late.getFirst().complete(Result.done(Grant.PLAIN));
        session.lane().runAll();
        guard.late.getLast().complete(Result.done(Grant.PLAIN));
        // The answer to whether it may have the history; then that has been read.
        assertThat(session.lane().runOne()).isTrue();
        publish("back:a", Kind.TEXT, "4");
        session.lane().runAll();
        publish("back:a", Kind.TEXT, "5");
        session.lane().runAll();
        assertThat(session.closed()).isEmpty();
        assertThat(session.sentText()).containsExactly("2", "3", "4", "5");
    }

    @Test
    void whatIsPublishedWhileTheHistoryDoesNotFitWaitsBehindIt() {
        for (String text : List.of("1", "2", "3")) {
            publish("back:a", Kind.TEXT, text);
        }
        InMemorySession session =
                InMemorySession.open(
                        plain,
                        InMemoryRequest.of("/channel/x?token=ann&history=3")
                                .withPathParameter("channel", "back:a"),
                        hub);
        session.full(true);
        session.lane().runAll();
        publish("back:a", Kind.TEXT, "4");
        session.lane().runAll();
        assertThat(session.sentText()).isEmpty();
        session.full(false);
        session.lane().runAll();
        assertThat(session.sentText()).containsExactly("1", "2", "3", "4");
        assertThat(session.closed()).isEmpty();
    }

    /// What comes while the history is read again may be more than waits behind it.
    @Test
    void whatWasRefusedBehindTheHistoryDoesNotKeepTheRestAway() {
        for (int i = 1; i <= 3; i++) {
            publish("newest:a", Kind.TEXT, Integer.toString(i));
        }
        Plain impatient =
                new Plain(hub, PlainOptions.builder(guard).publicationsBehindHistory(0).build());
        InMemorySession session =
                InMemorySession.open(
                        impatient,
                        InMemoryRequest.of("/channel/x?token=ann&history=3")
                                .withPathParameter("channel", "newest:a"),
                        hub);
        for (int i = 4; i <= 13; i++) {
            session.lane().runOne();
            publish("newest:a", Kind.TEXT, Integer.toString(i));
        }
        session.lane().runAll();
        publish("newest:a", Kind.TEXT, "end");
        session.lane().runAll();
        assertThat(session.closed()).isEmpty();
        assertThat(session.sentText()).endsWith("end");
    }

    @Test
    void whereNothingWasPublishedThereIsNothingToBeginWith() {
        InMemorySession session = open("back:a", "ann", "5");
        publish("back:a", Kind.TEXT, "first");
        session.lane().runAll();
        assertThat(session.sentText()).containsExactly("first");
    }

    /// A rule of who may read the history that is for subscribers lets in who may subscribe.
    @Test
    void theHistoryIsAskedForAsASubscriber() {
        publish("back:a", Kind.TEXT, "before");
        Access rules =
                RulesAccess.anonymous(Map.of("back", Rules.OPEN.withHistory(Who.SUBSCRIBERS)));
        InMemorySession session =
                InMemorySession.open(
                        new Plain(hub, PlainOptions.builder(rules).build()),
                        InMemoryRequest.of("/channel/x?history=1")
                                .withPathParameter("channel", "back:a"),
                        hub);
        session.lane().runAll();
        assertThat(session.sentText()).containsExactly("before");
    }

    @ParameterizedTest
    @CsvSource({
        "back:a, ann, all, 4400",
        "back:a, ann, -1, 4400",
        "back:a, ann, 10000, 4400",
        "back:a, reader, 1, 4403",
        "all:a, ann, 1, 4400",
        "none:a, ann, 1, 4404"
    })
    void aHistoryThatItCannotHaveIsRefused(String channel, String user, String last, int code) {
        closedWith(open(channel, user, last), code);
    }

    @ParameterizedTest
    @CsvSource({
        "all, true, TEXT, [1], [1]",
        "text, true, TEXT, [1], [1]",
        "json, true, JSON, '[1,\n2]', '[1, 2]'",
        "all, false, BINARY, [1], [1]",
        "binary, false, BINARY, x, x"
    })
    void whatItSendsIsPublished(
            String namespace, boolean text, Kind kind, String sent, String published) {
        InMemorySession session = open(namespace + ":a", "ann");
        session.peerSends(text ? Message.text(sent) : Message.binary(sent.getBytes(UTF_8)));
        session.lane().runAll();
        assertThat(history(namespace + ":a"))
                .extracting(
                        it -> it.payload().kind(), it -> new String(it.payload().bytes(), UTF_8))
                .containsExactly(org.assertj.core.groups.Tuple.tuple(kind, published));
        assertThat(history(namespace + ":a").getFirst().publisher().map(Member::user))
                .contains("ann");
        // It hears itself, as everybody does.
        assertThat(session.sentText()).containsExactly(published);
    }

    @Test
    void whatItIsInTheChannelItIsAsAPublisher() {
        InMemorySession session = open("all:a", "seated");
        session.peerSends("hello");
        session.lane().runAll();
        assertThat(history("all:a").getFirst().publisher().orElseThrow().channelInfo().bytes())
                .asString(UTF_8)
                .isEqualTo("{\"seat\":3}");
    }

    @ParameterizedTest
    @CsvSource({
        "json, true, no json",
        "json, true, ''",
        "json, true, 1 2",
        "json, false, 1",
        "text, false, 1",
        "binary, true, 1"
    })
    void whatTheChannelDoesNotTakeIsNotPublished(String namespace, boolean text, String sent) {
        InMemorySession session = open(namespace + ":a", "ann");
        session.peerSends(text ? Message.text(sent) : Message.binary(sent.getBytes(UTF_8)));
        closedWith(session, 4400);
        assertThat(history(namespace + ":a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "all:a, wrong, 4401",
        "all:a, old, 4401",
        "all:a, nobody, 4403",
        "none:a, ann, 4404",
        "all:a, broken, 1013",
        "all:a, failing, 1013",
        "all:a, stageless, 1013",
        "all:a, resultless, 1013",
        "all:a, admissionless, 1013"
    })
    void whoMayNotEnterIsToldWhy(String channel, String user, int code) {
        closedWith(open(channel, user), code);
        assertThat(hub.channels()).isZero();
        assertThat(hub.connections().count()).isZero();
    }

    @Test
    void whoMayOnlyReadIsClosedWhenItPublishes() {
        InMemorySession session = open("all:a", "reader");
        session.peerSends("hello");
        closedWith(session, 4403);
        assertThat(history("all:a")).isEmpty();
    }

    @Test
    void itsMessagesStayInOrderHoweverLateTheAnswersAre() {
        InMemorySession session = open("all:a", "late");
        assertThat(session.isReading()).isFalse();
        guard.late.getFirst().complete(Result.done(Grant.PLAIN));
        session.lane().runAll();
        session.peerSends("one");
        session.peerSends("two");
        session.peerSends("three");
        session.lane().runAll();
        // Two wait to be published, and the third to be read.
        assertThat(session.isReading()).isFalse();
        assertThat(session.unread()).isEqualTo(1);
        assertThat(guard.late).hasSize(2);
        for (int answer = 1; answer <= 3; answer++) {
            guard.late.get(answer).complete(Result.done(Grant.PLAIN));
            session.lane().runAll();
        }
        assertThat(session.sentText()).containsExactly("one", "two", "three");
        assertThat(session.isReading()).isTrue();
    }

    @Test
    void whoLeavesBeforeItMayEnterIsNotThere() {
        InMemorySession session = open("all:a", "late");
        session.peerCloses(CloseReason.NORMAL);
        guard.late.getFirst().complete(Result.done(Grant.PLAIN));
        session.lane().runAll();
        assertThat(hub.channels()).isZero();
        assertThat(hub.connections().count()).isZero();
    }

    @Test
    void whoIsTooSlowIsClosedOrMissesSome() {
        InMemorySession slow = open("all:a", "ann");
        slow.full(true);
        publish("all:a", Kind.TEXT, "too much");
        closedWith(slow, 1013);

        InMemorySession dropping = open("drop:a", "ann");
        dropping.full(true);
        publish("drop:a", Kind.TEXT, "too much");
        dropping.lane().runAll();
        dropping.full(false);
        dropping.lane().runAll();
        publish("drop:a", Kind.TEXT, "fits");
        dropping.lane().runAll();
        assertThat(dropping.sentText()).containsExactly("fits");
    }

    @Test
    void whoCannotBeGivenAPublicationMayComeAgain() {
        InMemorySession session = open("all:a", "ann");
        Fragile payload = new Fragile(Kind.TEXT);
        hub.publish("all:a", payload);
        payload.breaks();
        closedWith(session, 1013);
        assertThat(hub.channels()).isZero();
    }

    @Test
    void whoseTimeIsOverIsClosed() {
        guard.expires = Optional.of(now.plusSeconds(60));
        InMemorySession session = open("all:a", "ann");
        hub.connections()
                .command(
                        new Command.Refresh(
                                Command.Target.user("ann"), Optional.of(now.plusSeconds(120))));
        session.lane().runAll();
        pass(session, Duration.ofSeconds(119));
        assertThat(session.closed()).isEmpty();
        pass(session, Duration.ofSeconds(1));
        closedWith(session, 4401);
        assertThat(session.lane().alarms()).isZero();
    }

    @Test
    void whoseTimeIsOverAlreadyDoesNotEnter() {
        guard.expires = Optional.of(Instant.EPOCH);
        closedWith(open("all:a", "ann"), 4401);
        assertThat(hub.channels()).isZero();
    }

    @Test
    void aTimeBeyondAllClocksIsNoTrouble() {
        guard.expires = Optional.of(Instant.MAX);
        InMemorySession session = open("all:a", "ann");
        pass(session, Duration.ofDays(3));
        assertThat(session.isOpen()).isTrue();
    }

    @Test
    void itCanBeSentAwayFromOutside() {
        InMemorySession one = open("all:a", "ann");
        hub.connections()
                .command(new Command.Disconnect(Command.Target.user("ann"), 4999, "go away"));
        closedWith(one, 4999);

        InMemorySession other = open("all:a", "ann");
        hub.connections().command(new Command.Unsubscribe(Command.Target.user("ann"), "all:b"));
        other.lane().runAll();
        assertThat(other.isOpen()).isTrue();
        hub.connections().command(new Command.Unsubscribe(Command.Target.user("ann"), "all:a"));
        closedWith(other, 4403);
    }

    @Test
    void itCanBeSentAwayBeforeItIsThere() {
        InMemorySession session = open("all:a", "late");
        hub.connections()
                .command(new Command.Disconnect(Command.Target.user("late"), 4999, "go away"));
        closedWith(session, 4999);
        guard.late.getFirst().complete(Result.done(Grant.PLAIN));
        session.lane().runAll();
        assertThat(hub.channels()).isZero();
        assertThat(hub.connections().count()).isZero();
    }

    @Test
    void othersSeeItComeAndGo() {
        InMemorySession session = open("all:a", "ann");
        assertThat(present()).extracting(Member::user).containsExactly("ann");
        session.peerCloses(CloseReason.NORMAL);
        assertThat(present()).isEmpty();
    }

    private List<Member> present() {
        return hub.presence("all:a").toCompletableFuture().join().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void everyProblemHasACodeThatMayBeSent(Problem problem) {
        assertThat(Refusal.of(problem).closeReason().code())
                .matches(code -> code == 1013 || (code > 4000 && code < 4500));
    }
}
