package dev.duplex.metrics;

import dev.duplex.SessionEnd;
import dev.duplex.SessionObserver;
import dev.duplex.SessionTransport;
import dev.duplex.websocket.CloseCode;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// The sessions of one endpoint by one transport. What is counted for every message is counted by each event loop for itself, and
/// summed up when someone asks.
final class SessionGroup {
    private final String endpoint;
    private final SessionTransport transport;
    private final DistributionDataPoint roundTrip;
    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final LongAdder full = new LongAdder();

    /// By codes, for each reason. Not changed any more once it is made.
    private final Map<SessionEnd, AtomicLongArray> closed = new EnumMap<>(SessionEnd.class);

    SessionGroup(String endpoint, SessionTransport transport, DistributionDataPoint roundTrip) {
        this.endpoint = endpoint;
        this.transport = transport;
        this.roundTrip = roundTrip;
        for (SessionEnd why : SessionEnd.values()) {
            closed.put(why, new AtomicLongArray(CloseCodes.COUNT));
        }
    }

    /// Counts for one more event loop.
    SessionObserver loop() {
        Loop loop = new Loop();
        loops.add(loop);
        return loop;
    }

    void tell(Registration.Values values, ToLongFunction<SessionGroup> number) {
        values.add(number.applyAsLong(this), endpoint, transport.label());
    }

    long opened() {
        return sum(loop -> loop.opened);
    }

    long open() {
        // What has ended is read first: what ends meanwhile counts as open, and nothing as less
        // than none.
        long ended = sum(loop -> loop.ended);
        return opened() - ended;
    }

    long received() {
        return sum(loop -> loop.received);
    }

    long receivedBytes() {
        return sum(loop -> loop.receivedBytes);
    }

    long sent() {
        return sum(loop -> loop.sent);
    }

    long sentBytes() {
        return sum(loop -> loop.sentBytes);
    }

    long full() {
        return full.sum();
    }

    /// The code of a session whose endpoint has failed.
    private static final int FAILURE = CloseCodes.index(CloseCode.INTERNAL_ERROR);

    /// Only what there has been: most reasons do not go with most codes. But failures begin with none, for the first is a rise then, which alerts see.
    void tellClosed(Registration.Values values) {
        closed.forEach((why, codes) -> {
            for (int code = 0; code < CloseCodes.COUNT; code++) {
                long count = codes.get(code);
                if (count > 0 || (why == SessionEnd.FAILED && code == FAILURE)) {
                    values.add(
                            count,
                            endpoint,
                            transport.label(),
                            Labels.of(why),
                            CloseCodes.label(code));
                }
            }
        });
    }

    private long sum(Function<Loop, Count> of) {
        long sum = 0;
        for (Loop loop : loops) {
            sum += of.apply(loop).sum();
        }
        return sum;
    }

    /// What one event loop has counted.
    private final class Loop implements SessionObserver {
        private final Count opened = new Count();
        private final Count ended = new Count();
        private final Count received = new Count();
        private final Count receivedBytes = new Count();
        private final Count sent = new Count();
        private final Count sentBytes = new Count();

        @Override
        public void opened() {
            opened.add(1);
        }

        @Override
        public void closed(SessionEnd why, int code) {
            // First: whoever sees how it ended does not find it open any more.
            ended.add(1);
            AtomicLongArray codes = closed.get(why);
            if (codes != null) {
                codes.incrementAndGet(CloseCodes.index(code));
            }
        }

        @Override
        public void received(int bytes) {
            receivedBytes.add(bytes);
            received.add(1);
        }

        @Override
        public void sent(long bytes) {
            sentBytes.add(bytes);
            sent.add(1);
        }

        @Override
        public void full() {
            full.increment();
        }

        @Override
        public void roundTrip(long nanos) {
            roundTrip.observe(Labels.seconds(nanos));
        }
    }
}
