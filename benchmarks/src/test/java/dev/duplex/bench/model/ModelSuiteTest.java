package dev.duplex.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.bench.BenchException;
import dev.duplex.bench.result.Row;
import dev.duplex.bench.result.Table;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The models with few sessions: that they count what they say, never what times they give.
class ModelSuiteTest {
    private static final byte[] JSON = "\"hello\"".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @EnumSource
    void aPublicationReachesThoseWhoAreInItsChannelAndNobodyElse(Clients clients) {
        try (Population population = new Population(clients, 50)) {
            population.open(20);
            population.open(30);
            population.enter(10, "some");
            String first = clients.together() ? Population.ALL : Population.own(49);
            assertThat(population.publish(first, JSON, clients.together() ? 50 : 1)).isPositive();
            assertThat(population.publish("some", JSON, 10)).isPositive();
            assertThat(population.publish("nobody", JSON, 0)).isPositive();
            assertThatThrownBy(() -> population.publish("some", JSON, 11))
                    .isInstanceOf(BenchException.class)
                    .hasMessage("a publication to 11 was delivered 10 times");
        }
    }

    /// What a room's session gets is the payload; a client of the Centrifuge protocol gets it in a push.
    @Test
    void whatIsDeliveredIsAsItsClientsSpeak() {
        try (Population room = new Population(Clients.ROOM, 2);
                Population centrifuge = new Population(Clients.CENTRIFUGE_JSON, 2)) {
            room.open(2);
            centrifuge.open(2);
            room.publish(Population.ALL, JSON, 2);
            centrifuge.publish(Population.ALL, JSON, 2);
            assertThat(room.deliveredBytesEach()).isEqualTo(JSON.length);
            assertThat(centrifuge.deliveredBytesEach())
                    .isEqualTo("{'push':{'channel':'all','pub':{'data':'hello'}}}".length());
        }
    }

    @Test
    void theTablesHaveWhatEachModelSays() throws InterruptedException {
        ModelPlan plan = new ModelPlan(3_000, 1, Duration.ofMillis(20), 0, _ -> {});
        List<Table> tables = ModelSuite.run(ModelSuite.chosen(Set.of("model")), plan, 0);
        assertThat(tables).extracting(Table::name).isEqualTo(ModelSuite.chosen(Set.of("model")));
        assertThat(tables).allSatisfy(table -> assertThat(table.title()).startsWith("A model: "));
        assertThat(tables.getFirst().rows())
                .extracting(row -> figure(row, "heapBytes"))
                .allSatisfy(bytes -> assertThat(bytes).isBetween(100.0, 3_000.0));
        assertThat(tables.getLast().rows())
                .extracting(Row::title)
                .containsExactly(
                        "1,000 of a room",
                        "4,000 of a room",
                        "1,000 of Centrifuge clients",
                        "4,000 of Centrifuge clients");
        assertThat(tables.getLast().rows())
                .extracting(row -> figure(row, "deliveryNanos"))
                .allSatisfy(nanos -> assertThat(nanos).isPositive());
    }

    private static double figure(Row row, String name) {
        return Objects.requireNonNull(row.figures().get(name)).median();
    }

    @Test
    void aTableCanBeNamed() {
        assertThat(ModelSuite.chosen(Set.of("echo", "model-heap"))).containsExactly("model-heap");
        assertThat(ModelSuite.chosen(Set.of("echo"))).isEmpty();
    }

    @Test
    void whatIsNoResultIsRefused() {
        assertThatThrownBy(() -> ModelSuite.Turn.parse("java.lang.OutOfMemoryError: Java heap"))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("OutOfMemoryError");
    }
}
