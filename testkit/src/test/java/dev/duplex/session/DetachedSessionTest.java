package dev.duplex.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.MessageWriter;
import dev.duplex.channels.Offer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a detached session sends, and when it ends. Time is the test's.
class DetachedSessionTest {
    private static final Duration ALMOST_DELAY = DetachedFixture.DELAY.minusMillis(1);

    private final DetachedFixture fixture = new DetachedFixture();

    @Test
    void theFirstPollIsAnsweredByTheOpenFrame() {
        RecordingReceiver first = RecordingReceiver.poll();
        fixture.in(() -> fixture.detached.open(first));

        assertThat(first.frames).containsExactly("open");
        assertThat(fixture.told).containsExactly("open");
    }

    @Test
    void aStreamGetsTheOpenFrameBeforeWhatTheEndpointSendsInOnOpen() {
        fixture.onOpen = session -> session.send("hello");
        RecordingReceiver stream = RecordingReceiver.stream();
        fixture.in(() -> fixture.detached.open(stream));

        assertThat(stream.frames).containsExactly("open", "hello");
    }

    @Test
    void whatIsSentBetweenTwoPollsWaitsForTheNextTogether() {
        fixture.openedByPoll();
        fixture.in(() -> fixture.session().send("one"));
        fixture.in(() -> fixture.session().send("two"));

        assertThat(fixture.poll().frames).containsExactly("one,two");
    }

    @Test
    void aWaitingPollIsAnsweredOnceABatchIsOver() {
        fixture.openedByPoll();
        RecordingReceiver poll = fixture.poll();
        assertThat(poll.frames).isEmpty();
        fixture.in(() -> {
            fixture.session().send("one");
            fixture.session().send("two");
        });

        assertThat(poll.frames).containsExactly("one,two");
        assertThat(fixture.poll().frames).isEmpty();
    }

    @Test
    void messagesOfOtherThreadsComeInTheirOrder() {
        fixture.openedByPoll();
        // The test's thread is none of the lane's unless it runs something there.
        assertThat(fixture.session().send("one")).isEqualTo(Offer.ACCEPTED);
        assertThat(fixture.session().send("two")).isEqualTo(Offer.ACCEPTED);
        fixture.lane.runAll();

        assertThat(fixture.poll().frames).containsExactly("one,two");
    }

    @Test
    void aSecondReceiverIsToldThatThereIsAnother() {
        fixture.openedByPoll();
        RecordingReceiver first = fixture.poll();
        RecordingReceiver second = fixture.poll();

        assertThat(second.frames).containsExactly("close 2010 Another connection still open");
        fixture.in(() -> fixture.session().send("still for the first"));
        assertThat(first.frames).containsExactly("still for the first");
    }

    @Test
    void aStreamThatIsFullGetsTheRestWhenItHasRoom() {
        RecordingReceiver stream = RecordingReceiver.stream();
        fixture.in(() -> fixture.detached.open(stream));
        stream.full(true);
        fixture.in(() -> fixture.session().send("one"));
        assertThat(stream.frames).containsExactly("open");
        stream.full(false);
        fixture.in(() -> fixture.detached.drained(stream));

        assertThat(stream.frames).containsExactly("open", "one");
    }

    @Test
    void aStreamGetsNoMoreThanItsBatchAtATime() {
        fixture.openedByPoll();
        fixture.in(() -> {
            fixture.session().send("123456");
            fixture.session().send("1234");
            fixture.session().send("5");
            fixture.session().send("a message longer than that goes alone");
        });

        assertThat(fixture.attach(RecordingReceiver.stream()).frames)
                .containsExactly("123456,1234", "5", "a message longer than that goes alone");
    }

    // --- time

    @Test
    void aQuietReceiverIsSentHeartbeats() {
        RecordingReceiver stream = RecordingReceiver.stream();
        fixture.in(() -> fixture.detached.open(stream));
        fixture.lane.pass(DetachedFixture.HEARTBEAT.minusMillis(1));
        assertThat(stream.frames).containsExactly("open");
        fixture.lane.pass(Duration.ofMillis(1));
        assertThat(stream.frames).containsExactly("open", "heartbeat");
        fixture.lane.pass(DetachedFixture.HEARTBEAT);
        assertThat(stream.frames).containsExactly("open", "heartbeat", "heartbeat");
    }

    @Test
    void aHeartbeatMayBeDueBeforeTheDelayWouldBeOver() {
        DetachedFixture quick =
                new DetachedFixture(Limits.DEFAULT, Duration.ofMillis(300)).openedByPoll();
        RecordingReceiver poll = quick.poll();
        quick.lane.pass(Duration.ofMillis(300));

        assertThat(poll.frames).containsExactly("heartbeat");
    }

    @Test
    void theEndpointHasHadItsSayBeforeTheClientIsTold() {
        RecordingReceiver first = RecordingReceiver.poll();
        fixture.onOpen = _ -> assertThat(first.frames).isEmpty();
        fixture.in(() -> fixture.detached.open(first));

        assertThat(first.frames).containsExactly("open");
        assertThat(fixture.session().isOpen()).isTrue();
    }

    @Test
    void aMessagePutsTheHeartbeatOff() {
        RecordingReceiver stream = RecordingReceiver.stream();
        fixture.in(() -> fixture.detached.open(stream));
        fixture.lane.pass(DetachedFixture.HEARTBEAT.minusMillis(1));
        fixture.in(() -> fixture.session().send("one"));
        fixture.lane.pass(DetachedFixture.HEARTBEAT.minusMillis(1));

        assertThat(stream.frames).containsExactly("open", "one");
    }

    @Test
    void aHeartbeatEndsAPoll() {
        fixture.openedByPoll();
        RecordingReceiver poll = fixture.poll();
        fixture.lane.pass(DetachedFixture.HEARTBEAT);

        assertThat(poll.frames).containsExactly("heartbeat");
        fixture.in(() -> fixture.session().send("for the next"));
        assertThat(fixture.poll().frames).containsExactly("for the next");
    }

    @Test
    void withoutAReceiverItEndsAfterTheDelay() {
        fixture.openedByPoll();
        fixture.lane.pass(ALMOST_DELAY);
        assertThat(fixture.told).containsExactly("open");
        fixture.lane.pass(Duration.ofMillis(1));

        assertThat(fixture.told).containsExactly("open", "close 1006");
        assertThat(fixture.forgotten).isTrue();
        assertThat(fixture.lane.alarms()).as("nothing is left of it").isZero();
        assertThat(fixture.session().send("too late")).isEqualTo(Offer.CLOSED);
    }

    @Test
    void pollsKeepItAliveForAsLongAsTheyCome() {
        fixture.openedByPoll();
        for (int i = 0; i < 100; i++) {
            fixture.lane.pass(ALMOST_DELAY);
            RecordingReceiver poll = fixture.poll();
            fixture.in(() -> fixture.session().send("answer"));
            assertThat(poll.frames).containsExactly("answer");
        }
        assertThat(fixture.told).containsExactly("open");
        assertThat(fixture.lane.alarms()).isEqualTo(1);
    }

    // --- the end

    @Test
    void closingSendsWhatIsQueuedFirst() {
        fixture.openedByPoll();
        fixture.in(() -> {
            fixture.session().send("last words");
            fixture.session().close(new CloseReason(3000, "Go away!"));
        });
        assertThat(fixture.told).as("nobody has been told").containsExactly("open");

        assertThat(fixture.poll().frames).containsExactly("last words");
        assertThat(fixture.poll().frames).containsExactly("close 3000 Go away!");
        assertThat(fixture.told).containsExactly("open", "close 3000");
    }

    @Test
    void theCloseFrameIsRepeatedUntilTheDelayIsOver() {
        fixture.openedByPoll();
        RecordingReceiver poll = fixture.poll();
        fixture.in(() -> fixture.session().close(new CloseReason(3000, "Go away!")));
        assertThat(poll.frames).containsExactly("close 3000 Go away!");
        fixture.lane.pass(ALMOST_DELAY);
        assertThat(fixture.poll().frames).containsExactly("close 3000 Go away!");
        fixture.lane.pass(Duration.ofMillis(1));

        assertThat(fixture.forgotten).isTrue();
        assertThat(fixture.told).containsExactly("open", "close 3000");
        assertThat(fixture.lane.alarms()).isZero();
    }

    @Test
    void aClosedSessionThatNobodyAsksForEndsWithItsOwnReason() {
        fixture.openedByPoll();
        fixture.in(() -> fixture.session().close(new CloseReason(3000, "Go away!")));
        fixture.lane.pass(DetachedFixture.DELAY);

        assertThat(fixture.told).containsExactly("open", "close 3000");
        assertThat(fixture.forgotten).isTrue();
    }

    @Test
    void aStreamThatIsFullIsToldTheEndBehindWhatWaits() {
        RecordingReceiver stream = RecordingReceiver.stream();
        fixture.in(() -> fixture.detached.open(stream));
        stream.full(true);
        fixture.in(() -> {
            fixture.session().send("one");
            fixture.session().close();
        });
        assertThat(stream.frames).containsExactly("open");
        stream.full(false);
        fixture.in(() -> fixture.detached.drained(stream));

        assertThat(stream.frames).containsExactly("open", "one", "close 1000 ");
    }

    @Test
    void aCloseFrameThatFindsNoRoomWaitsForIt() {
        RecordingReceiver stream = RecordingReceiver.stream();
        fixture.in(() -> fixture.detached.open(stream));
        stream.full(true);
        fixture.in(() -> fixture.session().close());
        assertThat(fixture.told).as("nobody has been told").containsExactly("open");
        stream.full(false);
        fixture.in(() -> fixture.detached.drained(stream));

        assertThat(stream.frames).containsExactly("open", "close 1000 ");
        assertThat(fixture.told).containsExactly("open", "close 1000");
    }

    @Test
    void whatCrossesTheCloseFrameIsTakenForNobody() {
        fixture.openedByPoll();
        RecordingReceiver poll = fixture.poll();
        fixture.in(() -> fixture.session().close(new CloseReason(3000, "Go away!")));
        assertThat(poll.frames).containsExactly("close 3000 Go away!");
        RecordingSending crossing = fixture.send("never seen");

        assertThat(crossing.taken).isTrue();
        assertThat(crossing.gone).isFalse();
        assertThat(fixture.told).containsExactly("open", "close 3000");
    }

    @Test
    void whoSendsAfterAnInterruptionIsToldThatTheSessionIsGone() {
        fixture.openedByPoll();
        RecordingReceiver poll = fixture.poll();
        fixture.in(() -> fixture.detached.lost(poll));
        RecordingSending late = fixture.send("too late");

        assertThat(late.gone).isTrue();
        assertThat(late.taken).isFalse();
    }

    @Test
    void aLostReceiverEndsTheSessionAndLaterOnesAreTold() {
        fixture.openedByPoll();
        RecordingReceiver poll = fixture.poll();
        fixture.in(() -> fixture.detached.lost(poll));

        assertThat(fixture.told).containsExactly("open", "close 1006");
        assertThat(fixture.poll().frames).containsExactly("close 1002 Connection interrupted");
        fixture.lane.pass(DetachedFixture.DELAY);
        assertThat(fixture.forgotten).isTrue();
    }

    @Test
    void anAnswerThatWasLostOnItsWayEndsTheSessionToo() {
        fixture.openedByPoll();
        RecordingReceiver poll = fixture.poll();
        fixture.in(() -> fixture.session().send("lost"));
        fixture.in(() -> fixture.detached.lost(poll));

        assertThat(fixture.told).containsExactly("open", "close 1006");
    }

    @Test
    void aLossThatIsNoticedLateIsToldToTheReceiverThatWaitsByThen() {
        fixture.openedByPoll();
        RecordingReceiver lost = fixture.poll();
        fixture.in(() -> fixture.session().send("on its way"));
        RecordingReceiver waiting = fixture.poll();
        fixture.in(() -> fixture.detached.lost(lost));

        assertThat(waiting.frames).containsExactly("close 1002 Connection interrupted");
        assertThat(fixture.told).containsExactly("open", "close 1006");
    }

    @Test
    void aReceiverWithoutRoomIsToldOfALossWhenItHasRoom() {
        fixture.openedByPoll();
        RecordingReceiver lost = fixture.poll();
        fixture.in(() -> fixture.session().send("on its way"));
        RecordingReceiver stream = fixture.attach(RecordingReceiver.stream());
        stream.full(true);
        fixture.in(() -> fixture.detached.lost(lost));
        fixture.lane.pass(DetachedFixture.DELAY);
        assertThat(fixture.forgotten).isTrue();
        stream.full(false);
        fixture.in(() -> fixture.detached.drained(stream));

        assertThat(stream.frames).containsExactly("close 1002 Connection interrupted");
    }

    @Test
    void theServersEndIsToldToAWaitingPoll() {
        fixture.openedByPoll();
        RecordingReceiver poll = fixture.poll();
        fixture.in(fixture.detached::goAway);

        assertThat(poll.frames).containsExactly("close 1001 ");
        assertThat(fixture.told).containsExactly("open", "close 1001");
    }

    @Test
    void theServersEndDoesNotWaitForAPoll() {
        fixture.openedByPoll();
        fixture.in(fixture.detached::goAway);

        assertThat(fixture.told).containsExactly("open", "close 1001");
    }

    @Test
    void anEndpointThatThrowsClosesWith1011() {
        fixture.onMessage =
                (_, _) -> {
                    throw new IllegalStateException("on purpose, by a test");
                };
        fixture.openedByPoll();
        RecordingReceiver poll = fixture.poll();
        fixture.sendAtOnce("a");

        assertThat(poll.frames).containsExactly("close 1011 internal error");
        assertThat(fixture.told).containsExactly("open", "message a", "close 1011");
    }

    /// How much of it the client has got is not known.
    @Test
    void aReceiverThatFailsEndsTheSessionAndIsToldSo() {
        fixture.openedByPoll();
        RecordingReceiver stream = fixture.attach(RecordingReceiver.stream());
        fixture.in(() -> {
            fixture.session().send("a");
            stream.fails(1);
        });

        assertThat(stream.frames).containsExactly("close 1002 Connection interrupted");
        assertThat(fixture.told).containsExactly("open", "close 1006");
        assertThat(fixture.session().isOpen()).isFalse();
        assertThat(fixture.poll().frames).containsExactly("close 1002 Connection interrupted");
    }

    @Test
    void aReceiverThatCannotEvenBeToldIsNotUsedAgain() {
        fixture.openedByPoll();
        RecordingReceiver stream = fixture.attach(RecordingReceiver.stream());
        stream.fails(2);
        fixture.in(() -> fixture.session().send("a"));

        assertThat(stream.frames).isEmpty();
        assertThat(fixture.told).containsExactly("open", "close 1006");
        assertThat(fixture.poll().frames).containsExactly("close 1002 Connection interrupted");
        fixture.lane.pass(DetachedFixture.DELAY);
        assertThat(fixture.forgotten).isTrue();
    }

    // --- streamed messages

    @Test
    void aStreamedMessageGoesOutWhole() {
        fixture.openedByPoll();
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        MessageWriter writer = fixture.session().streamText();
        writer.write(new byte[] {euro[0]});
        fixture.lane.runAll();
        fixture.in(() -> fixture.session().send("behind"));
        writer.write(new byte[] {euro[1], euro[2]});
        writer.close();
        fixture.lane.runAll();

        assertThat(fixture.poll().frames).containsExactly("€,behind");
    }

    @Test
    void aPublicationWaitsForTheStreamedMessageToo() {
        fixture.openedByPoll();
        fixture.in(() -> fixture.session().subscribe("room"));
        MessageWriter writer = fixture.session().streamText();
        writer.write("streamed".getBytes(StandardCharsets.UTF_8));
        fixture.lane.runAll();
        fixture.hub.publish("room", Message.text("published"));
        fixture.lane.runAll();
        writer.close();
        fixture.lane.runAll();

        assertThat(fixture.poll().frames).containsExactly("streamed,published");
    }
}
