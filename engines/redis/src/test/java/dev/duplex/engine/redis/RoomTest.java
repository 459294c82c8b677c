package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.End;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Subscriber;
import dev.duplex.channels.Subscription;
import dev.duplex.faults.FaultProxy;
import dev.duplex.testkit.ManualLane;
import dev.duplex.testkit.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of somebody without a place of its own, in a channel with a history, while the way to Redis breaks and others go on publishing.
@Timeout(120)
class RoomTest {
    private static final String CHANNEL = "room:a";
    private static final int MISSED = 3;

    private final ManualLane lane = new ManualLane();
    private final List<String> heard = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();
    private int published;

    private final class Guest implements Subscriber {
        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public Offer offer(Publication publication) {
            heard.add(Heard.text(publication));
            return Offer.ACCEPTED;
        }

        @Override
        public void ended(Subscription subscription, End end) {
            ends.add(end);
        }
    }

    @Test
    void itHearsAllUntilItIsToldThatItDoesNot(@TempDir Path directory) throws Exception {
        ChannelOptions kept = ChannelOptions.builder().history(100, Duration.ofHours(1)).build();
        try (RedisServer redis = RedisServer.start(directory);
                FaultProxy proxy = FaultProxy.start(redis.port());
                Heard elsewhere = new Heard(RedisEngine.builder(redis.url()));
                Hub hub =
                        Hub.builder()
                                .engine(
                                        RedisEngine.builder(Asked.url(proxy))
                                                .limits(Waiting.PATIENT)
                                                .open())
                                .namespaces(Namespaces.of(Map.of("room", kept)))
                                .build()) {
            publish(elsewhere);
            hub.subscribe(CHANNEL, new Guest());
            Waiting.until("it hears", () -> publish(elsewhere) && !heard.isEmpty());
            int first = Integer.parseInt(heard.getFirst());
            proxy.block();
            for (int i = 0; i < MISSED; i++) {
                publish(elsewhere);
            }
            proxy.normal();
            Waiting.until("it is told", () -> publish(elsewhere) && !ends.isEmpty());

            assertThat(ends).containsExactly(End.INTERRUPTED);
            assertThat(heard)
                    .isEqualTo(
                            IntStream.range(first, first + heard.size())
                                    .mapToObj(Integer::toString)
                                    .toList());
            assertThat(first + heard.size()).isLessThanOrEqualTo(published - MISSED);
        }
    }

    /// Publishes the next number, and has the guest get what has come.
    private boolean publish(Heard elsewhere) {
        elsewhere.publish(CHANNEL, Integer.toString(published++));
        lane.runAll();
        return true;
    }
}
