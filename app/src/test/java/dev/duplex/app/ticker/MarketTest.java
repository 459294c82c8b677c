package dev.duplex.app.ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MarketTest {
    private static final int MANY = 200_000;

    private static List<Tick> ticks(Market market, int count) {
        List<Tick> ticks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ticks.add(market.next(i));
        }
        return ticks;
    }

    @Test
    void theSameSeedGivesTheSameMarketAndAnotherSeedAnother() {
        List<Tick> one = ticks(new Market(1), 1_000);
        assertThat(ticks(new Market(1), 1_000)).isEqualTo(one);
        assertThat(ticks(new Market(2), 1_000)).isNotEqualTo(one);
        assertThat(new Market(1).instruments()).isEqualTo(new Market(1).instruments());
    }

    @Test
    void thereAreAThousandInstrumentsEachWithItsOwnSymbol() {
        List<Instrument> instruments = new Market(1).instruments();
        Set<String> symbols = new HashSet<>();
        instruments.forEach(it -> symbols.add(it.symbol()));
        assertThat(instruments).hasSize(1_000);
        assertThat(symbols).hasSize(1_000);
        assertThat(instruments)
                .allSatisfy(it -> {
                    assertThat(it.symbol()).matches("[A-Z]{4}");
                    assertThat(it.name()).startsWithIgnoringCase(it.symbol());
                    assertThat(it.open()).isGreaterThan(1);
                });
        assertThatThrownBy(() -> Instruments.make(10_000, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyInstrumentIsTradedAndSomeMuchMoreThanOthers() {
        Map<String, Integer> traded = new HashMap<>();
        ticks(new Market(1), MANY).forEach(it -> traded.merge(it.symbol(), 1, Integer::sum));
        assertThat(traded).hasSize(1_000);
        List<Integer> counts = traded.values().stream().sorted().toList();
        assertThat(counts.getLast()).isGreaterThan(30 * counts.getFirst());
    }

    @Test
    void pricesAreInCentsAndStayAboutWhereTheyOpened() {
        Market market = new Market(1);
        Map<String, Double> open = new HashMap<>();
        market.instruments().forEach(it -> open.put(it.symbol(), it.open()));
        assertThat(ticks(market, MANY))
                .allSatisfy(it -> {
                    assertThat(it.price()).isEqualTo(Instruments.cents(it.price()));
                    assertThat(it.price() / open.getOrDefault(it.symbol(), 0.0))
                            .isBetween(0.5, 2.0);
                });
    }

    @Test
    void pricesOfAnInstrumentAreNumberedWithoutGaps() {
        Market market = new Market(1);
        Map<String, Long> last = new HashMap<>();
        for (Tick tick : ticks(market, 20_000)) {
            assertThat(tick.n()).isEqualTo(last.getOrDefault(tick.symbol(), 0L) + 1);
            last.put(tick.symbol(), tick.n());
        }
        for (Tick tick : market.prices(0)) {
            assertThat(tick.n()).isEqualTo(last.getOrDefault(tick.symbol(), 0L));
        }
    }

    @Test
    void aPriceThatIsSetIsWhereItGoesOnFrom() {
        Market market = new Market(1);
        String busiest = market.instruments().getFirst().symbol();
        assertThat(market.set(busiest, 5_000)).isTrue();
        Tick next = market.next(0);
        while (!next.symbol().equals(busiest)) {
            next = market.next(0);
        }
        assertThat(next.price()).isBetween(4_900.0, 5_100.0);
        assertThat(market.set("nothing of the kind", 1)).isFalse();
    }
}
