package dev.duplex.bench.load;

import java.util.concurrent.TimeUnit;

/// Sends at a rate, whether answers come or not, each message on the next connection. A latency begins when its message
/// was due, so that one that went out late, since the server or the load was busy, is not forgotten. The event loop looks
/// without rest whether the next is due: a timer would be too coarse.
final class PacedPattern implements Pattern {
    private static final int RING = 64;

    /// Messages that may be under way on a connection; more, and the server does not keep up.
    private static final int MOST_WAITING = 4096;

    private final int connections;
    private final double periodNanos;
    private final OutgoingFrames frames;
    private final Meter meter;
    private final long[][] dueAt;
    private final long[] sent;
    private final long[] arrived;
    private LoadConnection[] open = {};
    private long begun;
    private long count;
    private boolean stopped;

    PacedPattern(Load.Paced paced, Meter meter) {
        connections = paced.connections();
        periodNanos = TimeUnit.SECONDS.toNanos(1) / paced.perSecond();
        frames = new OutgoingFrames(Content.ASCII, RING, paced.bytes(), false);
        this.meter = meter;
        dueAt = new long[connections][MOST_WAITING];
        sent = new long[connections];
        arrived = new long[connections];
    }

    @Override
    public int connections() {
        return connections;
    }

    @Override
    public void start(LoadConnection[] all) {
        open = all;
        begun = System.nanoTime();
        look();
    }

    private void look() {
        if (stopped) {
            return;
        }
        long now = System.nanoTime();
        long due = due();
        while (due <= now) {
            send((int) (count % connections), due, now);
            count++;
            due = due();
        }
        open[0].soon(this::look);
    }

    private long due() {
        return begun + (long) (count * periodNanos);
    }

    private void send(int index, long due, long now) {
        LoadConnection connection = open[index];
        if (sent[index] - arrived[index] == MOST_WAITING) {
            stopped = true;
            connection.fail(
                    new LoadException(
                            "the server does not keep up: it has not answered "
                                    + MOST_WAITING
                                    + " messages of a connection"));
            return;
        }
        dueAt[index][(int) (sent[index] % MOST_WAITING)] = due;
        Pattern.send(connection, frames, sent[index]++, 1);
        connection.flush();
        meter.sentLate(now - due);
    }

    @Override
    public void arrived(LoadConnection connection, int more, long now) {
        int index = connection.index();
        for (int i = 0; i < more; i++) {
            if (arrived[index] == sent[index]) {
                throw new LoadException(
                        "connection " + index + " got more answers than it sent messages");
            }
            meter.arrived(now - dueAt[index][(int) (arrived[index]++ % MOST_WAITING)]);
        }
    }

    @Override
    public void batchEnd(LoadConnection connection) {}

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public long outstanding() {
        long outstanding = 0;
        for (int i = 0; i < connections; i++) {
            outstanding += sent[i] - arrived[i];
        }
        return outstanding;
    }

    @Override
    public byte[] expected(long number) {
        return frames.message(number);
    }

    @Override
    public void release() {
        stopped = true;
        frames.release();
    }
}
