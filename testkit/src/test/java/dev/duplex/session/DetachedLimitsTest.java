package dev.duplex.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.MessageWriter;
import dev.duplex.channels.Offer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a detached session holds for a client that is away, and what it takes from one.
class DetachedLimitsTest {
    private static final Limits SMALL = Limits.builder().queueBytes(1000).messageBytes(100).build();

    private final DetachedFixture fixture = new DetachedFixture(SMALL).openedByPoll();

    private int sendUntilFull() {
        int[] sent = {0};
        fixture.in(() -> {
            while (fixture.session().send("x".repeat(68)) == Offer.ACCEPTED) {
                sent[0]++;
            }
        });
        return sent[0];
    }

    // --- out

    @Test
    void whatWaitsForAnAbsentClientIsLimited() {
        assertThat(sendUntilFull()).as("of 100 bytes each, with what each costs").isEqualTo(10);
        assertThat(fixture.session().isWritable()).isFalse();
        assertThat(fixture.told).containsExactly("open");
    }

    @Test
    void theEndpointIsToldWhenThereIsRoomAgain() {
        sendUntilFull();
        RecordingReceiver poll = fixture.poll();

        assertThat(poll.frames).hasSize(1);
        assertThat(fixture.told).containsExactly("open", "drained");
        assertThat(fixture.session().isWritable()).isTrue();
    }

    @Test
    void anotherThreadThatFindsItFullIsToldToo() {
        fixture.in(() -> {
            for (int i = 0; i < 10; i++) {
                fixture.session().send("x".repeat(68));
            }
        });
        assertThat(fixture.session().send("one more")).isEqualTo(Offer.FULL);
        fixture.lane.runAll();
        fixture.poll();

        assertThat(fixture.told).containsExactly("open", "drained");
    }

    @Test
    void aMemberOfARoomThatTakesNothingIsClosed() {
        fixture.in(() -> fixture.session().subscribe("room"));
        for (int i = 0; i < 11; i++) {
            fixture.hub.publish("room", Message.text("x".repeat(68)));
            fixture.lane.runAll();
        }
        assertThat(fixture.poll().frames).singleElement().asString().contains(",");
        assertThat(fixture.poll().frames)
                .containsExactly("close 1008 too slow: the outbound queue is full");
        assertThat(fixture.hub.subscribers("room")).isZero();
    }

    @Test
    void aStreamedMessageMayNotOutgrowTheQueue() {
        MessageWriter writer = fixture.session().streamText();
        for (int i = 0; i < 11; i++) {
            assertThat(writer.write(new byte[100])).isNotEqualTo(Offer.FULL);
            fixture.lane.runAll();
        }

        assertThat(fixture.poll().frames)
                .containsExactly("close 1009 a streamed message outgrew the outbound queue");
    }

    private Offer write(MessageWriter writer, String piece) {
        Offer offer = writer.write(piece.getBytes(StandardCharsets.UTF_8));
        fixture.lane.runAll();
        return offer;
    }

    @Test
    void aStreamedMessageIsNotHeldUpByWhatWaitsForItsEnd() {
        MessageWriter writer = fixture.session().streamText();
        assertThat(write(writer, "begun")).isEqualTo(Offer.ACCEPTED);
        assertThat(sendUntilFull()).isEqualTo(10);
        assertThat(write(writer, " and ended")).isEqualTo(Offer.ACCEPTED);
        assertThat(fixture.told).as("there is no room for a message").containsExactly("open");
        writer.close();
        fixture.lane.runAll();

        assertThat(fixture.poll().frames)
                .singleElement()
                .asString()
                .startsWith("begun and ended,xx");
        assertThat(fixture.told).containsExactly("open", "drained");
    }

    @Test
    void aPieceThatFoundNoRoomIsAskedForWhenThatIsThere() {
        MessageWriter writer = fixture.session().streamText();
        assertThat(sendUntilFull()).isEqualTo(10);
        assertThat(write(writer, "begun")).isEqualTo(Offer.FULL);
        assertThat(write(writer, "begun")).isEqualTo(Offer.FULL);
        assertThat(fixture.told).containsExactly("open");
        fixture.poll();
        assertThat(fixture.told).containsExactly("open", "drained");
        assertThat(write(writer, "begun")).isEqualTo(Offer.ACCEPTED);
        writer.close();
        fixture.lane.runAll();

        assertThat(fixture.poll().frames).containsExactly("begun");
    }

    @Test
    void roomsAreLimitedInNumber() {
        DetachedFixture limited =
                new DetachedFixture(Limits.builder().rooms(2).build()).openedByPoll();
        limited.in(() -> {
            limited.session().subscribe("one");
            limited.session().subscribe("two");
            limited.session().subscribe("two");
        });
        assertThat(limited.session().isOpen()).isTrue();
        limited.in(() -> limited.session().subscribe("three"));

        assertThat(limited.poll().frames)
                .containsExactly("close 1008 too many rooms, or too long a name");
        assertThat(limited.hub.channels()).isZero();
    }

    @Test
    void aRoomsNameIsLimitedInLength() {
        fixture.in(() -> fixture.session().subscribe("r".repeat(255)));
        assertThat(fixture.session().isOpen()).isTrue();
        fixture.in(() -> fixture.session().subscribe("r".repeat(256)));

        assertThat(fixture.session().isOpen()).isFalse();
    }

    // --- in

    @Test
    void whatRequestsBringIsGivenInTheOrderInWhichTheyAreWhole() {
        RecordingSending first = fixture.send("1", "2");
        RecordingSending second = fixture.send("3");
        fixture.in(() -> second.arrives(fixture.detached));
        assertThat(second.taken).as("nobody waits for one that stalls").isTrue();
        assertThat(first.taken).isFalse();
        fixture.in(() -> first.arrives(fixture.detached));

        assertThat(first.taken).isTrue();
        assertThat(fixture.told).containsExactly("open", "message 3", "message 1", "message 2");
    }

    @Test
    void aRequestThatComesToNothingIsForgotten() {
        RecordingSending first = fixture.send("1");
        fixture.in(() -> fixture.detached.dismissed(first));
        fixture.in(() -> first.arrives(fixture.detached));

        assertThat(fixture.told).containsExactly("open");
        assertThat(first.taken).isFalse();
    }

    @Test
    void whileReadingIsSuspendedAnswersWait() {
        fixture.onMessage = (session, _) -> session.suspendReading();
        RecordingSending first = fixture.sendAtOnce("1", "2");
        RecordingSending second = fixture.send("3");
        assertThat(first.taken).isFalse();
        assertThat(fixture.told).containsExactly("open", "message 1");
        fixture.in(() -> fixture.session().resumeReading());
        assertThat(first.taken).isFalse();
        assertThat(fixture.told).containsExactly("open", "message 1", "message 2");
        fixture.in(() -> fixture.session().resumeReading());

        assertThat(first.taken).isTrue();
        assertThat(second.read).isTrue();
        fixture.in(() -> second.arrives(fixture.detached));
        assertThat(fixture.told).endsWith("message 2", "message 3");
    }

    @Test
    void nothingIsReadWhileReadingIsSuspended() {
        fixture.in(() -> fixture.session().suspendReading());
        RecordingSending sending = fixture.send("1");
        assertThat(sending.read).isFalse();
        fixture.in(() -> fixture.session().resumeReading());

        assertThat(sending.read).isTrue();
    }

    @Test
    void suspendedReadingDoesNotCostTheSession() {
        fixture.in(() -> fixture.session().suspendReading());
        RecordingReceiver stream = fixture.attach(RecordingReceiver.stream());
        fixture.lane.pass(Duration.ofMinutes(10));

        assertThat(fixture.session().isOpen()).isTrue();
        assertThat(stream.frames).hasSize(24).containsOnly("heartbeat");
    }

    @Test
    void requestsThatWaitAreLimited() {
        List<RecordingSending> waiting =
                IntStream.range(0, DetachedSession.MAX_WAITING)
                        .mapToObj(i -> fixture.send("" + i))
                        .toList();
        RecordingSending oneMore = fixture.send("one more");

        assertThat(oneMore.refused).isTrue();
        assertThat(waiting).noneMatch(sending -> sending.refused);
    }

    @Test
    void whatRequestsBringAtATimeIsLimitedInBytes() {
        RecordingSending first = fixture.sendLarge(600, "1");
        RecordingSending second = fixture.sendLarge(400, "2");
        RecordingSending third = fixture.sendLarge(1, "3");
        assertThat(first.read && second.read).isTrue();
        assertThat(third.read).as("the session holds as much as it may").isFalse();
        fixture.in(() -> second.arrives(fixture.detached));

        assertThat(third.read).isTrue();
    }

    @Test
    void aRequestWhoseMessagesWaitTakesItsRoomUntilTheyWereGiven() {
        fixture.onMessage = (session, _) -> session.suspendReading();
        RecordingSending first = fixture.sendLarge(600, "1", "2");
        RecordingSending second = fixture.sendLarge(600, "3");
        fixture.in(() -> first.arrives(fixture.detached));
        fixture.in(() -> fixture.detached.dismissed(first));
        assertThat(second.read).isFalse();
        fixture.onMessage = (_, _) -> assertThat(second.read).isFalse();
        fixture.in(() -> fixture.session().resumeReading());

        assertThat(fixture.told).containsExactly("open", "message 1", "message 2");
        assertThat(second.read).isTrue();
    }

    @Test
    void aRequestThatDoesNotFitIsNotOvertaken() {
        RecordingSending first = fixture.sendLarge(600);
        RecordingSending large = fixture.sendLarge(600);
        RecordingSending small = fixture.sendLarge(1);
        assertThat(small.read).isFalse();
        fixture.in(() -> fixture.detached.dismissed(large));
        assertThat(small.read).as("what held it up has gone").isTrue();
        assertThat(first.taken).isFalse();
    }

    @Test
    void aRequestThatIsLostOnItsWayMakesRoom() {
        RecordingSending first = fixture.sendLarge(600);
        RecordingSending second = fixture.sendLarge(600);
        assertThat(second.read).isFalse();
        fixture.in(() -> fixture.detached.dismissed(first));

        assertThat(second.read).isTrue();
    }

    @Test
    void aRequestLargerThanAllMayBeIsReadAlone() {
        RecordingSending large = fixture.sendLarge(2000, "1");
        RecordingSending next = fixture.sendLarge(1);
        assertThat(large.read).isTrue();
        assertThat(next.read).isFalse();
        fixture.in(() -> large.arrives(fixture.detached));

        assertThat(next.read).isTrue();
    }

    @Test
    void requestsThatWereGivenUpCountUntilTheirMessagesWereGiven() {
        // All are being read when the first message suspends reading.
        fixture.onMessage = (session, _) -> session.suspendReading();
        List<RecordingSending> givenUp =
                IntStream.range(0, DetachedSession.MAX_WAITING)
                        .mapToObj(i -> fixture.send("" + i))
                        .toList();
        givenUp.forEach(sending -> fixture.in(() -> sending.arrives(fixture.detached)));
        givenUp.forEach(sending -> fixture.in(() -> fixture.detached.dismissed(sending)));
        assertThat(fixture.send("one more").refused).isTrue();
        fixture.onMessage = (_, _) -> {};
        fixture.in(() -> fixture.session().resumeReading());

        assertThat(fixture.told).hasSize(1 + DetachedSession.MAX_WAITING);
        assertThat(fixture.sendAtOnce("now").taken).isTrue();
    }

    @Test
    void aMessageOverTheLimitClosesWith1009() {
        RecordingReceiver poll = fixture.poll();
        RecordingSending sending = fixture.sendAtOnce("x".repeat(100), "x".repeat(101), "after");

        assertThat(fixture.told)
                .containsExactly("open", "message " + "x".repeat(100), "close 1009");
        assertThat(poll.frames)
                .containsExactly("close 1009 a message of 101 bytes, the most is 100");
        assertThat(sending.taken).as("it is answered all the same").isTrue();
    }

    @Test
    void theRateOfMessagesIsLimited() {
        DetachedFixture limited =
                new DetachedFixture(Limits.builder().messagesPerSecond(2).build()).openedByPoll();
        limited.sendAtOnce("1", "2", "3", "4", "5");

        assertThat(limited.told)
                .containsExactly("open", "message 1", "message 2", "message 3", "message 4");
        assertThat(limited.poll().frames)
                .containsExactly("close 1008 too many messages per second");
    }

    @Test
    void theRateOfBytesIsLimited() {
        DetachedFixture limited =
                new DetachedFixture(Limits.builder().bytesPerSecond(10).build()).openedByPoll();
        limited.sendAtOnce("x".repeat(10), "x".repeat(10), "x");

        assertThat(limited.poll().frames).containsExactly("close 1008 too many bytes per second");
    }

    @Test
    void manyMessagesOfOneRequestLetTheLaneDoItsOtherWork() {
        int[] seen = {0};
        fixture.onMessage = (_, _) -> seen[0]++;
        RecordingSending sending = fixture.send();
        fixture.lane.runNow(() ->
                fixture.detached.received(
                        sending,
                        Collections.nCopies(2 * Inbound.DELIVERIES + 1, Message.text("x"))
                                .iterator()));
        assertThat(seen[0]).isEqualTo(Inbound.DELIVERIES);
        assertThat(fixture.lane.runOne()).isTrue();
        assertThat(seen[0]).isEqualTo(2 * Inbound.DELIVERIES);
        assertThat(sending.taken).isFalse();
        assertThat(fixture.lane.runOne()).isTrue();

        assertThat(seen[0]).isEqualTo(2 * Inbound.DELIVERIES + 1);
        assertThat(sending.taken).isTrue();
    }

    @Test
    void whoSendsToASessionThatWasLostIsToldThatThereIsNone() {
        RecordingSending waiting = fixture.send("1");
        RecordingReceiver poll = fixture.poll();
        fixture.in(() -> fixture.detached.lost(poll));
        RecordingSending late = fixture.send("2");

        assertThat(waiting.gone).isTrue();
        assertThat(late.gone).isTrue();
        assertThat(late.read).isFalse();
    }

    @Test
    void whatComesAfterTheEndIsForNobody() {
        fixture.in(() -> fixture.session().close());
        RecordingSending sending = fixture.send("late");

        assertThat(sending.taken).isTrue();
        assertThat(sending.read).isFalse();
        assertThat(fixture.told).containsExactly("open");
    }
}
