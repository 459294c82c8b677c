package dev.duplex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Hub;
import dev.duplex.channels.Payload;
import dev.duplex.channels.RelayOutcome;
import dev.duplex.channels.Relayed;
import dev.duplex.channels.memory.MemoryEngine;
import dev.duplex.testkit.engine.LocalNodes;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Messages that nodes hand on to each other: each counts what it has handed on, and what has come.
class RelayMetricsTest {
    private final LocalNodes nodes = new LocalNodes();

    private Hub node(Metrics metrics) {
        return Hub.builder()
                .engine(nodes.joined(MemoryEngine.create()))
                .observer(metrics.hub())
                .build();
    }

    /// Only one session is there, and only one message it takes.
    private static boolean receive(Relayed.Request request, Consumer<RelayOutcome> receipt) {
        if (!request.session().equals("known")) {
            return false;
        }
        receipt.accept(request.message().size() == 0 ? RelayOutcome.TAKEN : RelayOutcome.BUSY);
        return true;
    }

    private static RelayOutcome send(Hub from, String node, String session, int bytes) {
        return from.relays()
                .send(node, session, Payload.of(Payload.Kind.BINARY, new byte[bytes]))
                .toCompletableFuture()
                .join();
    }

    @Test
    void countsByWhatBecameOfThem() {
        try (Running here =
                        new Running(it -> it.http("/", exchange -> exchange.respond(new byte[0])));
                Running there =
                        new Running(it -> it.http("/", exchange -> exchange.respond(new byte[0])));
                Hub one = node(here.metrics);
                Hub other = node(there.metrics)) {
            other.relays().add(RelayMetricsTest::receive);
            assertThat(
                            List.of(
                                    send(one, other.node(), "known", 0),
                                    send(one, other.node(), "known", 0),
                                    send(one, other.node(), "known", 1),
                                    send(one, other.node(), "unknown", 0),
                                    send(one, "nobody", "known", 0)))
                    .containsExactly(
                            RelayOutcome.TAKEN,
                            RelayOutcome.TAKEN,
                            RelayOutcome.BUSY,
                            RelayOutcome.NO_SESSION,
                            RelayOutcome.NO_NODE);
            Exposition asked = here.scrape();
            assertThat(asked.value("duplex_relays_total", "outcome", "taken")).isEqualTo(2);
            assertThat(asked.value("duplex_relays_total", "outcome", "busy")).isEqualTo(1);
            assertThat(asked.value("duplex_relays_total", "outcome", "no_session")).isEqualTo(1);
            assertThat(asked.value("duplex_relays_total", "outcome", "no_node")).isEqualTo(1);
            assertThat(asked.sum("duplex_relays_total")).isEqualTo(5);
            assertThat(asked.value("duplex_relay_seconds_count")).isEqualTo(4);
            assertThat(asked.sum("duplex_relays_arrived_total")).isZero();
            Exposition came = there.scrape();
            assertThat(came.value("duplex_relays_arrived_total", "outcome", "taken")).isEqualTo(2);
            assertThat(came.value("duplex_relays_arrived_total", "outcome", "busy")).isEqualTo(1);
            assertThat(came.value("duplex_relays_arrived_total", "outcome", "no_session"))
                    .isEqualTo(1);
            assertThat(came.sum("duplex_relays_total")).isZero();
        }
    }
}
