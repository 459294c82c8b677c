package dev.duplex.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.CloseReason;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.SessionEnd;
import dev.duplex.SessionObserver;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.testkit.InMemoryRequest;
import dev.duplex.testkit.ManualLane;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A session whose carrier fails, as one does that gets no memory: the session does not stay open without what it has
/// accepted.
class LaneSessionTest {
    private static final CloseReason INTERNAL_ERROR = new CloseReason(1011, "internal error");

    private final ManualLane lane = new ManualLane();
    private final Breaking carrier = new Breaking();
    private final LaneSession session =
            new LaneSession(
                    carrier,
                    lane,
                    InMemoryRequest.of("/"),
                    "",
                    new Hub(),
                    Limits.DEFAULT,
                    SessionObserver.NONE);

    /// Writes down what it is given, and fails with what says `break`.
    private final class Breaking implements Carrier {
        final List<String> taken = new ArrayList<>();
        final List<CloseReason> closed = new ArrayList<>();
        boolean closesBadly;

        private void take(String text) {
            if (text.equals("break")) {
                throw new InternalError("of the test");
            }
            taken.add(text);
        }

        @Override
        public Offer offer(Message message) {
            take(message.string());
            return Offer.ACCEPTED;
        }

        @Override
        public Offer publish(Payload payload) {
            return offer(Message.of(payload));
        }

        @Override
        public void take(Outgoing outgoing) {
            switch (outgoing) {
                case Outgoing.Whole whole -> take(whole.message().string());
                case Outgoing.Closing closing -> close(closing.reason());
                case Outgoing.Piece _ -> throw new AssertionError("nothing is streamed");
            }
        }

        @Override
        public long held() {
            return 0;
        }

        @Override
        public long ahead() {
            return 0;
        }

        @Override
        public void awaitRoom() {
            throw new AssertionError("there is room");
        }

        @Override
        public void awaitRoomForPiece() {
            throw new AssertionError("there is room");
        }

        @Override
        public void suspendReading() {
            throw new AssertionError("nothing is read");
        }

        @Override
        public void resumeReading() {
            throw new AssertionError("nothing is read");
        }

        @Override
        public void close(CloseReason reason) {
            session.closing();
            closed.add(reason);
            if (closesBadly) {
                throw new IllegalStateException("of the test");
            }
        }

        @Override
        public void fail(CloseReason reason) {
            throw new AssertionError("the peer has done nothing");
        }
    }

    private void closedForItsFailure() {
        assertThat(carrier.closed).containsExactly(INTERNAL_ERROR);
        assertThat(session.isOpen()).isFalse();
        assertThat(session.end()).isEqualTo(SessionEnd.FAILED);
        assertThat(session.held()).isZero();
    }

    @Test
    void anAcceptedMessageOfAnotherThreadThatCannotBeTakenClosesIt() {
        assertThat(session.send("one")).isEqualTo(Offer.ACCEPTED);
        assertThat(session.send("break")).isEqualTo(Offer.ACCEPTED);
        assertThat(session.send("two")).isEqualTo(Offer.ACCEPTED);
        assertThat(session.held()).isPositive();
        lane.runAll();

        // What is behind it the carrier is given as ever, and knows that it closes.
        assertThat(carrier.taken).containsExactly("one", "two");
        closedForItsFailure();
        assertThat(session.send("three")).isEqualTo(Offer.CLOSED);
    }

    @Test
    void evenIfItCannotBeClosedWhatIsBehindHasItsTurn() {
        carrier.closesBadly = true;
        assertThat(session.send("break")).isEqualTo(Offer.ACCEPTED);
        assertThat(session.send("two")).isEqualTo(Offer.ACCEPTED);
        lane.runAll();

        assertThat(carrier.taken).containsExactly("two");
        closedForItsFailure();
    }

    @Test
    void afterItWasClosedNothingMoreIsAcceptedWhereverThatWas() {
        CloseReason reason = new CloseReason(4000, "of the test");
        assertThat(session.send("one")).isEqualTo(Offer.ACCEPTED);
        session.close(reason);
        assertThat(session.isOpen()).isFalse();
        assertThat(session.isWritable()).isFalse();
        assertThat(session.send("two")).isEqualTo(Offer.CLOSED);
        assertThat(session.streamText().write(new byte[1])).isEqualTo(Offer.CLOSED);
        lane.runAll();

        assertThat(carrier.taken).containsExactly("one");
        assertThat(carrier.closed).containsExactly(reason);
    }

    @Test
    void aMessageOfTheLaneThatCannotBeSentClosesItAndThrows() {
        lane.runNow(() ->
                assertThatThrownBy(() -> session.send("break")).isInstanceOf(InternalError.class));
        closedForItsFailure();
    }

    @Test
    void whatManySessionsAreSentAndCannotBeSentClosesItAndThrows() {
        carrier.closesBadly = true;
        lane.runNow(() ->
                assertThatThrownBy(() -> session.sendShared(Message.text("break")))
                        .isInstanceOf(InternalError.class)
                        .hasSuppressedException(new IllegalStateException("of the test")));
        closedForItsFailure();
    }
}
