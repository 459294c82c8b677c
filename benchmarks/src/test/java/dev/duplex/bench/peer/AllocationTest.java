package dev.duplex.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.duplex.Server;
import dev.duplex.ServerObserver;
import dev.duplex.bench.WithoutLeakDetection;
import dev.duplex.bench.load.Content;
import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Target;
import dev.duplex.bench.load.Traffic;
import dev.duplex.bench.load.Window;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the server's event loop allocates for a message, from the socket to the socket: the heap's bytes as the JVM
/// counts them for that thread, so that neither the machine's speed nor what else runs has a part in it. A change
/// that makes an object of something for each message or delivery fails here: limits are what there is (18, 12 and 31 bytes) and
/// less than an object more. Tests run with the first compiler alone, which leaves no object out that the code makes; code that
/// is not compiled yet allocates more, so that a limit must be kept by one window within a bound.
@ExtendWith(WithoutLeakDetection.class)
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration WINDOW = Duration.ofMillis(150);
    private static final int MOST_WINDOWS = 20;

    private final AtomicLong loopThread = new AtomicLong();
    private final LoadLoop load = new LoadLoop();
    private final Server server =
            DuplexPeer.start(
                    PeerArguments.plain(false),
                    builder ->
                            builder.observer(
                                    new ServerObserver() {
                                        @Override
                                        public void connectionOpened() {
                                            loopThread.set(Thread.currentThread().threadId());
                                        }
                                    }));

    @AfterEach
    void stop() {
        load.close();
        server.close(Duration.ZERO);
    }

    static Stream<Arguments> loads() {
        return Stream.of(
                Arguments.of(new Load.Echo(4, 32, 64, Content.ASCII, false), 24),
                Arguments.of(new Load.Fanout(100, 4, 128), 20),
                Arguments.of(new Load.Channel(100, 4, 128), 40));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void aMessageAllocatesLittle(Load.Messages messages, double most) throws InterruptedException {
        try (Traffic traffic = Traffic.open(messages, Target.plain(server.port()), load)) {
            double least = Double.MAX_VALUE;
            for (int i = 0; i < MOST_WINDOWS && least > most; i++) {
                Window<Long> window = traffic.measure(WINDOW, this::allocated);
                least = Math.min(least, perMessage(window));
            }
            assertThat(least).as("bytes for a message").isBetween(0.0, most);
            assertThat(traffic.finish()).isPositive();
        }
    }

    /// Otherwise the above would say nothing.
    @Test
    void whatIsAllocatedIsSeen() {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId());
        byte[] allocated = new byte[1 << 20];
        long after = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId());
        assertThat(after - before).isGreaterThanOrEqualTo(allocated.length);
    }

    private long allocated() {
        return THREADS.getThreadAllocatedBytes(loopThread.get());
    }

    private static double perMessage(Window<Long> window) {
        return (window.after() - window.before()) / (double) window.messages();
    }
}
