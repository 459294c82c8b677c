package dev.duplex.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is there after the machine has failed in the middle of a write ([PowerCut]), many times; the number is the property
/// `crashes` (`-Dcrashes=1000` after a change of what is written).
///
/// `KillTest` shows what the end of the process leaves; that something was synced it cannot show, for the operating system keeps what a
/// killed process wrote. This test is about what it had not written to the disk yet.
@Timeout(600)
class CrashTest {
    private static final int CRASHES = Integer.getInteger("crashes", 25);
    private static final int CRASHES_OF_ONE = 50;
    private static final int CHANNELS = 8;

    @TempDir private Path scratch;
    private final Random random = new Random(42);
    private final Map<String, Published> byKey = new ConcurrentHashMap<>();
    private int published;

    @Test
    void syncedAlwaysNothingIsLostThatWasSeenOrAnswered() {
        List<Publication> unseen = new ArrayList<>();
        crash(
                Sync.ALWAYS,
                (image, seen, answered) -> {
                    try (Subject after = new Subject(DiskEngine.builder(image))) {
                        // At the same offset, in the same epoch, with the same content.
                        assertThat(PowerCut.missing(after, seen)).isEmpty();
                        answered.forEach((key, first) ->
                                assertThat(again(after, key))
                                        .isEqualTo(new Published(first.position(), true)));
                        for (int i = 0; i < CHANNELS; i++) {
                            List<Publication> there = after.history("c" + i);
                            unseen.addAll(
                                    there.subList((int) lastOffset(seen, "c" + i), there.size()));
                        }
                        assertThat(after.publish("c0", "goes on").position().offset())
                                .isGreaterThan(lastOffset(seen, "c0"));
                    }
                });
        // Each fourth failure leaves the whole last write, of which nobody had been told.
        assertThat(unseen).isNotEmpty();
    }

    @Test
    void neverSyncedMuchIsLostAndEveryEpochIsAnother() {
        List<Publication> lost = new ArrayList<>();
        crash(
                Sync.NEVER,
                (image, seen, _) -> {
                    try (Subject after = new Subject(DiskEngine.builder(image).sync(Sync.NEVER))) {
                        lost.addAll(PowerCut.missing(after, seen));
                        for (Publication publication : seen) {
                            assertThat(after.position(publication.channel()).epoch())
                                    .isNotEqualTo(publication.epoch());
                        }
                    }
                });
        assertThat(lost).isNotEmpty();
    }

    @Test
    void anEngineThatSaidAlwaysAndDidNotSyncWouldBeFound() {
        // The same failures, with the marks of the policy `always` over what `never` has left: this
        // is what the
        // first test would see if syncing were left out.
        List<Publication> lost = new ArrayList<>();
        crash(
                Sync.NEVER,
                (image, seen, _) -> {
                    DiskDirectory directory = DiskDirectory.open(image);
                    try (directory;
                            Store store =
                                    Store.open(
                                            directory.data(),
                                            Store.Absent.DAMAGED,
                                            DiskLimits.DEFAULT,
                                            false,
                                            false)) {
                        store.put(Keys.SESSION, new Session(1, Sync.ALWAYS, true).encode());
                    }
                    try (Subject after = new Subject(DiskEngine.builder(image))) {
                        seen.stream()
                                .map(Publication::channel)
                                .distinct()
                                .filter(it -> after.history(it).size() < lastOffset(seen, it))
                                .forEach(it ->
                                        lost.addAll(
                                                PowerCut.missing(
                                                        after,
                                                        seen.stream()
                                                                .filter(one ->
                                                                        one.channel().equals(it))
                                                                .toList())));
                    }
                });
        assertThat(lost).isNotEmpty();
    }

    private interface Aftermath {
        void look(Path image, List<Publication> seen, Map<String, Published> answered);
    }

    /// Publishes, has the machine fail, looks at what is left; again and again, with a new directory now and then.
    private void crash(Sync sync, Aftermath aftermath) {
        for (int done = 0; done < CRASHES; done += CRASHES_OF_ONE) {
            byKey.clear();
            Path directory = scratch.resolve("engine");
            crash(directory, sync, Math.min(CRASHES_OF_ONE, CRASHES - done), aftermath);
            Images.delete(directory);
        }
    }

    private void crash(Path directory, Sync sync, int times, Aftermath aftermath) {
        List<Subject> open = new ArrayList<>();
        PowerCut cut =
                new PowerCut(
                        directory,
                        random,
                        () -> open.isEmpty() ? List.of() : List.copyOf(open.getFirst().heard));
        // Small buffers: tables are written, and logs change, while it goes on.
        DiskLimits small = DiskLimits.builder().writeBufferBytes(256 << 10).build();
        try (Subject subject =
                new Subject(DiskEngine.builder(directory).sync(sync).limits(small).witness(cut))) {
            open.add(subject);
            publish(subject, 3);
            for (int i = 0; i < times; i++) {
                Path image = scratch.resolve("image");
                cut.at(1 + random.nextInt(3), image);
                Map<String, Published> answered = Map.copyOf(byKey);
                publish(subject, 3);
                aftermath.look(image, cut.seen(), answered);
                Images.delete(image);
            }
        }
    }

    /// Some publications at once, and again when they are answered: each time one write at least.
    private void publish(Subject subject, int rounds) {
        for (int round = 0; round < rounds; round++) {
            List<CompletableFuture<?>> answers = new ArrayList<>();
            int count = 1 + random.nextInt(20);
            for (int i = 0; i < count; i++) {
                answers.add(publishOne(subject));
            }
            answers.forEach(Subject::await);
        }
    }

    private CompletableFuture<?> publishOne(Subject subject) {
        int number = published++;
        String channel = "c" + random.nextInt(CHANNELS);
        String text = number + "x".repeat(random.nextInt(3_000));
        String key = random.nextInt(4) == 0 ? channel + " " + number : "";
        return subject.streams
                .publish(channel, Subject.text(text).withIdempotencyKey(key), Subject.KEPT)
                .thenAccept(answer -> {
                    if (!key.isEmpty()) {
                        byKey.put(key, answer);
                    }
                })
                .toCompletableFuture();
    }

    private static Published again(Subject subject, String key) {
        String channel = key.substring(0, key.indexOf(' '));
        return Subject.await(
                subject.streams.publish(
                        channel, Subject.text("again").withIdempotencyKey(key), Subject.KEPT));
    }

    private static long lastOffset(List<Publication> seen, String channel) {
        return seen.stream()
                .filter(it -> it.channel().equals(channel))
                .mapToLong(Publication::offset)
                .max()
                .orElse(0);
    }
}
