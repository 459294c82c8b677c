package dev.duplex.session;

import dev.duplex.CloseReason;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.channels.Lane;
import dev.duplex.websocket.CloseCode;
import dev.duplex.websocket.RateLimit;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Messages that came several at once, on their way to the endpoint: given one at a time, within the
/// session's limits, as long as reading is not suspended, and not so many in a row that the lane does
/// nothing else. In the lane only.
public final class Inbound {
    /// Messages given in a row before the lane does its other work.
    static final int DELIVERIES = 1_000;

    /// Who gets the messages.
    public interface Target {
        /// A message within the limits.
        void message(Message message);

        /// The peer has gone beyond a limit: the session has to be closed with this.
        void exceeded(CloseReason reason);
    }

    private final Lane lane;
    private final int messageBytes;
    private final RateLimit messageRate;
    private final RateLimit byteRate;
    private final LongSupplier nanoTime;
    private final Target target;

    /// Null while nothing waits.
    private @Nullable ArrayDeque<Batch> waiting;

    private boolean suspended;
    private boolean giving;
    private boolean yielded;

    public Inbound(Lane lane, Limits limits, LongSupplier nanoTime, Target target) {
        this.lane = lane;
        this.nanoTime = nanoTime;
        this.target = target;
        messageBytes = limits.messageBytes();
        messageRate = RateLimit.of(limits.messagesPerSecond());
        byteRate = RateLimit.of(limits.bytesPerSecond());
    }

    /// Messages that came together, and what is done when all of them were given.
    private record Batch(Iterator<Message> messages, Runnable given) {}

    /// Gives these messages behind those that wait.
    ///
    /// @param given run when all of them were given
    public void add(Iterator<Message> messages, Runnable given) {
        if (waiting == null) {
            waiting = new ArrayDeque<>(2);
        }
        waiting.add(new Batch(messages, given));
        give();
    }

    /// Whether nothing waits.
    public boolean isEmpty() {
        return waiting == null;
    }

    public boolean isSuspended() {
        return suspended;
    }

    public void suspend() {
        suspended = true;
    }

    public void resume() {
        suspended = false;
        give();
    }

    /// Drops what waits: the session has ended.
    public void clear() {
        waiting = null;
    }

    private void give() {
        if (giving || yielded) {
            return;
        }
        giving = true;
        try {
            int budget = DELIVERIES;
            while (!suspended && waiting != null) {
                Batch first = waiting.getFirst();
                if (!first.messages().hasNext()) {
                    waiting.removeFirst();
                    if (waiting.isEmpty()) {
                        waiting = null;
                    }
                    first.given().run();
                } else if (budget-- == 0) {
                    yieldLane();
                    return;
                } else {
                    check(first.messages().next());
                }
            }
        } finally {
            giving = false;
        }
    }

    private void yieldLane() {
        yielded = true;
        try {
            lane.execute(() -> {
                yielded = false;
                give();
            });
        } catch (RejectedExecutionException _) {
            // The lane ends, and the session with it.
            waiting = null;
        }
    }

    private void check(Message message) {
        int size = message.size();
        long now = nanoTime.getAsLong();
        if (size > messageBytes) {
            target.exceeded(
                    new CloseReason(
                            CloseCode.TOO_LARGE,
                            "a message of %d bytes, the most is %d".formatted(size, messageBytes)));
        } else if (!byteRate.take(size, now)) {
            target.exceeded(
                    new CloseReason(CloseCode.POLICY_VIOLATION, "too many bytes per second"));
        } else if (!messageRate.take(1, now)) {
            target.exceeded(
                    new CloseReason(CloseCode.POLICY_VIOLATION, "too many messages per second"));
        } else {
            target.message(message);
        }
    }
}
