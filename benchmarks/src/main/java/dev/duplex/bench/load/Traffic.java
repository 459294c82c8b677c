package dev.duplex.bench.load;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/// A load on one server, from opening its connections to closing them. Its public methods are called
/// by one thread that is not the event loop, and wait.
public abstract class Traffic implements AutoCloseable {
    static final Duration SILENCE = Duration.ofMinutes(1);

    private static final Duration LOOK = Duration.ofMillis(10);

    private final LoadLoop loop;
    private final Meter meter = new Meter();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    Traffic(LoadLoop loop) {
        this.loop = loop;
    }

    /// Begins to load a server; returns when it is under load.
    ///
    /// @throws LoadException if a connection cannot be opened
    public static Traffic open(Load load, Target target, LoadLoop loop)
            throws InterruptedException {
        return switch (load) {
            case Load.Brief brief -> BriefTraffic.open(brief, target, loop);
            case Load.Carried carried -> CarriedTraffic.open(carried, target, loop);
            case Load.Messages messages -> MessageTraffic.open(messages, target, loop);
        };
    }

    LoadLoop loop() {
        return loop;
    }

    Meter meter() {
        return meter;
    }

    /// Whether nothing is expected to arrive.
    boolean silent() {
        return false;
    }

    /// What the clients have sent and received so far, if that is counted. On the event loop.
    Wire wire() {
        return Wire.NONE;
    }

    /// Sends nothing more from now on. On the event loop.
    abstract void stop();

    /// What has been sent and has not arrived wherever it should. On the event loop.
    abstract long outstanding();

    /// Remembers the first thing that went wrong.
    void fail(Throwable cause) {
        failure.completeExceptionally(cause);
    }

    @Override
    public abstract void close();

    /// Lets the load run for a while, and on until something has arrived, and says what came of it.
    ///
    /// @param reading is asked at the begin and at the end, on the event loop, so that what it reads
    ///     belongs to exactly these messages
    /// @throws LoadException if something went wrong, now or earlier, or nothing arrives
    public <T> Window<T> measure(Duration length, Supplier<T> reading) throws InterruptedException {
        Mark<T> begin = onLoop(() -> mark(reading));
        long deadline = System.nanoTime() + length.plus(SILENCE).toNanos();
        pass(length);
        while (!silent() && onLoop(meter::messages) == begin.messages) {
            if (System.nanoTime() > deadline) {
                throw new LoadException("nothing arrived");
            }
            pass(LOOK);
        }
        Mark<T> end = onLoop(() -> mark(reading));
        return new Window<>(
                end.messages - begin.messages,
                end.at - begin.at,
                end.wire.minus(begin.wire),
                end.latency,
                end.late,
                begin.reading,
                end.reading);
    }

    /// Lets some time pass, unless something goes wrong.
    private void pass(Duration time) throws InterruptedException {
        try {
            failure.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            // Nothing has gone wrong.
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }

    /// Stops sending, and waits until all that was sent has arrived.
    ///
    /// @return how many messages have arrived since the beginning
    /// @throws LoadException if something is missing or went wrong
    public long finish() throws InterruptedException {
        onLoop(() -> {
            stop();
            return true;
        });
        long deadline = System.nanoTime() + SILENCE.toNanos();
        while (onLoop(this::outstanding) > 0) {
            if (System.nanoTime() > deadline) {
                throw new LoadException(onLoop(this::outstanding) + " messages are missing");
            }
            pass(LOOK);
        }
        long messages = onLoop(meter::messages);
        if (failure.isCompletedExceptionally()) {
            throw LoadException.of(failure.exceptionNow());
        }
        return messages;
    }

    private static LoadException failed(ExecutionException e) {
        return LoadException.of(Objects.requireNonNull(e.getCause()));
    }

    private record Mark<T>(
            long messages, long at, Wire wire, Histogram latency, Histogram late, T reading) {}

    private <T> Mark<T> mark(Supplier<T> reading) {
        return new Mark<>(
                meter.messages(),
                System.nanoTime(),
                wire(),
                meter.nextLatency(),
                meter.nextLate(),
                reading.get());
    }

    <T> T onLoop(Callable<T> action) throws InterruptedException {
        try {
            return loop.loop().submit(action).get();
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }
}
