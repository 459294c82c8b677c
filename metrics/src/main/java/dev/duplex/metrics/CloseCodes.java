package dev.duplex.metrics;

/// Close codes as labels: those that WebSocket defines, and the classes of the others, which programs and peers choose.
final class CloseCodes {
    private static final int DEFINED = 1016;
    private static final String[] LABELS = new String[DEFINED - 1000 + 4];

    static {
        for (int i = 0; i < DEFINED - 1000; i++) {
            LABELS[i] = Integer.toString(1000 + i);
        }
        for (int i = 0; i < 4; i++) {
            LABELS[DEFINED - 1000 + i] = (i + 1) + "xxx";
        }
    }

    /// How many labels there are.
    static final int COUNT = LABELS.length;

    private CloseCodes() {}

    /// Where a code from 1000 to 4999 belongs.
    static int index(int code) {
        return code < DEFINED ? code - 1000 : DEFINED - 1000 + code / 1000 - 1;
    }

    static String label(int index) {
        return LABELS[index];
    }
}
