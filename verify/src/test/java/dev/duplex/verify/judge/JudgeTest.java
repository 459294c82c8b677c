package dev.duplex.verify.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.verify.log.Event;
import dev.duplex.verify.log.Outcome;
import dev.duplex.verify.log.PublisherEnd;
import dev.duplex.verify.log.PublisherLog;
import dev.duplex.verify.log.Resumption;
import dev.duplex.verify.log.Sending;
import dev.duplex.verify.log.SubscriberLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private final Scene scene = new Scene();

    @Test
    void findsNothingWhereAllIsWell() {
        scene.begin("a", Resumption.NEW).publish("p").publish("p").hear("a", "p", 1, 2);
        assertThat(scene.judge().isClean()).isTrue();
    }

    @Test
    void whatWasPublishedBeforeNeedNotCome() {
        scene.publish("p").begin("a", Resumption.NEW).publish("p").hear("a", "p", 2);
        assertThat(scene.found()).isEmpty();
    }

    @Test
    void whatWasSentBeforeAndSettledAfterMayOrMayNotCome() {
        Event began = new Event.Began(5, Resumption.NEW);
        PublisherLog publisher =
                new PublisherLog(
                        "p",
                        "c",
                        PublisherEnd.ANSWERED,
                        List.of(
                                new Sending(1, 4, Outcome.ACKNOWLEDGED, 6),
                                new Sending(2, 7, Outcome.ACKNOWLEDGED, 8)));
        for (List<Event> heard :
                List.<List<Event>>of(
                        List.of(began, new Event.Received(9, "c", "p", 2)),
                        List.of(
                                began,
                                new Event.Received(8, "c", "p", 1),
                                new Event.Received(9, "c", "p", 2)))) {
            Run run =
                    new Run(
                            List.of(publisher),
                            List.of(new SubscriberLog("a", "kind", "c", false, 0, heard)),
                            true,
                            Optional.empty());
            assertThat(Judge.judge(run).findings()).isEmpty();
        }
    }

    @Test
    void findsALossWithinAConnection() {
        scene.begin("a", Resumption.NEW).publish("p").publish("p").publish("p");
        scene.hear("a", "p", 1, 3);
        assertThat(scene.found()).containsExactly("lost of a: 1");
        assertThat(scene.judge().findings().getFirst().examples()).containsExactly("p #2");
    }

    @Test
    void findsALossByAnotherPublisherThatFollows() {
        scene.begin("a", Resumption.NEW).publish("p").publish("q").hear("a", "q", 1);
        scene.end("a").begin("a", Resumption.NOT_RECOVERED);
        scene.publish("p").publish("q").hear("a", "p", 2).hear("a", "q", 2);
        assertThat(scene.found()).containsExactly("lost of a: 1");
    }

    @Test
    void findsAGapThatARecoveryHides() {
        scene.begin("a", Resumption.NEW).publish("p").hear("a", "p", 1).end("a");
        scene.publish("p").publish("p").begin("a", Resumption.RECOVERED).hear("a", "p", 3);
        assertThat(scene.found()).containsExactly("dishonest recovered of a: 1");
    }

    @Test
    void aLossInAConnectionThatRecoveredBeforeIsNotTheRecoverys() {
        scene.begin("a", Resumption.NEW).publish("p").hear("a", "p", 1).end("a");
        scene.publish("p").begin("a", Resumption.RECOVERED).hear("a", "p", 2);
        scene.publish("p").publish("p").hear("a", "p", 4);
        assertThat(scene.found()).containsExactly("lost of a: 1");
    }

    @Test
    void whoSleptIsJudgedAsOthersAre() {
        asleep();
        scene.begin("a", Resumption.RECOVERED).hear("a", "p", 4, 4);
        assertThat(scene.found()).containsExactly("dishonest recovered of a: 2", "twice of a: 1");
    }

    @Test
    void whoSleptGetsAllInOrder() {
        asleep();
        scene.begin("a", Resumption.RECOVERED).hear("a", "p", 3, 2, 4);
        assertThat(scene.found()).containsExactly("out of order of a: 1");
    }

    /// It has heard the first of four.
    private void asleep() {
        scene.begin("a", Resumption.NEW).publish("p").hear("a", "p", 1).sleep("a");
        scene.publish("p").publish("p").publish("p").wake("a");
    }

    @Test
    void whoSleptAndCouldNotBeGivenAllHasToGetWhatFollows() {
        asleep();
        scene.begin("a", Resumption.NOT_RECOVERED).publish("p").publish("p").hear("a", "p", 6);
        assertThat(scene.found()).containsExactly("lost of a: 1");
    }

    @Test
    void aSleepersRecoveryIsDemandedOnlyWhereHistoryHoldsAllThatItMissed() {
        asleep();
        scene.begin("a", Resumption.NOT_RECOVERED).demandRecovery();
        assertThat(scene.found()).as("nothing is said").isEmpty();
        assertThat(scene.kept(2, 1_000).found()).as("too few").isEmpty();
        assertThat(scene.kept(3, 9).found()).as("too short").isEmpty();
        assertThat(scene.kept(3, 1_000).found()).containsExactly("not recovered of a: 1");
        assertThat(scene.foreign().found()).as("others published, too").isEmpty();
    }

    @Test
    void whatMayBePublishedTakesRoomInAHistoryToo() {
        asleep();
        scene.publish("p", Outcome.UNKNOWN).publish("p", Outcome.REFUSED);
        scene.begin("a", Resumption.NOT_RECOVERED).demandRecovery();
        assertThat(scene.kept(3, 1_000).found()).isEmpty();
        assertThat(scene.kept(4, 1_000).found()).containsExactly("not recovered of a: 1");
    }

    @Test
    void whoSleptOnceIsNoSleeperWhenItIsCutOff() {
        asleep();
        scene.begin("a", Resumption.RECOVERED).hear("a", "p", 2, 3, 4).end("a");
        scene.begin("a", Resumption.NOT_RECOVERED).demandRecovery();
        assertThat(scene.found()).containsExactly("not recovered of a: 1");
    }

    @Test
    void aSleeperCatchesUpFromWhenItWakes() {
        asleep();
        long woke = scene.time();
        scene.begin("a", Resumption.RECOVERED).hear("a", "p", 2, 3, 4);
        CatchUp catchUp = scene.judge().clients().getFirst().catchUp();
        assertThat(catchUp.count()).isOne();
        assertThat(catchUp.max()).isEqualTo(Duration.ofNanos(scene.time() - woke));
    }

    @Test
    void acceptsAGapThatWasTold() {
        scene.begin("a", Resumption.NEW).publish("p").hear("a", "p", 1).publish("p").end("a");
        scene.publish("p").begin("a", Resumption.NOT_RECOVERED).publish("p").hear("a", "p", 4);
        assertThat(scene.found()).isEmpty();
        assertThat(scene.demandRecovery().found()).containsExactly("not recovered of a: 1");
    }

    @Test
    void whoComesBackToAChannelThatKeepsNothingHasNotRecovered() {
        scene.begin("a", Resumption.NEW).publish("p").hear("a", "p", 1).publish("p").end("a");
        scene.begin("a", Resumption.NEW).publish("p").hear("a", "p", 3);
        assertThat(scene.found()).isEmpty();
        assertThat(scene.demandRecovery().found()).containsExactly("not recovered of a: 1");
    }

    @Test
    void demandsNoRecoveryOfAProtocolThatHasNone() {
        scene.begin("a", Resumption.UNTOLD).publish("p").hear("a", "p", 1).publish("p").end("a");
        scene.begin("a", Resumption.UNTOLD).publish("p").hear("a", "p", 3);
        assertThat(scene.demandRecovery().found()).isEmpty();
    }

    /// It was cut off at the very end, which it noticed only when everything was published.
    @Test
    void nothingHasToComeAfterTheEndOfAConnectionThatTellsNothing() {
        scene.begin("a", Resumption.UNTOLD).publish("p").hear("a", "p", 1).end("a").publish("p");
        assertThat(scene.found()).isEmpty();
    }

    @Test
    void whatComesWithinAConnectionThatTellsNothingHasToBeWhole() {
        scene.begin("a", Resumption.UNTOLD).publish("p").publish("p").publish("p");
        scene.hear("a", "p", 1, 3).end("a").publish("p");
        assertThat(scene.found()).containsExactly("lost of a: 1");
    }

    @Test
    void whatWasLostAtTheEndIsToldFromWhatWasLostBefore() {
        scene.begin("a", Resumption.NEW);
        scene.publish("p").publish("p").publish("p").publish("p").hear("a", "p", 2);
        assertThat(scene.found())
                .containsExactlyInAnyOrder("lost of a: 1", "did not catch up of a: 2");
    }

    @Test
    void whoWasNeverSubscribedDidNotCatchUp() {
        scene.publish("p").add("a", new Event.Ended(9, "refused"));
        assertThat(scene.found()).containsExactly("did not catch up of a: 1");
    }

    @Test
    void findsWhatComesTwice() {
        scene.begin("a", Resumption.NEW).publish("p").hear("a", "p", 1, 1);
        assertThat(scene.found()).containsExactly("twice of a: 1");
    }

    @Test
    void findsWhatComesTwiceOverAReconnect() {
        scene.begin("a", Resumption.NEW).publish("p").hear("a", "p", 1).end("a");
        scene.begin("a", Resumption.RECOVERED).hear("a", "p", 1);
        assertThat(scene.found()).containsExactly("twice of a: 1");
    }

    @Test
    void findsAnotherOrderThanThatOfPublishing() {
        scene.begin("a", Resumption.NEW).publish("p").publish("q");
        scene.hear("a", "q", 1).hear("a", "p", 1);
        assertThat(scene.found()).containsExactly("out of order of a: 1");
    }

    @Test
    void unknownOutcomesMayComeLater() {
        scene.begin("a", Resumption.NEW).publish("p", Outcome.UNKNOWN).publish("p");
        scene.hear("a", "p", 2, 1);
        assertThat(scene.found()).isEmpty();
    }

    @Test
    void countsUnknownOutcomesAsWhatTheyWere() {
        scene.begin("a", Resumption.NEW);
        scene.publish("p", Outcome.UNKNOWN).publish("p", Outcome.UNKNOWN).publish("p");
        scene.publish("p", Outcome.REFUSED).hear("a", "p", 2, 3);
        Judgement judgement = scene.judge();
        assertThat(judgement.findings()).isEmpty();
        assertThat(judgement.publishers())
                .containsExactly(new PublisherTally("p", Scene.CHANNEL, 1, 1, 1, 1));
    }

    @Test
    void anUnknownOneThatOneHeardIsLostForAnother() {
        scene.begin("a", Resumption.NEW).begin("b", Resumption.NEW);
        scene.publish("p", Outcome.UNKNOWN).hear("a", "p", 1).publish("p");
        scene.hear("a", "p", 2).hear("b", "p", 2);
        assertThat(scene.found()).containsExactly("lost of b: 1");
    }

    @Test
    void anUnknownOneIsFoundTwice() {
        scene.begin("a", Resumption.NEW).publish("p", Outcome.UNKNOWN).publish("p");
        scene.hear("a", "p", 1, 2, 1);
        assertThat(scene.found()).containsExactly("twice of a: 1");
    }

    @Test
    void findsDifferentOrdersOfWhatWasPublishedAtOnce() {
        PublisherLog p =
                new PublisherLog(
                        "p",
                        "c",
                        PublisherEnd.ANSWERED,
                        List.of(new Sending(1, 2, Outcome.ACKNOWLEDGED, 9)));
        PublisherLog q =
                new PublisherLog(
                        "q",
                        "c",
                        PublisherEnd.ANSWERED,
                        List.of(new Sending(1, 3, Outcome.ACKNOWLEDGED, 8)));
        Run run =
                new Run(
                        List.of(p, q),
                        List.of(subscriber("a", "p", "q"), subscriber("b", "q", "p")),
                        true,
                        Optional.empty());
        Judgement judgement = Judge.judge(run);
        assertThat(judgement.count(Breach.DIFFERENT_ORDER)).isOne();
        assertThat(judgement.findings()).hasSize(1);
        assertThat(judgement.findings().getFirst().examples().getFirst()).contains("p #1", "q #1");
    }

    private static SubscriberLog subscriber(String name, String first, String second) {
        return new SubscriberLog(
                name,
                "kind",
                "c",
                false,
                0,
                List.of(
                        new Event.Began(1, Resumption.NEW),
                        new Event.Received(4, "c", first, 1),
                        new Event.Received(5, "c", second, 1)));
    }

    @Test
    void findsWhatShouldNotBeThere() {
        scene.begin("a", Resumption.NEW).publish("p").publish("p", Outcome.REFUSED);
        scene.hear("a", "p", 1, 2, 3).hear("a", "x", 1);
        scene.add("a", new Event.Received(scene.time(), "verify:2", "p", 1));
        assertThat(scene.found())
                .containsExactlyInAnyOrder(
                        "refused but seen of a: 1", "invented of a: 2", "wrong channel of a: 1");
    }

    @Test
    void nothingPublishedShowsNothing() {
        scene.begin("a", Resumption.NEW).publish("p", Outcome.UNKNOWN);
        assertThat(scene.found()).containsExactly("nothing published of p: 1");
    }

    @Test
    void findsAPublisherThatIsNotAnsweredInTheEnd() {
        scene.begin("a", Resumption.NEW).publish("p").hear("a", "p", 1);
        scene.publish("p", Outcome.UNKNOWN).unanswered();
        assertThat(scene.found()).containsExactly("unanswered of p: 1");
    }

    @Test
    void whoIsEndedByABugOfThisProgramIsNotJudged() {
        scene.begin("a", Resumption.NEW).publish("p").hear("a", "p", 1);
        scene.publish("p", Outcome.UNKNOWN).broken();
        assertThat(scene.found()).isEmpty();
    }

    @Test
    void norIsWhoIsSoEndedBeforeAnythingWasAcknowledged() {
        scene.begin("a", Resumption.NEW).publish("p", Outcome.UNKNOWN).broken();
        assertThat(scene.found()).isEmpty();
    }

    @Test
    void tellsWhenMoreHappenedThanIsWrittenDown() {
        PublisherLog p =
                new PublisherLog(
                        "p",
                        "c",
                        PublisherEnd.ANSWERED,
                        List.of(new Sending(1, 2, Outcome.ACKNOWLEDGED, 3)));
        SubscriberLog full = new SubscriberLog("a", "kind", "c", true, 0, List.of());
        assertThat(
                        Judge.judge(new Run(List.of(p), List.of(full), true, Optional.empty()))
                                .findings())
                .extracting(Finding::breach)
                .containsExactly(Breach.TOO_MUCH);
    }

    @Test
    void talliesWhatKindsOfClientsWereTold() {
        scene.begin("a", Resumption.NEW).publish("p").hear("a", "p", 1).end("a");
        long ended = scene.time();
        scene.publish("p").begin("a", Resumption.RECOVERED).hear("a", "p", 2);
        long back = scene.time();
        scene.publish("p").hear("a", "p", 3).end("a").begin("a", Resumption.NOT_RECOVERED);
        ClientTally tally = scene.judge().clients().getFirst();
        assertThat(tally.subscribers()).isOne();
        assertThat(tally.received()).isEqualTo(3);
        assertThat(tally.reconnects()).isEqualTo(2);
        assertThat(tally.recovered()).isOne();
        assertThat(tally.notRecovered()).isOne();
        assertThat(tally.catchUp())
                .isEqualTo(
                        new CatchUp(
                                1,
                                Duration.ofNanos(back - ended),
                                Duration.ofNanos(back - ended),
                                Duration.ofNanos(back - ended)));
    }

    @Test
    void keepsSomeExamplesOfMany() {
        scene.begin("a", Resumption.NEW);
        for (int i = 0; i < 100; i++) {
            scene.publish("p");
        }
        scene.hear("a", "p", 100);
        Finding finding = scene.judge().findings().getFirst();
        assertThat(finding.count()).isEqualTo(99);
        assertThat(finding.examples()).hasSize(Finding.EXAMPLES);
    }

    private CatchUp catchUp() {
        return scene.judge().clients().getFirst().catchUp();
    }

    @Test
    void aReturnIsOverWhenEverythingOwedHasCome() {
        scene.begin("a", Resumption.NEW).publish("p").hear("a", "p", 1).end("a");
        long ended = scene.time();
        scene.publish("p").publish("p").begin("a", Resumption.RECOVERED).hear("a", "p", 2, 3);
        long caughtUp = scene.time();
        scene.publish("p").hear("a", "p", 4);
        assertThat(catchUp().count()).isOne();
        assertThat(catchUp().max().toNanos()).isEqualTo(caughtUp - ended);
    }

    @Test
    void aReturnThatIsCutOffGoesOnAndOneThatBringsNotAllDoesNotCount() {
        scene.begin("a", Resumption.NEW).publish("p").hear("a", "p", 1).end("a");
        long ended = scene.time();
        scene.publish("p").publish("p").begin("a", Resumption.RECOVERED).hear("a", "p", 2).end("a");
        assertThat(catchUp().count()).isZero();
        scene.begin("a", Resumption.RECOVERED).hear("a", "p", 3);
        assertThat(catchUp().count()).isOne();
        assertThat(catchUp().max().toNanos()).isEqualTo(scene.time() - ended);
    }

    @Test
    void whoIsNotToldThatAllIsRecoveredHasNoTimeOfCatchingUp() {
        scene.begin("a", Resumption.UNTOLD).publish("p").hear("a", "p", 1).end("a");
        scene.publish("p").begin("a", Resumption.UNTOLD).publish("p").hear("a", "p", 3).end("a");
        scene.begin("a", Resumption.NOT_RECOVERED).publish("p").hear("a", "p", 4);
        assertThat(catchUp().count()).isZero();
    }
}
