package dev.duplex.channels.engine;

import java.security.SecureRandom;

/// Makes epochs: names of one life of a channel's stream.
public final class Epochs {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Epochs() {}

    /// Eight characters of 32, by chance, so that no two lives of a stream share one.
    public static String make() {
        StringBuilder made = new StringBuilder(8);
        long bits = RANDOM.nextLong();
        for (int i = 0; i < 8; i++) {
            made.append("abcdefghijklmnopqrstuvwxyz234567".charAt((int) (bits & 31)));
            bits >>>= 5;
        }
        return made.toString();
    }
}
