package dev.duplex.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;

/// The last things that went over one connection, for the message of a failing test.
final class Transcript {
    private static final int LINES = 24;
    private static final int SHOWN_BYTES = 48;

    private final Deque<String> lines = new ArrayDeque<>();
    private int dropped;
    private String last = "";
    private int times;

    synchronized void sent(Object what) {
        add("  > " + what);
    }

    synchronized void came(Object what) {
        add("  < " + what);
    }

    private void add(String line) {
        if (line.equals(last)) {
            times++;
            lines.removeLast();
            lines.add(line + " × " + times);
            return;
        }
        last = line;
        times = 1;
        lines.add(line);
        if (lines.size() > LINES) {
            lines.remove();
            dropped++;
        }
    }

    /// Bytes as text if they are printable, else as hex; cut when there are many.
    static String shown(byte[] bytes) {
        int count = Math.min(bytes.length, SHOWN_BYTES);
        boolean printable = true;
        for (int i = 0; i < count; i++) {
            printable &= bytes[i] >= 0x20 && bytes[i] < 0x7F;
        }
        String start =
                printable
                        ? '"' + new String(bytes, 0, count, StandardCharsets.US_ASCII) + '"'
                        : HexFormat.ofDelimiter(" ").formatHex(bytes, 0, count);
        return bytes.length > count ? start + "… (" + bytes.length + " bytes)" : start;
    }

    @Override
    public synchronized String toString() {
        String start = dropped == 0 ? "" : "  (" + dropped + " earlier lines)\n";
        return start + String.join("\n", lines);
    }
}
