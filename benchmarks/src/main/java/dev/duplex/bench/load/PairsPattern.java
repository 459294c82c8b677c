package dev.duplex.bench.load;

/// The first half of the connections receives, each from the one that is as far behind the middle. Pairs take turns; when a message arrives the next one
/// goes out.
final class PairsPattern implements Pattern {
    private static final int RING = 16;

    private final int pairs;
    private final int window;
    private final OutgoingFrames frames;
    private final Meter meter;
    private final Flights flights;
    private LoadConnection[] connections = {};
    private int next;
    private int underWay;
    private boolean stopped;

    PairsPattern(Load.Pairs load, Meter meter) {
        pairs = load.pairs();
        window = load.window();
        frames = new OutgoingFrames(Content.JSON_STRING, RING, load.bytes(), false);
        this.meter = meter;
        flights = new Flights(pairs, window);
    }

    @Override
    public int connections() {
        return 2 * pairs;
    }

    @Override
    public void start(LoadConnection[] open) {
        connections = open;
        fill();
    }

    @Override
    public void arrived(LoadConnection connection, int count, long now) {
        int pair = connection.index();
        if (pair >= pairs) {
            throw new LoadException("a sender got a message");
        }
        for (int i = 0; i < count; i++) {
            meter.arrived(now - flights.end(pair));
        }
        underWay -= count;
    }

    @Override
    public void batchEnd(LoadConnection connection) {
        if (!stopped && connections.length > 0) {
            fill();
        }
    }

    private void fill() {
        while (underWay < window) {
            LoadConnection sender = connections[pairs + next];
            long number = flights.sent(next);
            flights.begin(next, System.nanoTime());
            Pattern.send(sender, frames, number, 1);
            sender.flush();
            underWay++;
            next = (next + 1) % pairs;
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public long outstanding() {
        return underWay;
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
