package dev.duplex.websocket.deflate;

import java.util.Arrays;

/// A second, plain reading of RFC 1951, to judge the JDK's by: decodes bit by bit, checks as
/// strictly as zlib, and tells how far back the references went. Blocks follow one another whether or not
/// one has BFINAL set, as RFC 7692 §7.2.1 has it.
final class ReferenceInflate {
    /// The data is no DEFLATE.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    private static final int[] LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
        131, 163, 195, 227, 258
    };
    private static final int[] LENGTH_EXTRA = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] ORDER = {
        16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
    };

    private byte[] in = {};
    private int bit;
    private byte[] out = new byte[1024];
    private int size;
    private int maxDistance;

    /// The furthest that any reference went back, in all messages.
    int maxDistance() {
        return maxDistance;
    }

    /// One message's payload; the window is that of the messages before it.
    byte[] message(byte[] payload) throws Malformed {
        in = Arrays.copyOf(payload, payload.length + 4);
        in[payload.length + 2] = -1;
        in[payload.length + 3] = -1;
        bit = 0;
        int start = size;
        boolean last = payload.length == 0;
        while (!last) {
            boolean finalBlock = bits(1) == 1;
            block();
            if (finalBlock) {
                bit = (bit + 7) / 8 * 8;
            }
            last = bit == 8 * in.length || (finalBlock && bit == 8 * payload.length);
        }
        return Arrays.copyOfRange(out, start, size);
    }

    private void block() throws Malformed {
        switch (bits(2)) {
            case 0 -> stored();
            case 1 -> {
                int[] literals = new int[288];
                Arrays.fill(literals, 0, 144, 8);
                Arrays.fill(literals, 144, 256, 9);
                Arrays.fill(literals, 256, 280, 7);
                Arrays.fill(literals, 280, 288, 8);
                int[] distances = new int[32];
                Arrays.fill(distances, 5);
                codes(new Huffman(literals, true), new Huffman(distances, true));
            }
            case 2 -> dynamic();
            default -> throw new Malformed("block type 3");
        }
    }

    private void stored() throws Malformed {
        bit = (bit + 7) / 8 * 8;
        int length = bits(16);
        if (bits(16) != (length ^ 0xffff)) {
            throw new Malformed("length of a stored block");
        }
        for (int i = 0; i < length; i++) {
            put((byte) bits(8));
        }
    }

    private void dynamic() throws Malformed {
        int literals = bits(5) + 257;
        int distances = bits(5) + 1;
        int orders = bits(4) + 4;
        if (literals > 286 || distances > 30) {
            throw new Malformed("too many codes");
        }
        int[] codeLengths = new int[19];
        for (int i = 0; i < orders; i++) {
            codeLengths[ORDER[i]] = bits(3);
        }
        Huffman codeLengthCode = new Huffman(codeLengths, true);
        int[] lengths = new int[literals + distances];
        int count = 0;
        while (count < lengths.length) {
            int symbol = codeLengthCode.next();
            if (symbol < 16) {
                lengths[count++] = symbol;
                continue;
            }
            if (symbol == 16 && count == 0) {
                throw new Malformed("nothing to repeat");
            }
            int value = symbol == 16 ? lengths[count - 1] : 0;
            int repeat =
                    switch (symbol) {
                        case 16 -> 3 + bits(2);
                        case 17 -> 3 + bits(3);
                        default -> 11 + bits(7);
                    };
            if (count + repeat > lengths.length) {
                throw new Malformed("repeats too much");
            }
            Arrays.fill(lengths, count, count + repeat, value);
            count += repeat;
        }
        if (lengths[256] == 0) {
            throw new Malformed("no end of block");
        }
        codes(
                new Huffman(Arrays.copyOf(lengths, literals), false),
                new Huffman(Arrays.copyOfRange(lengths, literals, lengths.length), false));
    }

    private void codes(Huffman literals, Huffman distances) throws Malformed {
        for (int symbol = literals.next(); symbol != 256; symbol = literals.next()) {
            if (symbol < 256) {
                put((byte) symbol);
                continue;
            }
            if (symbol > 285) {
                throw new Malformed("length code");
            }
            int length = LENGTH_BASE[symbol - 257] + bits(LENGTH_EXTRA[symbol - 257]);
            int code = distances.next();
            if (code > 29) {
                throw new Malformed("distance code");
            }
            int extra = Math.max(0, code / 2 - 1);
            int distance = (code < 4 ? code : (2 + code % 2) << extra) + 1 + bits(extra);
            if (distance > size) {
                throw new Malformed("too far back");
            }
            maxDistance = Math.max(maxDistance, distance);
            for (int i = 0; i < length; i++) {
                put(out[size - distance]);
            }
        }
    }

    private int bits(int count) throws Malformed {
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            if (bit >= 8 * in.length) {
                throw new Malformed("ends early");
            }
            value |= (in[bit / 8] >> bit % 8 & 1) << i;
        }
        return value;
    }

    private void put(byte value) throws Malformed {
        if (bit > 8 * (in.length - 4)) {
            throw new Malformed("the tail is taken for data");
        }
        if (size == out.length) {
            out = Arrays.copyOf(out, 2 * size);
        }
        out[size++] = value;
    }

    /// A canonical code (RFC 1951 §3.2.2), read one bit at a time.
    private final class Huffman {
        private final int[] counts = new int[16];
        private final int[] symbols;

        Huffman(int[] lengths, boolean complete) throws Malformed {
            for (int length : lengths) {
                counts[length]++;
            }
            int used = lengths.length - counts[0];
            counts[0] = 0;
            int free = 1;
            int longest = 0;
            for (int length = 1; length < 16; length++) {
                free = 2 * free - counts[length];
                longest = counts[length] > 0 ? length : longest;
                if (free < 0) {
                    throw new Malformed("more codes than fit");
                }
            }
            // Of a code with one symbol half is unused, and of one with none all; no other may have
            // gaps.
            if (free > 0 && used > 0 && (complete || longest != 1)) {
                throw new Malformed("a code with gaps");
            }
            symbols = new int[used];
            int at = 0;
            for (int length = 1; length < 16; length++) {
                for (int symbol = 0; symbol < lengths.length; symbol++) {
                    if (lengths[symbol] == length) {
                        symbols[at++] = symbol;
                    }
                }
            }
        }

        int next() throws Malformed {
            int code = 0;
            int first = 0;
            int index = 0;
            for (int length = 1; length < 16; length++) {
                code |= bits(1);
                if (code - first < counts[length]) {
                    return symbols[index + code - first];
                }
                index += counts[length];
                first = (first + counts[length]) << 1;
                code <<= 1;
            }
            throw new Malformed("no such code");
        }
    }
}
