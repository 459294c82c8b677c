package dev.duplex.conformance.sockjs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.testkit.RawWebSocket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// An endpoint that keeps what happens for the test, and echoes.
class Recorder implements Endpoint {
    private final BlockingQueue<Session> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<Session> drained = new LinkedBlockingQueue<>();
    private final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();

    @Override
    public void onOpen(Session session) {
        opened.add(session);
    }

    @Override
    public void onMessage(Session session, Message message) {
        messages.add(message.string());
        session.send(message);
    }

    @Override
    public void onDrained(Session session) {
        drained.add(session);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        closed.add(reason);
    }

    /// Waits for the next session.
    final Session opened() throws InterruptedException {
        return next(opened, "a session is opened");
    }

    /// Waits for the next message.
    final String message() throws InterruptedException {
        return next(messages, "a message comes");
    }

    /// Waits for the next `onDrained`.
    final Session drained() throws InterruptedException {
        return next(drained, "onDrained comes");
    }

    /// Waits for the next session to end.
    final CloseReason closed() throws InterruptedException {
        return next(closed, "a session ends");
    }

    /// No session was opened since the last one that was asked for.
    final void noneOpened() {
        assertThat(opened).as("sessions opened").isEmpty();
    }

    /// No message has come since the last one that was asked for.
    final void noMessage() {
        assertThat(messages).as("messages that came").isEmpty();
    }

    /// No session has ended since the last one that was asked for.
    final void noneClosed() {
        assertThat(closed).as("sessions that ended").isEmpty();
    }

    private static <T> T next(BlockingQueue<T> queue, String what) throws InterruptedException {
        return Optional.ofNullable(
                        queue.poll(RawWebSocket.DEADLINE.toMillis(), TimeUnit.MILLISECONDS))
                .orElseThrow(
                        () -> new AssertionError(what + ": not within " + RawWebSocket.DEADLINE));
    }
}
