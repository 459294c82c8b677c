package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.duplex.SessionObserver;
import dev.duplex.SessionTransport;
import dev.duplex.channels.Hub;
import dev.duplex.channels.HubObserver;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Subscriber;
import dev.duplex.session.GuardedObserver;
import dev.duplex.testkit.ManualLane;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// What is done for every message allocates nothing, behind the guards that servers and hubs put before an observer.
class AllocationTest {
    private static final int CALLS = 100_000;
    private static final int PUBLICATIONS = 1_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Metrics metrics = Metrics.builder().jvm(false).build();

    private long allocatedBy(Runnable call) {
        // Once before, for what is made the first time.
        call.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void aMessageAllocatesNothing() {
        SessionObserver observer =
                GuardedObserver.of(metrics.server()).sessions("/echo", SessionTransport.WEBSOCKET);
        assertThat(
                        allocatedBy(() -> {
                            observer.received(10);
                            observer.sent(10);
                        }))
                .isLessThan(CALLS);
    }

    /// A hub's lane allocates something for a publication: that is not more when it is counted.
    @Test
    void aDeliveryAllocatesNothing() {
        long alone = allocatedByDeliveries(HubObserver.NONE);
        assertThat(allocatedByDeliveries(metrics.hub()) - alone).isLessThan(PUBLICATIONS);
        assertThat(allocatedByDeliveries(new Wasteful()) - alone)
                .as("what an observer allocates is seen here")
                .isGreaterThan(16 * PUBLICATIONS);
    }

    /// What delivering allocates in the lane, publishing apart: the least of some times, for compilers take a while.
    private long allocatedByDeliveries(HubObserver observer) {
        ManualLane lane = new ManualLane();
        Payload payload = Payload.of(Payload.Kind.TEXT, new byte[10]);
        try (Hub hub = Hub.builder().observer(observer).build()) {
            for (int i = 0; i < 10; i++) {
                hub.subscribe("chat:one", new Taker(lane));
            }
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 20; round++) {
                long allocated = 0;
                for (int i = 0; i < PUBLICATIONS; i++) {
                    assertThat(hub.publish("chat:one", payload)).isEqualTo(Offer.ACCEPTED);
                    long before = threads.getCurrentThreadAllocatedBytes();
                    lane.runAll();
                    allocated += threads.getCurrentThreadAllocatedBytes() - before;
                }
                least = Math.min(least, allocated);
            }
            return least;
        }
    }

    /// A subscriber that takes everything.
    private static final class Taker implements Subscriber {
        private final Lane lane;

        Taker(Lane lane) {
            this.lane = lane;
        }

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public Offer offer(Publication publication) {
            return Offer.ACCEPTED;
        }
    }

    /// An observer that allocates.
    private static final class Wasteful implements HubObserver {
        private byte[] last = {};

        @Override
        public void offered(String channel, long count) {
            last = new byte[last.length == 16 ? 17 : 16];
        }
    }
}
