package dev.duplex.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.engine.EngineException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be seen of an engine that is open.
class HealthTest {
    @TempDir private Path directory;

    private static final class Heard implements DiskObserver {
        final List<String> what = new CopyOnWriteArrayList<>();

        @Override
        public void observes(DiskEngine engine) {
            what.add("open " + engine.health());
        }

        @Override
        public void committed(int operations, long bytes, boolean synced, long nanos) {
            assertThat(nanos).isPositive();
            assertThat(bytes).isPositive();
            what.add("committed " + operations + (synced ? " synced" : ""));
            throw new IllegalStateException("an observer that throws changes nothing");
        }
    }

    @Test
    void itIsToldWhatWasCommitted() {
        Heard heard = new Heard();
        DiskEngine engine = DiskEngine.builder(directory).observer(heard).start();
        engine.engine().streams().start(new Hearing(new CopyOnWriteArrayList<>()));
        Subject.await(engine.engine().streams().publish("a", Subject.text("1"), Subject.KEPT));
        Subject.await(engine.engine().streams().subscribe("a"));
        assertThat(heard.what).containsExactly("open WORKING", "committed 1 synced");
        assertThat(engine.usage().roomBytes()).isPositive();
        assertThat(engine.usage().waitingBytes()).isZero();
        engine.engine().close();
    }

    @Test
    void withoutRoomItIsFull() {
        DiskEngine engine =
                DiskEngine.builder(directory)
                        .limits(DiskLimits.builder().storeBytes(1).build())
                        .start();
        assertThat(engine.health()).isEqualTo(DiskHealth.FULL);
        assertThat(engine.usage().roomBytes()).isZero();
        assertThat(engine.usage().bytes()).isPositive();
        engine.engine().close();
    }

    @Test
    void afterAFailedWriteItHasFailed() {
        DiskEngine engine =
                DiskEngine.builder(directory)
                        .witness(_ -> {
                            throw new EngineException("a write that failed");
                        })
                        .start();
        engine.engine().streams().start(new Hearing(new CopyOnWriteArrayList<>()));
        assertThatThrownBy(() ->
                        Subject.await(
                                engine.engine()
                                        .streams()
                                        .publish("a", Subject.text("1"), Subject.KEPT)))
                .rootCause()
                .hasMessage("a write that failed");
        assertThat(engine.health()).isEqualTo(DiskHealth.FAILED);
        engine.engine().close();
    }

    @Test
    void aClosedEngineMakesNoBackup() {
        DiskEngine engine = DiskEngine.builder(directory.resolve("store")).start();
        engine.engine().close();
        assertThatThrownBy(() -> Subject.await(engine.backup(directory.resolve("backup"))))
                .rootCause()
                .hasMessage("the engine is not open");
        assertThat(directory.resolve("backup")).doesNotExist();
    }
}
