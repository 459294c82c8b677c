package dev.duplex.centrifuge.delta;

import java.util.Arrays;
import java.util.Optional;

/// Reads one delta. What it makes grows as commands come, not by the size that the delta says at its beginning.
final class DeltaReader {
    private static final int FIRST_BYTES = 1024;
    private static final long MAX_NUMBER = 0xFFFF_FFFFL;

    private final byte[] source;
    private final byte[] delta;
    private int position;
    private byte[] target = new byte[0];
    private int length;

    DeltaReader(byte[] source, byte[] delta) {
        this.source = source;
        this.delta = delta;
    }

    Optional<byte[]> read(int limit) {
        long size = number();
        if (size < 0 || size > limit || !take('\n')) {
            return Optional.empty();
        }
        while (true) {
            long count = number();
            if (count < 0 || position == delta.length) {
                return Optional.empty();
            }
            switch (delta[position++]) {
                case '@' -> {
                    long from = number();
                    if (from < 0
                            || !take(',')
                            || from + count > source.length
                            || length + count > size) {
                        return Optional.empty();
                    }
                    append(source, (int) from, (int) count);
                }
                case ':' -> {
                    if (count > delta.length - position || length + count > size) {
                        return Optional.empty();
                    }
                    append(delta, position, (int) count);
                    position += (int) count;
                }
                case ';' -> {
                    return end(size, (int) count);
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
    }

    private Optional<byte[]> end(long size, int checksum) {
        if (position != delta.length || length != size) {
            return Optional.empty();
        }
        byte[] made = Arrays.copyOf(target, length);
        return FossilDelta.checksum(made) == checksum ? Optional.of(made) : Optional.empty();
    }

    private void append(byte[] from, int offset, int count) {
        if (target.length - length < count) {
            long grown = Math.max((long) length + count, Math.max(FIRST_BYTES, 2L * target.length));
            target = Arrays.copyOf(target, (int) Math.min(grown, Integer.MAX_VALUE - 8));
        }
        System.arraycopy(from, offset, target, length, count);
        length += count;
    }

    private boolean take(char wanted) {
        if (position < delta.length && delta[position] == wanted) {
            position++;
            return true;
        }
        return false;
    }

    /// @return the number here, or -1 if there is none or it has more than 32 bits
    private long number() {
        long value = 0;
        int start = position;
        while (position < delta.length) {
            int digit = Digits.value(delta[position]);
            if (digit < 0) {
                break;
            }
            value = (value << 6) | digit;
            if (value > MAX_NUMBER) {
                return -1;
            }
            position++;
        }
        return position == start ? -1 : value;
    }
}
