package dev.duplex.app.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FeedTest {
    /// Time that passes when the test says so: as much as the next task was put off.
    private static final class ManualTime implements Feed.Time {
        private record Task(long at, Runnable run) {}

        private final ArrayDeque<Task> tasks = new ArrayDeque<>();
        private long now = 1_764_042_000_000L;

        @Override
        public long millis() {
            return now;
        }

        @Override
        public void later(long millis, Runnable task) {
            tasks.add(new Task(now + millis, task));
        }

        /// Runs the next task, at its time.
        void next() {
            Task task = tasks.remove();
            now = task.at();
            task.run().run();
        }

        boolean isIdle() {
            return tasks.isEmpty();
        }
    }

    private final ManualTime time = new ManualTime();
    private final Feed feed = new Feed(time);
    private final List<FeedMessage> heard = new ArrayList<>();
    private final Consumer<FeedMessage> listener = heard::add;

    private void messages(int count) {
        for (int i = 0; i < count; i++) {
            time.next();
        }
    }

    @Test
    void countsItsMessagesAndSaysWhenTheyWereMade() {
        feed.listen(listener);
        long before = time.now;
        messages(3);
        assertThat(heard).extracting(FeedMessage::n).containsExactly(1L, 2L, 3L);
        assertThat(heard).extracting(FeedMessage::t).isSorted().last().isEqualTo(time.now);
        assertThat(heard.getFirst().t()).isGreaterThan(before);
        assertThat(heard.getFirst().json())
                .matches(
                        "\\{\"n\":1,\"t\":17640420\\d{5},"
                                + "\"text\":\"simulated reading: -?\\d+\\.\\d °C\"}");
    }

    @Test
    void makesAFewEachSecond() {
        feed.listen(listener);
        long begun = time.now;
        messages(100);
        assertThat(time.now - begun).isBetween(100 * 150L, 100 * 450L);
    }

    @Test
    void makesNothingWhenNobodyListens() {
        assertThat(time.isIdle()).isTrue();
        feed.listen(listener);
        messages(2);
        feed.leave(listener);
        time.next();
        assertThat(time.isIdle()).isTrue();
        assertThat(heard).hasSize(2);
    }

    @Test
    void goesOnWhenSomebodyListensAgainAndTellsNothingOld() {
        feed.listen(listener);
        messages(2);
        feed.leave(listener);
        time.next();
        assertThat(feed.after(0)).isEmpty();
        messages(1);
        assertThat(feed.after(0)).extracting(FeedMessage::n).containsExactly(3L);
    }

    @Test
    void aPollGetsWhatCameSinceTheLast() {
        assertThat(feed.after(0)).isEmpty();
        messages(5);
        assertThat(feed.after(0)).extracting(FeedMessage::n).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(feed.after(3)).extracting(FeedMessage::n).containsExactly(4L, 5L);
        assertThat(feed.after(5)).isEmpty();
        assertThat(feed.newest()).extracting(FeedMessage::n).containsExactly(5L);
    }

    @Test
    void aNumberOfAnEarlierRunGetsAllThatIsThere() {
        feed.after(0);
        messages(2);
        assertThat(feed.after(4711)).extracting(FeedMessage::n).containsExactly(1L, 2L);
    }

    @Test
    void endsSomeTimeAfterTheLastPoll() {
        feed.after(0);
        long polled = time.now;
        while (!time.isIdle()) {
            time.next();
        }
        assertThat(time.now - polled).isBetween(Feed.POLL_MILLIS, Feed.POLL_MILLIS + 450);
    }

    @Test
    void keepsALimitedNumberForPolls() {
        feed.listen(listener);
        messages(Feed.HISTORY + 10);
        assertThat(feed.after(0)).hasSize(Feed.HISTORY).first().returns(11L, FeedMessage::n);
    }

    @Test
    void hasALimitedNumberOfListeners() {
        List<Consumer<FeedMessage>> all = new ArrayList<>();
        for (int i = 0; i < Feed.MAX_LISTENERS; i++) {
            Consumer<FeedMessage> one = new ArrayList<FeedMessage>()::add;
            all.add(one);
            assertThat(feed.listen(one)).isTrue();
        }
        assertThat(feed.listen(listener)).isFalse();
        feed.leave(all.getFirst());
        assertThat(feed.listen(listener)).isTrue();
    }

    @Test
    void aListenerThatFailsIsNobodyElsesAffair() {
        feed.listen(_ -> {
            throw new IllegalStateException("on purpose, by FeedTest");
        });
        feed.listen(listener);
        messages(2);
        assertThat(heard).hasSize(2);
    }
}
