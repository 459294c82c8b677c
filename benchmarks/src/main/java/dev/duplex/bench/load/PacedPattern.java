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
    private final Flights flights;
    private LoadConnection[] open = {};
    private long begun;
    private long count;
    private boolean stopped;

    PacedPattern(Load.Paced paced, Meter meter) {
        connections = paced.connections();
        periodNanos = TimeUnit.SECONDS.toNanos(1) / paced.perSecond();
        frames = new OutgoingFrames(Content.ASCII, RING, paced.bytes(), false);
        this.meter = meter;
        flights = new Flights(connections, MOST_WAITING);
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
        if (flights.room(index) == 0) {
            stopped = true;
            connection.fail(
                    new LoadException(
                            "the server does not keep up: it has not answered "
                                    + MOST_WAITING
                                    + " messages of a connection"));
            return;
        }
        long number = flights.sent(index);
        flights.begin(index, due);
        Pattern.send(connection, frames, number, 1);
        connection.flush();
        meter.sentLate(now - due);
    }

    @Override
    public void arrived(LoadConnection connection, int more, long now) {
        for (int i = 0; i < more; i++) {
            meter.arrived(now - flights.end(connection.index()));
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
        return flights.outstanding();
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
