package dev.duplex.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One direction of a connection: reads a buffer, waits until it may pass, writes it. So it holds one buffer at most, and a receiver
/// that does not read stops the sender.
///
/// [#run] is for one thread; faults are for any.
final class Pump {
    /// How much it holds, in bytes.
    static final int BUFFER = 8 << 10;

    /// A throttled direction passes its bytes in this many portions a second.
    private static final int PORTIONS_PER_SECOND = 20;

    private static final long NEVER = -1;

    private final Relay relay;
    private final Supplier<Socket> from;
    private final Supplier<Socket> to;

    /// Guards what follows. Nothing that waits for a socket is done under it.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private boolean stalled;
    private long stalledUntil;
    private long pacedUntil;
    private long bytesUntilCut = NEVER;
    private boolean halfClosed;
    private boolean over;

    /// @param from what it reads, once [#run] or a fault needs it; it stays the same from then on
    /// @param to what it writes to, likewise
    Pump(Relay relay, Supplier<Socket> from, Supplier<Socket> to) {
        this.relay = relay;
        this.from = from;
        this.to = to;
    }

    /// Passes bytes until one side ends or the connection does.
    ///
    /// @throws IOException if a side is broken, or the connection was ended
    void run() throws IOException {
        InputStream in = from.get().getInputStream();
        OutputStream out = to.get().getOutputStream();
        byte[] bytes = new byte[BUFFER];
        for (int count = read(in, bytes); count >= 0; count = read(in, bytes)) {
            relay.heard();
            pass(bytes, count, out);
        }
        if (awaitTurn() && end()) {
            to.get().shutdownOutput();
        }
    }

    /// Reads, and again when the other direction was busy meanwhile.
    private int read(InputStream in, byte[] bytes) throws IOException {
        while (true) {
            try {
                return in.read(bytes);
            } catch (SocketTimeoutException e) {
                if (relay.forgetIfIdle()) {
                    throw e;
                }
            }
        }
    }

    private void pass(byte[] bytes, int count, OutputStream out) throws IOException {
        int sent = 0;
        while (sent < count && awaitTurn()) {
            int portion = portion(count - sent);
            try {
                out.write(bytes, sent, portion);
            } catch (IOException e) {
                if (isHalfClosed()) {
                    return; // This side of it was closed under the write.
                }
                throw e;
            }
            sent += portion;
            if (passed(portion)) {
                relay.cutInFrame();
            }
        }
    }

    /// Waits while nothing may pass.
    ///
    /// @return false if what there is goes nowhere, because this direction was closed
    private boolean awaitTurn() throws IOException {
        lock.lock();
        try {
            while (true) {
                if (over) {
                    throw new SocketException("the connection was ended");
                }
                if (halfClosed) {
                    return false;
                }
                long wait = nanosToWait();
                if (wait <= 0) {
                    return true;
                }
                changed.awaitNanos(wait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("the proxy ends").initCause(e);
        } finally {
            lock.unlock();
        }
    }

    private long nanosToWait() {
        long now = System.nanoTime();
        long untilResumed = stalled ? stalledUntil - now : 0;
        long untilPaced = relay.bytesPerSecond() > 0 ? pacedUntil - now : 0;
        return Math.max(untilResumed, untilPaced);
    }

    /// How many bytes of those that there are may pass at once; at least one. They are counted from here on: a cut that is ordered while they are written is of those behind
    /// them.
    private int portion(int bytes) {
        lock.lock();
        try {
            long portion = bytes;
            long bytesPerSecond = relay.bytesPerSecond();
            if (bytesPerSecond > 0) {
                portion = Math.min(portion, Math.max(1, bytesPerSecond / PORTIONS_PER_SECOND));
            }
            if (bytesUntilCut != NEVER) {
                portion = Math.min(portion, bytesUntilCut);
                bytesUntilCut -= portion;
            }
            return (int) portion;
        } finally {
            lock.unlock();
        }
    }

    /// @return whether these were the last before the cut
    private boolean passed(int bytes) {
        lock.lock();
        try {
            long bytesPerSecond = relay.bytesPerSecond();
            if (bytesPerSecond > 0) {
                pacedUntil = System.nanoTime() + (long) (bytes * 1_000_000_000.0 / bytesPerSecond);
            }
            return bytesUntilCut == 0;
        } finally {
            lock.unlock();
        }
    }

    /// Lets nothing pass, the end neither, for so long or until [#resume].
    void stall(Duration duration) {
        change(() -> {
            stalled = true;
            stalledUntil = System.nanoTime() + duration.toNanos();
        });
    }

    void resume() {
        change(() -> stalled = false);
    }

    /// Has it look again at how fast it may be.
    void wake() {
        change(() -> {});
    }

    /// Has the connection reset when so many more bytes have passed.
    void cutAfter(long bytes) {
        change(() -> bytesUntilCut = bytes);
    }

    void doNotCut() {
        change(() -> bytesUntilCut = NEVER);
    }

    /// Tells the receiver that this was the end. What the sender still sends is read, and goes nowhere.
    ///
    /// @return whether there was something to end
    boolean halfClose() {
        if (!end()) {
            return false;
        }
        try {
            to.get().shutdownOutput();
            return true;
        } catch (IOException _) {
            return false; // The connection was ended meanwhile.
        }
    }

    /// @return false if it has ended before
    private boolean end() {
        lock.lock();
        try {
            boolean first = !halfClosed && !over;
            halfClosed = true;
            changed.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }

    private boolean isHalfClosed() {
        lock.lock();
        try {
            return halfClosed && !over;
        } finally {
            lock.unlock();
        }
    }

    /// Nothing passes any more.
    void stop() {
        change(() -> over = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
