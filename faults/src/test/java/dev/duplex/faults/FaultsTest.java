package dev.duplex.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.faults.FaultRecord.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class FaultsTest {
    @TempDir private Path directory;

    private InetSocketAddress address;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        address = TinyServer.freeAddress();
        proxy = FaultProxy.start(address);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void allKindsAreInjectedAndUndone() throws Exception {
        List<FaultRecord> heard = new CopyOnWriteArrayList<>();
        try (ServerProcess server = startServer();
                Faults faults = quick().server(server).listener(heard::add).start()) {
            Set<FaultKind> all = EnumSet.allOf(FaultKind.class);
            all.removeIf(kind -> kind.isOfRedis() || kind.isOfBalancer());
            Await.until("each kind", () -> kinds(faults.records()).equals(all));
            List<FaultRecord> records = faults.stop();
            assertThat(heard).isEqualTo(records);
            for (FaultKind kind : all) {
                long begun = count(records, kind, Stage.BEGAN);
                assertThat(count(records, kind, Stage.UNDONE)).isEqualTo(kind.lasts() ? begun : 0);
            }
            assertThat(server.isAlive()).isTrue();
            assertThat(server.isPaused()).isFalse();
            assertThat(TinyServer.ask(proxy.address())).isEqualTo("200");
            assertThat(faults.ended().get()).isEqualTo(records);
        }
    }

    @Test
    void whatLastsIsUndoneWhenItIsStopped() throws Exception {
        for (FaultKind kind : List.of(FaultKind.PAUSE, FaultKind.KILL, FaultKind.BLACKHOLE)) {
            try (ServerProcess server = startServer();
                    Faults faults =
                            quick().server(server)
                                    .kinds(Set.of(kind))
                                    .lasting(Duration.ofHours(1), Duration.ofHours(2))
                                    .start()) {
                Await.until("the fault", () -> faults.records().size() == 1);
                assertThat(faults.stop())
                        .extracting(FaultRecord::stage)
                        .containsExactly(Stage.BEGAN, Stage.UNDONE);
                assertThat(TinyServer.ask(proxy.address())).isEqualTo("200");
            }
        }
    }

    @Test
    void itTakesBackWhatThereIsByItselfWhenNobodyWaits() throws Exception {
        try (ServerProcess server = startServer()) {
            Faults faults =
                    quick().server(server)
                            .kinds(Set.of(FaultKind.PAUSE))
                            .lasting(Duration.ofHours(1), Duration.ofHours(2))
                            .start();
            Await.until("the pause", server::isPaused);
            faults.end();
            assertThat(faults.ended().get(60, TimeUnit.SECONDS))
                    .extracting(FaultRecord::stage)
                    .containsExactly(Stage.BEGAN, Stage.UNDONE);
            assertThat(server.isPaused()).isFalse();
        }
    }

    @Test
    void aServerThatDoesNotComeBackIsTold() throws Exception {
        try (ServerProcess server = startServer()) {
            Files.writeString(directory.resolve("mode"), "fails");
            Faults faults = quick().server(server).kinds(Set.of(FaultKind.KILL)).start();
            assertThatThrownBy(() -> faults.ended().get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InjectionException.class);
            assertThatThrownBy(faults::stop)
                    .isInstanceOf(InjectionException.class)
                    .hasMessageContaining("has ended with code 3")
                    .hasMessageContaining("no room on the disk");
            assertThatThrownBy(faults::close).isInstanceOf(InjectionException.class);
        }
    }

    @Test
    void aServerThatEndedByItselfIsTold() throws Exception {
        try (ServerProcess server = startServer()) {
            Faults faults = quick().server(server).kinds(Set.of(FaultKind.CUT)).start();
            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
            assertThatThrownBy(() -> faults.ended().get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(InjectionException.class)
                    .hasMessageContaining("has ended with code 137");
        }
    }

    @Test
    void aListenerThatFailsEndsItAndLeavesNothingPaused() throws Exception {
        try (ServerProcess server = startServer()) {
            Faults faults =
                    quick().server(server)
                            .kinds(Set.of(FaultKind.PAUSE))
                            .listener(_ -> {
                                throw new IllegalArgumentException("no more records");
                            })
                            .start();
            assertThatThrownBy(() -> faults.ended().get(60, TimeUnit.SECONDS))
                    .hasMessageContaining("no more records");
            assertThatThrownBy(faults::stop)
                    .isInstanceOf(InjectionException.class)
                    .hasMessageContaining("no more records");
            assertThat(server.isPaused()).isFalse();
            assertThat(TinyServer.ask(address)).isEqualTo("200");
        }
    }

    @Test
    void withoutAServerItsConnectionsAreHitOnly() throws Exception {
        try (Faults faults = quick().start()) {
            Await.until("some faults", () -> faults.records().size() > 100);
            assertThat(faults.stop()).noneMatch(it -> it.kind().isOfServer());
        }
        assertThatThrownBy(() -> quick().kinds(Set.of(FaultKind.PAUSE)).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'pause' takes a server that was started by this program");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> quick().kinds(Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quick().every(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quick().lasting(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quick().silence(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Faults.Builder quick() {
        return Faults.of(proxy)
                .seed(20)
                .every(Duration.ofMillis(5))
                .lasting(Duration.ofMillis(1), Duration.ofMillis(30));
    }

    private ServerProcess startServer() throws Exception {
        return ServerProcess.of(TinyServer.command(address, directory.resolve("mode")))
                .start(directory.resolve("log"), TinyServer.ready(address));
    }

    private static Set<FaultKind> kinds(List<FaultRecord> records) {
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        records.forEach(it -> kinds.add(it.kind()));
        return kinds;
    }

    private static long count(List<FaultRecord> records, FaultKind kind, Stage stage) {
        return records.stream().filter(it -> it.kind() == kind && it.stage() == stage).count();
    }
}
