package dev.duplex.bench.result;

import static dev.duplex.bench.result.Column.figure;
import static dev.duplex.bench.result.Column.ratio;
import static dev.duplex.bench.result.Column.spread;
import static dev.duplex.bench.result.Column.two;

import java.util.List;

/// What the figures of a table are, and how they are shown. What is drawn is the first figure, of which less is better.
/// In the heads of columns `UNIT` is what is counted.
public enum Kind {
    /// What a message costs the server, by a load that waits for answers.
    COST(
            "cpuMicros",
            "processor time of the server per UNIT, µs",
            List.of(
                    figure("CPU µs/UNIT", "cpuMicros", "%.3f"),
                    ratio("cpuMicros"),
                    two("user + kernel µs", "userMicros", "systemMicros", "%.3f + %.3f"),
                    spread("cpuMicros"),
                    figure("UNITs/s", "messagesPerSecond", "%,.0f"),
                    figure("p50 µs", "p50Micros", "%,.0f"),
                    figure("p99 µs", "p99Micros", "%,.0f"),
                    figure("server busy", "serverBusy", "%.0f %%", 100),
                    figure("load busy", "loadBusy", "%.0f %%", 100))),
    /// What a publication costs several servers and what is between them.
    NODES(
            "totalMicros",
            "processor time of nodes and Redis together per UNIT, µs",
            List.of(
                    figure("CPU µs/UNIT, all", "totalMicros", "%,.1f"),
                    ratio("totalMicros"),
                    spread("totalMicros"),
                    figure("each node", "nodeMicros", "%,.1f"),
                    figure("Redis", "brokerMicros", "%,.1f"),
                    figure("nodes µs/delivery", "deliveryMicros", "%,.3f"),
                    figure("UNITs/s", "publicationsPerSecond", "%,.0f"),
                    figure("deliveries/s", "deliveriesPerSecond", "%,.0f"),
                    figure("p50 µs", "p50Micros", "%,.0f"),
                    figure("p99 µs", "p99Micros", "%,.0f"),
                    figure("nodes busy", "serverBusy", "%.0f %%", 100),
                    figure("Redis busy", "brokerBusy", "%.0f %%", 100),
                    figure("load busy", "loadBusy", "%.0f %%", 100))),
    /// One feed at a given rate, by different carriers.
    FEED(
            "cpuMicros",
            "processor time of the server per UNIT, µs",
            List.of(
                    figure("B to client/UNIT", "receivedBytes", "%,.0f"),
                    figure("B to server/UNIT", "sentBytes", "%,.0f"),
                    figure("requests/UNIT", "requests", "%.2f"),
                    figure("CPU µs/UNIT", "cpuMicros", "%.1f"),
                    ratio("cpuMicros"),
                    spread("cpuMicros"),
                    figure("p50 ms", "p50Micros", "%,.2f", 1e-3),
                    figure("p99 ms", "p99Micros", "%,.2f", 1e-3),
                    figure("UNITs/s", "messagesPerSecond", "%,.0f"))),
    /// Latency at a share of what the server can do at most, by a load that does not wait.
    LATENCY(
            "p99Micros",
            "latency at the 99th percentile, µs",
            List.of(
                    figure("at most UNITs/s", "capacityPerSecond", "%,.0f"),
                    figure("sent UNITs/s", "messagesPerSecond", "%,.0f"),
                    figure("p50 µs", "p50Micros", "%,.0f"),
                    figure("p90 µs", "p90Micros", "%,.0f"),
                    figure("p99 µs", "p99Micros", "%,.0f"),
                    spread("p99Micros"),
                    figure("p99.9 µs", "p999Micros", "%,.0f"),
                    figure("greatest µs", "maxMicros", "%,.0f"),
                    figure("sent late, p99 µs", "lateMicros", "%,.0f"),
                    figure("server busy", "serverBusy", "%.0f %%", 100))),
    /// How long a program takes from its start until it does its work: the unit is what that is.
    START(
            "answeredMillis",
            "time from the start to UNIT, ms",
            List.of(
                    figure("ms to UNIT", "answeredMillis", "%,.0f"),
                    ratio("answeredMillis"),
                    spread("answeredMillis"),
                    figure("processor time by then, ms", "cpuMillis", "%,.0f"),
                    figure("resident MiB then", "residentMebibytes", "%,.0f"))),
    /// What a connection that says nothing takes of the server's processors.
    IDLE(
            "cpuMicros",
            "processor time of the server per UNIT and second, µs",
            List.of(
                    figure("CPU µs/UNIT and second", "cpuMicros", "%.3f"),
                    ratio("cpuMicros"),
                    two("user + kernel µs", "userMicros", "systemMicros", "%.3f + %.3f"),
                    spread("cpuMicros"),
                    figure("server busy", "serverBusy", "%.1f %%", 100))),
    /// What a connection or session that says nothing adds to the server's memory.
    MEMORY(
            "residentBytes",
            "resident memory per UNIT, bytes",
            List.of(
                    figure("resident bytes/UNIT", "residentBytes", "%,.0f"),
                    ratio("residentBytes"),
                    spread("residentBytes"),
                    figure("live heap bytes/UNIT", "heapBytes", "%,.0f"),
                    spread("heapBytes"))),
    /// What there is in the heap for each, without sockets.
    HEAP(
            "heapBytes",
            "live heap per UNIT in the model, bytes",
            List.of(
                    figure("live heap bytes/UNIT", "heapBytes", "%,.0f"),
                    ratio("heapBytes"),
                    spread("heapBytes"))),
    /// How long a publication to many takes, without sockets.
    MODEL(
            "deliveryNanos",
            "time per delivery in the model, ns",
            List.of(
                    figure("ms/UNIT", "publicationMicros", "%,.3f", 1e-3),
                    figure("ns/delivery", "deliveryNanos", "%,.1f"),
                    spread("deliveryNanos")));

    private final String drawn;
    private final String axis;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Column> columns;

    Kind(String drawn, String axis, List<Column> columns) {
        this.drawn = drawn;
        this.axis = axis;
        this.columns = columns;
    }

    /// The figure that is drawn.
    String drawn() {
        return drawn;
    }

    /// What that is, for people; `UNIT` stands for what is counted.
    String axis() {
        return axis;
    }

    /// Behind that of the peer.
    List<Column> columns() {
        return columns;
    }
}
