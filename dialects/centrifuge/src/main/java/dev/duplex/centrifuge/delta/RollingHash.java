package dev.duplex.centrifuge.delta;

/// The hash of a window of bytes that can be moved by one byte: two sums, as in rsync and in Fossil.
final class RollingHash {
    private final int size;
    private int sum;
    private int weighted;

    RollingHash(byte[] bytes, int offset, int size) {
        this.size = size;
        for (int i = 0; i < size; i++) {
            sum += bytes[offset + i];
            weighted += (size - i) * bytes[offset + i];
        }
    }

    static int of(byte[] bytes, int offset, int size) {
        return new RollingHash(bytes, offset, size).value();
    }

    void roll(byte leaves, byte enters) {
        sum += enters - leaves;
        weighted += sum - size * leaves;
    }

    int value() {
        return (sum & 0xFFFF) | (weighted << 16);
    }
}
