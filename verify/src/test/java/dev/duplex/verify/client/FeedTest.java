package dev.duplex.verify.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FeedTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Feed<Integer> feed = new Feed<>();

    @Test
    void givesThingsAndThenTheEnd() throws Exception {
        feed.put(1);
        feed.end("cut");
        assertThat(feed.take(SOON)).isOne();
        assertThatThrownBy(() -> feed.take(SOON))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessage("cut");
    }

    @Test
    void saysThatNothingCame() {
        assertThatThrownBy(() -> feed.take(Duration.ofMillis(20)))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageStartingWith("nothing came for ");
    }

    @Test
    void readsNoFurtherThanThereIsRoom() throws Exception {
        for (int i = 0; i < Feed.ROOM; i++) {
            feed.put(i);
        }
        CompletableFuture<Boolean> further = new CompletableFuture<>();
        Thread reader =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                further.complete(feed.put(Feed.ROOM));
                            } catch (InterruptedException e) {
                                further.completeExceptionally(e);
                            }
                        });
        assertThat(further).isNotDone();
        assertThat(feed.take(SOON)).isZero();
        assertThat(further.get(10, TimeUnit.SECONDS)).isTrue();
        reader.join();
    }

    @Test
    void aReaderEndsWhenNobodyAsks() throws Exception {
        feed.close();
        assertThat(feed.put(1)).isFalse();
    }
}
