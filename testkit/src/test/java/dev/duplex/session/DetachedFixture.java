package dev.duplex.session;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.SessionObserver;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Payload;
import dev.duplex.testkit.InMemoryRequest;
import dev.duplex.testkit.ManualLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A detached session in a lane whose time the test moves; its endpoint writes down what it is told.
final class DetachedFixture implements Endpoint, DetachedSession.Encoding {
    static final Duration HEARTBEAT = Duration.ofSeconds(25);
    static final long INBOUND_BYTES = 1000;
    static final Duration DELAY = Duration.ofSeconds(5);

    final ManualLane lane = new ManualLane();
    final Hub hub = new Hub();
    final List<String> told = new ArrayList<>();
    final DetachedSession detached;
    boolean forgotten;
    int sharedEncodings;

    /// What the endpoint does when it is told something.
    Consumer<Session> onOpen = _ -> {};

    BiConsumer<Session, Message> onMessage = (_, _) -> {};

    private Session session;

    DetachedFixture(Limits limits) {
        this(limits, HEARTBEAT);
    }

    @SuppressWarnings("NullAway.Init") // the session is there from onOpen on
    DetachedFixture(Limits limits, Duration heartbeat) {
        detached =
                new DetachedSession(
                        settings(limits, heartbeat),
                        lane,
                        InMemoryRequest.of("/echo"),
                        "",
                        SessionObserver.NONE,
                        () -> {
                            if (forgotten) {
                                throw new AssertionError("forgotten twice");
                            }
                            forgotten = true;
                        });
    }

    DetachedFixture() {
        this(Limits.DEFAULT);
    }

    /// What sessions have that live in this lane, with this endpoint.
    DetachedSession.Settings settings(Limits limits) {
        return settings(limits, HEARTBEAT);
    }

    private DetachedSession.Settings settings(Limits limits, Duration heartbeat) {
        return new DetachedSession.Settings(
                this,
                limits,
                INBOUND_BYTES,
                DetachedSession.MAX_WAITING,
                hub,
                heartbeat,
                DELAY,
                this,
                lane::nanoTime);
    }

    /// The session as the program has it.
    Session session() {
        return session;
    }

    void in(Runnable task) {
        lane.runNow(task);
        lane.runAll();
    }

    /// Opens the session by a poll, which ends with that.
    DetachedFixture openedByPoll() {
        in(() -> detached.open(RecordingReceiver.poll()));
        return this;
    }

    RecordingReceiver attach(RecordingReceiver receiver) {
        in(() -> detached.attach(receiver));
        return receiver;
    }

    RecordingReceiver poll() {
        return attach(RecordingReceiver.poll());
    }

    RecordingSending send(String... messages) {
        return send(new RecordingSending(messages));
    }

    /// Sends a request that announces this many bytes.
    RecordingSending sendLarge(int bytes, String... messages) {
        return send(new RecordingSending(bytes, messages));
    }

    private RecordingSending send(RecordingSending sending) {
        in(() -> detached.send(sending));
        return sending;
    }

    /// Sends, and what is sent arrives at once.
    RecordingSending sendAtOnce(String... messages) {
        RecordingSending sending = send(messages);
        in(() -> sending.arrives(detached));
        return sending;
    }

    @Override
    public void onOpen(Session opened) {
        session = opened;
        told.add("open");
        onOpen.accept(opened);
    }

    @Override
    public void onMessage(Session from, Message message) {
        told.add("message " + message.string());
        onMessage.accept(from, message);
    }

    @Override
    public void onDrained(Session from) {
        told.add("drained");
    }

    @Override
    public void onClose(Session from, CloseReason reason) {
        told.add("close " + reason.code());
    }

    @Override
    public byte[] own(Message message) {
        return message.bytes();
    }

    @Override
    public byte[] shared(Payload payload, Lane in) {
        sharedEncodings++;
        return Message.of(payload).bytes();
    }
}
