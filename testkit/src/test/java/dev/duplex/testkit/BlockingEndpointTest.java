package dev.duplex.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.BlockingSession;
import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.channels.Offer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// `Endpoint.blocking` over a session in memory: the test is the peer and the event loop, the handler
/// has its virtual thread. What a handler puts into `said` is how the two meet.
class BlockingEndpointTest {
    private final BlockingQueue<Object> said = new LinkedBlockingQueue<>();

    private Object nextSaid() throws InterruptedException {
        Object next = said.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("what the handler says next").isNotNull();
        return next;
    }

    private static void runToTheEnd(InMemorySession session) throws InterruptedException {
        session.lane().runUntil(() -> session.closed().isPresent());
    }

    @Test
    void forEachAnswersEachMessageInOrder() throws InterruptedException {
        InMemorySession session =
                InMemorySession.open(Endpoint.blocking(it -> it.forEach(it::send)));
        session.peerSends("one");
        session.peerSends("two");

        assertThat(session.nextSent().string()).isEqualTo("one");
        assertThat(session.nextSent().string()).isEqualTo("two");
    }

    @Test
    void theHandlerHasAVirtualThreadOfItsOwn() throws InterruptedException {
        InMemorySession.open(Endpoint.blocking(_ -> said.add(Thread.currentThread().isVirtual())));

        assertThat(nextSaid()).isEqualTo(true);
    }

    @Test
    void whenTheHandlerReturnsTheSessionIsClosedWith1000() throws InterruptedException {
        InMemorySession session =
                InMemorySession.open(Endpoint.blocking(it -> it.send("good bye")));
        runToTheEnd(session);

        assertThat(session.sentText()).containsExactly("good bye");
        assertThat(session.closed()).contains(CloseReason.NORMAL);
    }

    @Test
    void whenTheHandlerThrowsTheSessionIsClosedWith1011() throws InterruptedException {
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(_ -> {
                            throw new IOException("on purpose, by a test");
                        }));
        runToTheEnd(session);

        assertThat(session.closed().orElseThrow().code()).isEqualTo(1011);
    }

    @Test
    void aHandlersOwnCloseCountsNotItsReturn() throws InterruptedException {
        CloseReason own = new CloseReason(4001, "enough");
        InMemorySession session = InMemorySession.open(Endpoint.blocking(it -> it.close(own)));
        runToTheEnd(session);

        assertThat(session.closed()).contains(own);
    }

    @Test
    void receiveGivesWhatIsQueuedThenTheEnd() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(it -> {
                            ended.await();
                            for (int i = 0; i < 3; i++) {
                                said.add(it.receive().map(Message::string));
                            }
                            said.add(it.closeReason());
                        }));
        CloseReason peers = new CloseReason(4002, "left");
        session.peerSends("one");
        session.peerSends("two");
        session.peerCloses(peers);
        ended.countDown();

        assertThat(nextSaid()).isEqualTo(Optional.of("one"));
        assertThat(nextSaid()).isEqualTo(Optional.of("two"));
        assertThat(nextSaid()).isEqualTo(Optional.empty());
        assertThat(nextSaid()).isEqualTo(Optional.of(peers));
    }

    @Test
    void theEndWakesAHandlerThatWaitsInReceive() throws InterruptedException {
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(it -> {
                            said.add(it.closeReason());
                            said.add(it.receive());
                        }));
        assertThat(nextSaid()).as("while it is open").isEqualTo(Optional.empty());
        session.peerCloses(CloseReason.GOING_AWAY);

        assertThat(nextSaid()).isEqualTo(Optional.empty());
    }

    @Test
    void aFullInboundQueueSuspendsReadingUntilHalfOfItIsTaken() throws InterruptedException {
        BlockingQueue<Boolean> permits = new LinkedBlockingQueue<>();
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(it -> {
                            while (permits.take()) {
                                said.add(it.receive().orElseThrow().string());
                            }
                        }));
        IntStream.range(0, 100).forEach(i -> session.peerSends("m" + i));

        assertThat(session.isReading()).isFalse();
        assertThat(session.unread()).as("held back by the peer's connection").isEqualTo(36);
        take(permits, 31);
        assertThat(session.isReading()).isFalse();
        take(permits, 1);
        assertThat(session.isReading()).isTrue();
        session.lane().runAll();
        assertThat(session.isReading()).as("32 and 32 more fill it again").isFalse();
        assertThat(session.unread()).isEqualTo(4);
        take(permits, 64);
        session.lane().runAll();
        take(permits, 4);
        permits.add(false);
        runToTheEnd(session);
        assertThat(said).isEmpty();
    }

    private int taken;

    private void take(BlockingQueue<Boolean> permits, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            permits.add(true);
            assertThat(nextSaid()).isEqualTo("m" + taken++);
        }
    }

    @Test
    void bytesFillTheInboundQueueTooAndAMessageOfAnySizeFits() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(it -> {
                            go.await();
                            it.forEach(message -> said.add(message.size()));
                        }));
        session.peerSends(Message.binary(new byte[1 << 20]));
        assertThat(session.isReading()).isFalse();
        session.peerSends("small");
        go.countDown();

        assertThat(nextSaid()).isEqualTo(1 << 20);
        session.lane().runUntil(() -> session.unread() == 0);
        assertThat(nextSaid()).isEqualTo(5);
    }

    @Test
    void readingStaysSuspendedWhileTheHandlerWantsItSo() throws InterruptedException {
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(it -> {
                            it.suspendReading();
                            said.add("suspended");
                            while (it.receive().isPresent()) {
                                said.add("taken");
                            }
                        }));
        assertThat(nextSaid()).isEqualTo("suspended");
        session.peerSends("held");
        assertThat(session.unread()).isOne();
        session.resumeReading();
        session.lane().runAll();
        assertThat(nextSaid()).isEqualTo("taken");
    }

    /// Whoever is about to wait, and whoever brings what is waited for, do not miss each other; reading goes on whenever there is room.
    @Test
    void nothingIsMissedByAHandlerThatIsAsFastAsItsPeer() throws InterruptedException {
        int messages = 200_000;
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(it -> {
                            for (int i = 0; i < messages; i++) {
                                String next = it.receive().orElseThrow().string();
                                if (!next.equals(Integer.toString(i))) {
                                    said.add(next + " instead of " + i);
                                }
                            }
                            said.add("all");
                        }));
        for (int i = 0; i < messages; i++) {
            session.peerSends(Integer.toString(i));
            session.lane().runAll();
        }
        session.lane().runUntil(() -> session.unread() == 0);

        assertThat(nextSaid()).isEqualTo("all");
    }

    @Test
    void severalThreadsOfAHandlerShareTheMessagesAndAllLearnOfTheEnd() throws InterruptedException {
        int threads = 3;
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(it -> {
                            List<Thread> receiving = new ArrayList<>();
                            for (int i = 0; i < threads; i++) {
                                receiving.add(Thread.startVirtualThread(() -> receiveAll(it)));
                            }
                            for (Thread one : receiving) {
                                one.join();
                            }
                        }));
        Set<Object> expected = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            session.peerSends("m" + i);
            expected.add("m" + i);
        }
        Set<Object> taken = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            taken.add(nextSaid());
        }
        assertThat(taken).isEqualTo(expected);
        session.peerCloses(CloseReason.GOING_AWAY);
        for (int i = 0; i < threads; i++) {
            assertThat(nextSaid()).isEqualTo("the end");
        }
    }

    private void receiveAll(BlockingSession session) {
        try {
            for (Optional<Message> next = session.receive();
                    next.isPresent();
                    next = session.receive()) {
                said.add(next.get().string());
            }
            said.add("the end");
        } catch (InterruptedException interrupted) {
            said.add(interrupted);
        }
    }

    @Test
    void whatWaitedWhileTheHandlerWasInterruptedIsStillThere() throws InterruptedException {
        CountDownLatch sent = new CountDownLatch(1);
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(it -> {
                            sent.await();
                            Thread.currentThread().interrupt();
                            try {
                                said.add(it.receive());
                            } catch (InterruptedException _) {
                                said.add("interrupted");
                            }
                            said.add(it.receive().orElseThrow().string());
                        }));
        session.peerSends("message");
        sent.countDown();

        assertThat(nextSaid()).isEqualTo("interrupted");
        assertThat(nextSaid()).isEqualTo("message");
    }

    /// A handler may read what belongs to a message within `forEach`.
    @Test
    void receiveWithinForEachTakesTheNextMessage() throws InterruptedException {
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(
                                it -> it.forEach(head -> said.add(head.string() + bodyOf(it)))));
        for (String each : List.of("a", "1", "b", "2")) {
            session.peerSends(each);
        }
        assertThat(nextSaid()).isEqualTo("a1");
        assertThat(nextSaid()).isEqualTo("b2");
    }

    private static String bodyOf(BlockingSession session) {
        try {
            return session.receive().orElseThrow().string();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void sendAndWaitWaitsForRoom() throws InterruptedException {
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(it -> {
                            it.receive();
                            said.add(it.send(Message.text("refused")));
                            said.add(it.sendAndWait(Message.text("patient")));
                        }));
        session.full(true);
        session.peerSends("go");
        assertThat(nextSaid()).isEqualTo(Offer.FULL);
        assertThat(session.sent()).isEmpty();
        session.full(false);
        session.lane().runUntil(() -> !session.sent().isEmpty());

        assertThat(nextSaid()).isEqualTo(true);
        assertThat(session.sentText()).containsExactly("patient");
    }

    @Test
    void sendAndWaitEndsWithTheSession() throws InterruptedException {
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(it -> {
                            it.receive();
                            said.add("waiting");
                            said.add(it.sendAndWait(Message.text("never")));
                            said.add(it.sendAndWait(Message.text("neither")));
                        }));
        session.full(true);
        session.peerSends("go");
        assertThat(nextSaid()).isEqualTo("waiting");
        session.peerCloses(new CloseReason(1006, ""));

        assertThat(nextSaid()).isEqualTo(false);
        assertThat(nextSaid()).isEqualTo(false);
        assertThat(session.sent()).isEmpty();
    }

    @Test
    void forEachTakesNoMessageWhileTheOutboundQueueIsFull() throws InterruptedException {
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(it -> {
                            it.receive();
                            it.forEach(message -> said.add(it.send(message)));
                        }));
        session.full(true);
        session.peerSends("begin");
        session.peerSends("one");
        session.peerSends("two");
        // Whoever asks a full session whether it is writable is owed an onDrained.
        session.full(false);

        session.lane().runAll();
        assertThat(nextSaid()).isEqualTo(Offer.ACCEPTED);
        assertThat(nextSaid()).isEqualTo(Offer.ACCEPTED);
        assertThat(session.sentText()).containsExactly("one", "two");
    }

    @Test
    void nothingIsKeptForAHandlerThatHasReturned() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        InMemorySession session = InMemorySession.open(Endpoint.blocking(_ -> go.await()));
        IntStream.range(0, 64).forEach(i -> session.peerSends("m" + i));
        assertThat(session.isReading()).isFalse();
        go.countDown();
        session.lane().runUntil(session::isReading);
        runToTheEnd(session);

        assertThat(session.closed()).contains(CloseReason.NORMAL);
        assertThat(session.failures()).isEmpty();
    }

    @Test
    void anEventLoopIsRefused() throws InterruptedException {
        LinkedBlockingQueue<BlockingSession> handed = new LinkedBlockingQueue<>();
        CountDownLatch done = new CountDownLatch(1);
        InMemorySession session =
                InMemorySession.open(
                        Endpoint.blocking(it -> {
                            handed.add(it);
                            done.await();
                        }));
        BlockingSession blocking = handed.take();

        session.lane()
                .runNow(() -> {
                    assertThatThrownBy(blocking::receive).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(() -> blocking.forEach(_ -> {}))
                            .isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(() -> blocking.sendAndWait(Message.text("x")))
                            .isInstanceOf(IllegalStateException.class);
                });
        Thread loop =
                new DefaultThreadFactory("loop")
                        .newThread(() -> {
                            try {
                                said.add(blocking.receive());
                            } catch (IllegalStateException | InterruptedException refused) {
                                said.add(refused.getClass());
                            }
                        });
        loop.start();
        assertThat(nextSaid()).isEqualTo(IllegalStateException.class);
        done.countDown();
        runToTheEnd(session);
    }
}
