package dev.duplex.bench.load;

/// Each connection keeps `window` messages in flight; every answer makes room for the next.
final class EchoPattern implements Pattern {
    private static final int LEAST_RING = 16;

    private final int connections;
    private final int window;
    private final OutgoingFrames frames;
    private final Meter meter;
    private final long[][] sentAt;
    private final long[] sent;
    private final long[] arrived;
    private boolean stopped;

    EchoPattern(Load.Echo echo, Meter meter) {
        connections = echo.connections();
        window = echo.window();
        frames =
                new OutgoingFrames(
                        echo.content(),
                        Math.max(window, LEAST_RING),
                        echo.bytes(),
                        echo.deflated());
        this.meter = meter;
        sentAt = new long[connections][window];
        sent = new long[connections];
        arrived = new long[connections];
    }

    @Override
    public int connections() {
        return connections;
    }

    @Override
    public void start(LoadConnection[] open) {
        for (LoadConnection connection : open) {
            fill(connection);
        }
    }

    @Override
    public void arrived(LoadConnection connection, int count, long now) {
        int i = connection.index();
        for (int k = 0; k < count; k++) {
            if (arrived[i] == sent[i]) {
                throw new LoadException(
                        "connection " + i + " got more answers than it sent messages");
            }
            meter.arrived(now - sentAt[i][(int) (arrived[i]++ % window)]);
        }
    }

    @Override
    public void batchEnd(LoadConnection connection) {
        if (!stopped) {
            fill(connection);
        }
    }

    private void fill(LoadConnection connection) {
        int i = connection.index();
        int room = window - (int) (sent[i] - arrived[i]);
        if (room == 0) {
            return;
        }
        long now = System.nanoTime();
        for (int k = 0; k < room; k++) {
            sentAt[i][(int) ((sent[i] + k) % window)] = now;
        }
        Pattern.send(connection, frames, sent[i], room);
        sent[i] += room;
        connection.flush();
    }

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
        frames.release();
    }
}
