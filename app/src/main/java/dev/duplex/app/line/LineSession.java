package dev.duplex.app.line;

import dev.duplex.ForwardingSession;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.app.services.Later;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import java.time.Duration;
import java.util.function.LongSupplier;

/// A session on a line. What goes to all ([#sendShared]) has to wait while the line is behind: it is `FULL`, and has room again when what has gone
/// would be through. What answers this peer alone ([#send]) goes at once; it is counted, so that the line is behind for longer.
///
/// What is counted, and when it is full, is decided in the session's lane, where dialects send.
final class LineSession extends ForwardingSession {
    /// How far a line may be ahead: what may go at once after it was quiet.
    static final Duration BURST = Duration.ofMillis(100);

    /// How often a session that waits looks whether its line has become faster.
    static final Duration LOOK = Duration.ofMillis(100);

    private final Line line;
    private final LongSupplier nanoTime;
    private final Runnable drained;

    // In the lane only:
    /// What may go now, in bytes; below zero the line is behind.
    private double room;

    private long last;

    /// Somebody waits for room, and the line looks for it by itself.
    private boolean waiting;

    /// @param drained called in the lane when there is room again
    LineSession(Session session, Line line, LongSupplier nanoTime, Runnable drained) {
        super(session);
        this.line = line;
        this.nanoTime = nanoTime;
        this.drained = drained;
        last = nanoTime.getAsLong();
    }

    Line line() {
        return line;
    }

    // --- sending

    @Override
    public Offer send(Message message) {
        // A message that is borrowed has its size for as long as this call lasts, and no longer.
        int bytes = message.size();
        return counted(session().send(message), bytes);
    }

    @Override
    public Offer sendShared(Payload payload) {
        if (isBehind()) {
            await();
            return Offer.FULL;
        }
        return counted(session().sendShared(payload), payload.size());
    }

    private Offer counted(Offer offer, int bytes) {
        if (offer == Offer.ACCEPTED) {
            line.sent(bytes);
            room -= bytes;
        }
        return offer;
    }

    @Override
    public boolean isWritable() {
        if (!session().isWritable()) {
            return false;
        }
        if (isBehind()) {
            await();
            return false;
        }
        return true;
    }

    private boolean isBehind() {
        long now = nanoTime.getAsLong();
        double seconds = (now - last) / 1e9;
        last = now;
        int speed = line.bytesPerSecond();
        if (speed == Line.OPEN) {
            room = 0;
            return false;
        }
        room = Math.min(room + seconds * speed, speed * BURST.toNanos() / 1e9);
        return room < 0;
    }

    /// Tells as soon as there is room: at latest when the line has become fast enough.
    private void await() {
        if (waiting) {
            return;
        }
        waiting = true;
        look();
    }

    private void look() {
        int speed = line.bytesPerSecond();
        long nanos = speed == Line.OPEN ? 0 : (long) Math.ceil(-room / speed * 1e9);
        Duration pause = Duration.ofNanos(Math.clamp(nanos, 1_000_000, LOOK.toNanos()));
        Later.run(lane(), this::looked, pause);
    }

    private void looked() {
        if (!session().isOpen()) {
            waiting = false;
        } else if (isBehind()) {
            look();
        } else {
            waiting = false;
            // Else the session itself says when it has room.
            if (session().isWritable()) {
                drained.run();
            }
        }
    }
}
