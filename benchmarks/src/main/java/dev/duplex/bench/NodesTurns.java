package dev.duplex.bench;

import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Traffic;
import dev.duplex.bench.load.Window;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Turns that tell what a publication costs one or several nodes, and what is between them.
final class NodesTurns implements Turns<NodesTurns.Turn> {
    private final Scenario scenario;
    private final Rounds.Plan plan;
    private final LoadLoop loop;

    NodesTurns(Scenario scenario, Rounds.Plan plan, LoadLoop loop) {
        this.scenario = scenario;
        this.plan = plan;
        this.loop = loop;
    }

    /// What one window says.
    ///
    /// @param deliveries what the nodes have done together, for each delivery
    /// @param brokerMicros processor time of what is between the nodes, for each delivery
    /// @param brokerBusy share of its core that this used
    /// @param receivers to how many a publication is delivered
    /// @param nodes how many there are
    record Turn(
            Sample deliveries, double brokerMicros, double brokerBusy, int receivers, int nodes) {
        static Turn of(Window<Reading> window, int receivers, int nodes) {
            double broker = window.after().brokerNanos() - window.before().brokerNanos();
            return new Turn(
                    Sample.of(window.map(Reading::nodes)),
                    broker / 1e3 / window.messages(),
                    broker / window.nanos(),
                    receivers,
                    nodes);
        }

        /// All of them together, for each publication.
        double nodesMicros() {
            return deliveries.cpuMicros() * receivers;
        }

        double brokerMicrosOfPublication() {
            return brokerMicros * receivers;
        }

        /// The figure: nodes and broker, for each publication.
        double totalMicros() {
            return nodesMicros() + brokerMicrosOfPublication();
        }

        /// The share of a core that others used.
        double otherBusy() {
            return Math.max(0, deliveries.otherBusy() - brokerBusy);
        }

        /// What a row has.
        static Map<String, ToDoubleFunction<Turn>> figures() {
            Map<String, ToDoubleFunction<Turn>> figures = new LinkedHashMap<>();
            figures.put("totalMicros", Turn::totalMicros);
            figures.put("nodesMicros", Turn::nodesMicros);
            figures.put("nodeMicros", turn -> turn.nodesMicros() / turn.nodes());
            figures.put("brokerMicros", Turn::brokerMicrosOfPublication);
            figures.put("deliveryMicros", turn -> turn.deliveries().cpuMicros());
            figures.put(
                    "publicationsPerSecond",
                    turn -> turn.deliveries().messagesPerSecond() / turn.receivers());
            figures.put("deliveriesPerSecond", turn -> turn.deliveries().messagesPerSecond());
            figures.put("p50Micros", turn -> turn.deliveries().p50Micros());
            figures.put("p99Micros", turn -> turn.deliveries().p99Micros());
            figures.put("serverBusy", turn -> turn.deliveries().serverBusy());
            figures.put("brokerBusy", Turn::brokerBusy);
            figures.put("loadBusy", turn -> turn.deliveries().loadBusy());
            return figures;
        }
    }

    /// All processor times at one moment.
    record Reading(Sample.Readings nodes, long brokerNanos) {
        static Reading of(Running server) {
            return new Reading(Sample.Readings.of(server), server.brokerNanos());
        }
    }

    @Override
    public Turn take(Running server) throws InterruptedException {
        Peer peer = server.peer();
        try (Traffic traffic = Traffic.open(scenario.load(peer), server.target(), loop)) {
            var _ = Turns.measure(traffic, server, plan.settling());
            Window<Reading> window =
                    traffic.measure(Duration.ofSeconds(plan.seconds()), () -> Reading.of(server));
            var _ = traffic.finish();
            return Turn.of(window, scenario.receivers(), peer.nodes());
        }
    }

    @Override
    public String said(Turn turn) {
        return String.format(
                Locale.ROOT,
                "%,.1f us CPU per publication (broker %,.1f), %,.0f publications/s, p99 %,.0f us",
                turn.totalMicros(),
                turn.brokerMicrosOfPublication(),
                turn.deliveries().messagesPerSecond() / turn.receivers(),
                turn.deliveries().p99Micros());
    }
}
