package dev.duplex.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/// Which of the connections that there are a fault hits: a fraction of them, rounded up, so that a fraction above 0 hits at least one.
///
/// @param fraction from 0 to 1
/// @param random what chooses; connections are offered to it in the order in which they were accepted, so that one seed
///     chooses the same among the same
public record Choice(double fraction, RandomGenerator random) {
    /// @throws IllegalArgumentException if `fraction` is none
    public Choice {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("not a fraction from 0 to 1: " + fraction);
        }
    }

    /// Every connection.
    public static Choice all() {
        return new Choice(1, RandomGenerator.getDefault());
    }

    <T> List<T> of(List<T> all) {
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, (int) Math.ceil(fraction * shuffled.size()));
    }
}
