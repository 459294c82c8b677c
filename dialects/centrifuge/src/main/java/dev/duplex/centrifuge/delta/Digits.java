package dev.duplex.centrifuge.delta;

import java.util.Arrays;

/// The digits of numbers in deltas, in the order of their values.
final class Digits {
    private static final String ALL =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";
    private static final byte[] VALUES = values();

    private Digits() {}

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < ALL.length(); i++) {
            values[ALL.charAt(i)] = (byte) i;
        }
        return values;
    }

    static char of(int value) {
        return ALL.charAt(value);
    }

    /// @return the value of a digit, or -1 if it is none
    static int value(byte digit) {
        return digit < 0 ? -1 : VALUES[digit];
    }
}
