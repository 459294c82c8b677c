package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.duplex.SessionObserver;
import dev.duplex.SessionTransport;
import dev.duplex.channels.HubObserver;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// What is done for every message allocates nothing.
class AllocationTest {
    private static final int CALLS = 100_000;

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
        SessionObserver observer = metrics.server().sessions("/echo", SessionTransport.WEBSOCKET);
        assertThat(
                        allocatedBy(() -> {
                            observer.received(10);
                            observer.sent(10);
                        }))
                .isLessThan(CALLS);
    }

    @Test
    void aDeliveryAllocatesNothing() {
        HubObserver observer = metrics.hub();
        assertThat(allocatedBy(() -> observer.offered("chat:one", 3))).isLessThan(CALLS);
    }
}
