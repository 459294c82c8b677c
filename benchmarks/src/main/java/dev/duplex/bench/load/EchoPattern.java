package dev.duplex.bench.load;

/// Each connection keeps `window` messages in flight; every answer makes room for the next.
final class EchoPattern implements Pattern {
    private static final int LEAST_RING = 16;

    private final int connections;
    private final OutgoingFrames frames;
    private final Meter meter;
    private final Flights flights;
    private boolean stopped;

    EchoPattern(Load.Echo echo, Meter meter) {
        connections = echo.connections();
        frames =
                new OutgoingFrames(
                        echo.content(),
                        Math.max(echo.window(), LEAST_RING),
                        echo.bytes(),
                        echo.deflated());
        this.meter = meter;
        flights = new Flights(connections, echo.window());
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
        for (int i = 0; i < count; i++) {
            meter.arrived(now - flights.end(connection.index()));
        }
    }

    @Override
    public void batchEnd(LoadConnection connection) {
        if (!stopped) {
            fill(connection);
        }
    }

    private void fill(LoadConnection connection) {
        int index = connection.index();
        int room = flights.room(index);
        if (room == 0) {
            return;
        }
        long now = System.nanoTime();
        long first = flights.sent(index);
        for (int i = 0; i < room; i++) {
            flights.begin(index, now);
        }
        Pattern.send(connection, frames, first, room);
        connection.flush();
    }

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
        frames.release();
    }
}
