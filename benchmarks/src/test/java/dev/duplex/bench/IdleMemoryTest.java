package dev.duplex.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.duplex.bench.load.Carrier;
import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What an idle connection may cost: the live objects that it adds to the heap of a server in a process of its own, over
/// real sockets. `docs/memory.md` says what they are, class by class, and is held to it.
///
/// The limits are a tenth above what is measured: with so many connections the code that is loaded meanwhile is a few bytes
/// for each.
@Tag("long")
class IdleMemoryTest {
    private static final int CONNECTIONS = 4_000;

    /// What there is fewer of is shared by many.
    private static final double OBJECTS_OF_EACH = 0.5;

    /// How far a row may be from what is measured.
    private static final double TOLERANCE = 0.1;

    private static final Pattern LAST_TWO = Pattern.compile("^.*?([^.]+\\.[^.]+)$");

    private final LoadLoop loop = new LoadLoop();

    @AfterEach
    void stop() {
        loop.close();
    }

    private HeapClasses liveObjectsOfEach(Peer peer, Load load) throws InterruptedException {
        Scenario scenario = new Scenario("idle", "idle", "idle", load);
        List<String> command = peer.command(Path.of("."), scenario, Optional.empty(), List.of());
        try (PeerProcess server = new PeerProcess(peer, Optional.empty(), 0, command)) {
            return IdleMemory.run(scenario, server, loop).classes();
        }
    }

    @Test
    void aConnection() throws Exception {
        HeapClasses each =
                liveObjectsOfEach(Peer.DUPLEX, new Load.Idle(CONNECTIONS, Load.Idle.Kind.NEW));
        assertThat(each.bytes()).isBetween(300.0, 850.0);
        assertIsAsDocumented(each, 2);
    }

    /// What compressors and decompressors take is many times what a connection does.
    @Test
    void aConnectionThatHasCompressed() throws InterruptedException {
        assertThat(
                        liveObjectsOfEach(
                                        Peer.DUPLEX,
                                        new Load.Idle(CONNECTIONS, Load.Idle.Kind.COMPRESSED))
                                .bytes())
                .isBetween(300.0, 910.0);
    }

    @Test
    void aClientInAChannel() throws Exception {
        HeapClasses each =
                liveObjectsOfEach(
                        Peer.CENTRIFUGE_JSON,
                        new Load.Idle(CONNECTIONS, Load.Idle.Kind.SUBSCRIBED));
        assertThat(each.bytes()).isBetween(1_000.0, 2_100.0);
        assertIsAsDocumented(each, 3);
    }

    @Test
    void aStreamOfSockJs() throws InterruptedException {
        assertThat(
                        liveObjectsOfEach(
                                        Peer.XHR_STREAMING,
                                        new Load.Waiting(Carrier.XHR_STREAMING, CONNECTIONS))
                                .bytes())
                .isBetween(1_000.0, 3_200.0);
    }

    /// Compares with the table of classes in `docs/memory.md`.
    ///
    /// @param column where it says how many bytes, the first being 1
    private static void assertIsAsDocumented(HeapClasses each, int column) throws IOException {
        Map<String, Double> documented = new TreeMap<>();
        for (String line : Files.readAllLines(root().resolve("docs/memory.md"))) {
            String[] cells = line.split("\\|", -1);
            if (line.startsWith("| `") && cells.length == 6) {
                String bytes = cells[column].strip();
                if (!bytes.isEmpty()) {
                    String name = cells[1].strip().replace("`", "");
                    documented.put(name, Double.parseDouble(bytes));
                }
            }
        }
        Map<String, Double> measured = new TreeMap<>();
        each.classes()
                .forEach((name, count) -> {
                    if (count.objects() >= OBJECTS_OF_EACH) {
                        measured.put(shortly(name), count.bytes());
                    }
                });
        String all = String.join("\n", each.table("connection"));
        assertThat(documented.keySet()).as(all).isEqualTo(measured.keySet());
        measured.forEach((name, bytes) ->
                assertThat(documented.get(name))
                        .as(name)
                        .isCloseTo(bytes, within(Math.max(2, TOLERANCE * bytes))));
    }

    /// With the last part of its package alone.
    private static String shortly(String name) {
        if (name.equals("[B")) {
            return "byte[]";
        }
        return name.startsWith("[L")
                ? shortly(name.substring(2, name.length() - 1)) + "[]"
                : LAST_TWO.matcher(name).replaceFirst("$1");
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("benchmarks"))
                ? here
                : here.resolve("..").normalize();
    }
}
