package dev.duplex.app.ticker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Makes up instruments: the same for the same random numbers. That one is called like a real company is chance.
final class Instruments {
    private static final String CONSONANTS = "BDKLMNRSTVZ";
    private static final String VOWELS = "AEIOU";
    private static final List<String> ENDINGS = List.of("line", "tec", "worth", "rix", "field");
    private static final List<String> SECTORS =
            List.of(
                    "Energy",
                    "Metals",
                    "Foods",
                    "Textiles",
                    "Optics",
                    "Rail",
                    "Shipping",
                    "Paper",
                    "Media",
                    "Tools");
    private static final double LOWEST = 8;
    private static final double SPREAD = 60;

    private Instruments() {}

    /// So many, in no order.
    ///
    /// @throws IllegalArgumentException if there are not so many symbols
    static List<Instrument> make(int count, Random random) {
        List<String> symbols = symbols();
        if (count > symbols.size()) {
            throw new IllegalArgumentException("there are " + symbols.size() + " symbols only");
        }
        Collections.shuffle(symbols, random);
        List<Instrument> made = new ArrayList<>(count);
        for (String symbol : symbols.subList(0, count)) {
            String sector = SECTORS.get(random.nextInt(SECTORS.size()));
            String company =
                    symbol.charAt(0)
                            + symbol.substring(1).toLowerCase(Locale.ROOT)
                            + ENDINGS.get(random.nextInt(ENDINGS.size()));
            // A few are dear, most are not.
            double open = LOWEST + SPREAD * Math.exp(random.nextGaussian());
            made.add(new Instrument(symbol, company + ' ' + sector, sector, cents(open)));
        }
        return List.copyOf(made);
    }

    /// A price as it is told.
    static double cents(double price) {
        return Math.round(price * 100) / 100.0;
    }

    /// Words of four letters that can be said: two syllables that begin with different consonants.
    private static List<String> symbols() {
        List<String> syllables = new ArrayList<>();
        for (int i = 0; i < CONSONANTS.length(); i++) {
            for (int j = 0; j < VOWELS.length(); j++) {
                syllables.add("" + CONSONANTS.charAt(i) + VOWELS.charAt(j));
            }
        }
        List<String> all = new ArrayList<>();
        for (String first : syllables) {
            for (String second : syllables) {
                if (first.charAt(0) != second.charAt(0)) {
                    all.add(first + second);
                }
            }
        }
        return all;
    }
}
