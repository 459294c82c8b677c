package dev.duplex.bench.model;

import dev.duplex.bench.BenchException;
import dev.duplex.bench.Commands;
import dev.duplex.bench.result.Kind;
import dev.duplex.bench.result.Row;
import dev.duplex.bench.result.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// The tables of `./bench --only model`.
public final class ModelSuite {
    /// What selects all of them.
    public static final String NAME = "model";

    private static final String HEAP = NAME + "-heap";
    private static final String PUBLICATION = NAME + "-publication";

    /// Room for one connection, its part of a collection included.
    private static final int HEAP_BYTES_EACH = 5_000;

    private static final int LEAST_HEAP_MEBIBYTES = 256;

    private ModelSuite() {}

    /// The names of the tables that are selected by these words.
    public static List<String> chosen(Set<String> only) {
        return List.of(HEAP, PUBLICATION).stream()
                .filter(name -> only.contains(NAME) || only.contains(name))
                .toList();
    }

    /// What one process has said.
    ///
    /// @param heapBytes that each connection adds
    /// @param micros how long a publication took, by how many are in the channel
    record Turn(double heapBytes, Map<Integer, Double> micros) {
        double micros(int members) {
            return Objects.requireNonNull(micros.get(members));
        }

        static Turn parse(String output) {
            double heap = 0;
            Map<Integer, Double> micros = new LinkedHashMap<>();
            for (String line : output.lines().toList()) {
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case "heap" -> heap = Double.parseDouble(words[1]);
                    case "publication" ->
                            micros.put(Integer.parseInt(words[1]), Double.parseDouble(words[2]));
                    default -> throw new BenchException("a model says: " + output);
                }
            }
            return new Turn(heap, micros);
        }
    }

    /// Makes the tables of these names.
    ///
    /// @param otherBusy the share of a core that others use
    public static List<Table> run(List<String> names, ModelPlan plan, double otherBusy)
            throws InterruptedException {
        Map<Clients, List<Turn>> turns = new EnumMap<>(Clients.class);
        for (int run = 1; run <= plan.runs(); run++) {
            for (Clients clients : Clients.values()) {
                Turn turn = Turn.parse(Commands.run(command(clients, plan)));
                turns.computeIfAbsent(clients, _ -> new ArrayList<>()).add(turn);
                plan.progress()
                        .accept(
                                String.format(
                                        Locale.ROOT,
                                        "%-40s %d  %,.0f bytes of live heap each; us per publication: %s",
                                        clients.title(),
                                        run,
                                        turn.heapBytes(),
                                        turn.micros()));
            }
        }
        return names.stream()
                .map(name ->
                        name.equals(HEAP)
                                ? heap(turns, plan, otherBusy)
                                : publication(turns, plan, otherBusy))
                .toList();
    }

    private static List<String> command(Clients clients, ModelPlan plan) {
        long mebibytes =
                Math.max(
                        LEAST_HEAP_MEBIBYTES,
                        (long) plan.connections() * HEAP_BYTES_EACH / (1 << 20));
        return List.of(
                "taskset",
                "-c",
                Integer.toString(plan.core()),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms" + mebibytes + "m",
                "-Xmx" + mebibytes + "m",
                // As the program is started.
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                ModelProgram.class.getName(),
                clients.option(),
                Integer.toString(plan.connections()),
                Long.toString(plan.window().toMillis()));
    }

    private static Table heap(Map<Clients, List<Turn>> turns, ModelPlan plan, double otherBusy) {
        List<Row> rows = new ArrayList<>();
        turns.forEach((clients, all) ->
                rows.add(
                        Row.of(
                                clients.option(),
                                clients.title(),
                                all,
                                Map.of("heapBytes", Turn::heapBytes))));
        return new Table(
                HEAP,
                String.format(
                        Locale.ROOT,
                        "A model: %,d sessions without sockets, and what each adds to the heap above its"
                                + " connection",
                        plan.connections()),
                Kind.HEAP,
                "session",
                "in memory",
                Clients.ROOM.option(),
                otherBusy,
                rows);
    }

    private static Table publication(
            Map<Clients, List<Turn>> turns, ModelPlan plan, double otherBusy) {
        List<Row> rows = new ArrayList<>();
        turns.forEach((clients, all) -> {
            for (int members : all.getFirst().micros().keySet()) {
                Map<String, ToDoubleFunction<Turn>> figures = new LinkedHashMap<>();
                figures.put("publicationMicros", turn -> turn.micros(members));
                figures.put("deliveryNanos", turn -> 1e3 * turn.micros(members) / members);
                rows.add(
                        Row.of(
                                clients.option() + "-" + members,
                                String.format(Locale.ROOT, "%,d of %s", members, clients.shortly()),
                                all,
                                figures));
            }
        });
        return new Table(
                PUBLICATION,
                String.format(
                        Locale.ROOT,
                        "A model: a publication of 128 B of JSON in a channel of so many among %,d sessions"
                                + " without sockets, on one event loop; from publishing to the last session,"
                                + " before any frame is written",
                        plan.connections()),
                Kind.MODEL,
                "publication",
                "members",
                rows.getFirst().peer(),
                otherBusy,
                rows);
    }
}
