package dev.duplex.testkit;

import java.util.Arrays;

/// The decompressing half of permessage-deflate for tests: an inflater (RFC 1951) of its own, which
/// also measures how far back references reach, because zlib's would not tell.
public final class RawInflate {
    private static final int[] LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
        131, 163, 195, 227, 258
    };
    private static final int[] LENGTH_EXTRA = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] DISTANCE_BASE = {
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
        2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577
    };
    private static final int[] ORDER = {
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
    };

    private final boolean takeover;
    private byte[] out = new byte[65_536];
    private int size;
    private int start;
    private int maxDistance;

    private byte[] in = new byte[0];
    private int bit;

    /// @param takeover whether references may reach into earlier messages
    public RawInflate(boolean takeover) {
        this.takeover = takeover;
    }

    /// The longest distance of any reference up to now, in bytes; 0 if there was none.
    public int maxDistance() {
        return maxDistance;
    }

    /// Decompresses one message (§7.2.2).
    ///
    /// @param compressed its payload, all fragments together, without the 00 00 FF FF
    /// @throws AssertionError if this is not DEFLATE, or refers to what it may not
    public byte[] message(byte[] compressed) {
        in = Arrays.copyOf(compressed, compressed.length + 4);
        in[compressed.length + 2] = (byte) 0xFF;
        in[compressed.length + 3] = (byte) 0xFF;
        bit = 0;
        if (!takeover) {
            size = 0;
        }
        start = size;
        while (bit + 3 <= in.length * 8) {
            bits(1);
            switch (bits(2)) {
                case 0 -> stored();
                case 1 -> compressed(fixedLengths(), lengths(30, 5));
                case 2 -> dynamic();
                default -> throw new AssertionError("RFC 1951 §3.2.3: a block of type 3");
            }
            if (bit + 7 >= in.length * 8) {
                break;
            }
        }
        return Arrays.copyOfRange(out, start, size);
    }

    private void stored() {
        bit = (bit + 7) & ~7;
        int length = bits(16);
        if (bits(16) != (~length & 0xFFFF)) {
            throw new AssertionError("RFC 1951 §3.2.4: LEN and NLEN of a stored block disagree");
        }
        for (int i = 0; i < length; i++) {
            put((byte) bits(8));
        }
    }

    private void dynamic() {
        int literals = bits(5) + 257;
        int distances = bits(5) + 1;
        int codes = bits(4) + 4;
        int[] codeLengths = new int[19];
        for (int i = 0; i < codes; i++) {
            codeLengths[ORDER[i]] = bits(3);
        }
        Tree tree = new Tree(codeLengths);
        int[] all = new int[literals + distances];
        for (int i = 0; i < all.length; ) {
            int symbol = symbol(tree);
            int value = symbol < 16 ? symbol : symbol == 16 ? all[i - 1] : 0;
            int repeat =
                    switch (symbol) {
                        case 16 -> 3 + bits(2);
                        case 17 -> 3 + bits(3);
                        case 18 -> 11 + bits(7);
                        default -> 1;
                    };
            Arrays.fill(all, i, i + repeat, value);
            i += repeat;
        }
        compressed(Arrays.copyOf(all, literals), Arrays.copyOfRange(all, literals, all.length));
    }

    private void compressed(int[] literalLengths, int[] distanceLengths) {
        Tree literals = new Tree(literalLengths);
        Tree distances = new Tree(distanceLengths);
        for (int symbol = symbol(literals); symbol != 256; symbol = symbol(literals)) {
            if (symbol < 256) {
                put((byte) symbol);
                continue;
            }
            int length = LENGTH_BASE[symbol - 257] + bits(LENGTH_EXTRA[symbol - 257]);
            int code = symbol(distances);
            int distance = DISTANCE_BASE[code] + bits(Math.max(0, code / 2 - 1));
            if (distance > size) {
                throw new AssertionError(
                        "a reference " + distance + " bytes back, where " + size + " are known");
            }
            maxDistance = Math.max(maxDistance, distance);
            for (int i = 0; i < length; i++) {
                put(out[size - distance]);
            }
        }
    }

    private void put(byte value) {
        if (size == out.length) {
            out = Arrays.copyOf(out, size * 2);
        }
        out[size++] = value;
    }

    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value |= ((in[bit >> 3] >> (bit & 7)) & 1) << i;
        }
        return value;
    }

    private int symbol(Tree tree) {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= 15; length++) {
            code |= bits(1);
            int count = tree.counts[length];
            if (code - count < first) {
                return tree.symbols[index + (code - first)];
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        throw new AssertionError("RFC 1951 §3.2.2: no such code");
    }

    private static int[] fixedLengths() {
        int[] lengths = lengths(288, 8);
        Arrays.fill(lengths, 144, 256, 9);
        Arrays.fill(lengths, 256, 280, 7);
        return lengths;
    }

    private static int[] lengths(int count, int length) {
        int[] lengths = new int[count];
        Arrays.fill(lengths, length);
        return lengths;
    }

    /// A canonical Huffman code (RFC 1951 §3.2.2).
    private static final class Tree {
        final int[] counts = new int[16];
        final int[] symbols;

        Tree(int[] lengths) {
            symbols = new int[lengths.length];
            for (int length : lengths) {
                counts[length]++;
            }
            counts[0] = 0;
            int[] next = new int[16];
            for (int length = 1; length < 15; length++) {
                next[length + 1] = next[length] + counts[length];
            }
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] != 0) {
                    symbols[next[lengths[symbol]]++] = symbol;
                }
            }
        }
    }
}
