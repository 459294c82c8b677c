package dev.duplex.app.ticker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Simulated prices: each walks at random about where it opened. Some instruments are traded all the time, most of them now and then.
/// The same seed gives the same market. Not thread-safe.
final class Market {
    /// How many instruments there are.
    static final int INSTRUMENTS = 1_000;

    /// The highest price that somebody may set.
    static final double MAX_PRICE = 1_000_000;

    /// By how much a price moves at a time, in the middle of all cases.
    private static final double STEP = 0.0015;

    /// How strongly it is drawn back to where it opened.
    private static final double PULL = 0.0004;

    /// The lower, the more of the trade is in the busiest.
    private static final int EVENNESS = 12;

    private final Random random;
    private final List<Instrument> instruments;
    private final double[] prices;
    private final long[] numbers;

    /// Which part of the trade is in the instruments up to each.
    private final double[] shares;

    private final Map<String, Integer> bySymbol = new HashMap<>();

    /// @param seed of what happens
    Market(long seed) {
        random = new Random(seed);
        instruments = Instruments.make(INSTRUMENTS, random);
        prices = instruments.stream().mapToDouble(Instrument::open).toArray();
        numbers = new long[INSTRUMENTS];
        shares = new double[INSTRUMENTS];
        double sum = 0;
        for (int i = 0; i < INSTRUMENTS; i++) {
            bySymbol.put(instruments.get(i).symbol(), i);
            sum += 1.0 / (i + EVENNESS);
            shares[i] = sum;
        }
    }

    List<Instrument> instruments() {
        return instruments;
    }

    /// The next price.
    ///
    /// @param now milliseconds of the epoch
    Tick next(long now) {
        double at = random.nextDouble() * shares[INSTRUMENTS - 1];
        int found = Arrays.binarySearch(shares, at);
        int i = Math.min(INSTRUMENTS - 1, found < 0 ? -found - 1 : found);
        double open = instruments.get(i).open();
        double moved = prices[i] * (1 + STEP * random.nextGaussian()) + PULL * (open - prices[i]);
        prices[i] = Math.clamp(moved, 0.01, MAX_PRICE);
        return new Tick(
                instruments.get(i).symbol(), Instruments.cents(prices[i]), ++numbers[i], now);
    }

    /// Somebody else has set a price: it goes on from there.
    ///
    /// @return false if there is no such instrument
    boolean set(String symbol, double price) {
        Integer i = bySymbol.get(symbol);
        if (i == null) {
            return false;
        }
        prices[i] = Math.clamp(price, 0.01, MAX_PRICE);
        return true;
    }

    /// The last price of each, in the order of the instruments.
    ///
    /// @param now milliseconds of the epoch
    List<Tick> prices(long now) {
        List<Tick> all = new ArrayList<>(INSTRUMENTS);
        for (int i = 0; i < INSTRUMENTS; i++) {
            String symbol = instruments.get(i).symbol();
            all.add(new Tick(symbol, Instruments.cents(prices[i]), numbers[i], now));
        }
        return all;
    }
}
