package dev.duplex.bench.load;

import org.jspecify.annotations.Nullable;

/// The last of the connections publishes, the first ones or all of them receive. `window` publications are under way; the
/// next one goes out when an earlier one has reached everybody.
final class FanoutPattern implements Pattern {
    private static final int RING = 16;
    private static final int REMEMBERED = 4096;

    private final int connections;
    private final int receivers;
    private final int window;
    private final OutgoingFrames frames;
    private final Meter meter;
    private final long[] sentAt = new long[REMEMBERED];
    private final long[] arrived;
    private long published;
    private long deliveries;
    private @Nullable LoadConnection publisher;
    private boolean stopped;

    FanoutPattern(Load.ToAll load, Meter meter) {
        connections = load.connections();
        receivers = load.receivers();
        window = load.window();
        frames = new OutgoingFrames(load.content(), RING, load.bytes(), false);
        this.meter = meter;
        arrived = new long[receivers];
    }

    @Override
    public int connections() {
        return connections;
    }

    @Override
    public void start(LoadConnection[] open) {
        publisher = open[connections - 1];
        publish();
    }

    @Override
    public void arrived(LoadConnection connection, int count, long now) {
        int i = connection.index();
        if (i >= receivers) {
            throw new LoadException("the publisher got a message");
        }
        if (arrived[i] + count > published) {
            throw new LoadException("connection " + i + " got more messages than were published");
        }
        for (int k = 0; k < count; k++) {
            if (published - arrived[i] > REMEMBERED) {
                throw new LoadException(
                        "connection " + i + " is " + REMEMBERED + " messages behind");
            }
            meter.arrived(now - sentAt[(int) (arrived[i]++ % REMEMBERED)]);
        }
        deliveries += count;
    }

    @Override
    public void batchEnd(LoadConnection connection) {
        if (!stopped) {
            publish();
        }
    }

    private void publish() {
        if (publisher == null) {
            return; // not all are open yet
        }
        boolean any = false;
        while (published * receivers - deliveries <= (long) (window - 1) * receivers) {
            sentAt[(int) (published % REMEMBERED)] = System.nanoTime();
            Pattern.send(publisher, frames, published, 1);
            published++;
            any = true;
        }
        if (any) {
            publisher.flush();
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public long outstanding() {
        return published * receivers - deliveries;
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
