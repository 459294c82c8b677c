package dev.duplex.centrifuge.delta;

import java.util.Arrays;

/// Writes one delta: looks up blocks of the source in the target by a rolling hash, as rsync does, and makes the matches longer at both ends.
///
/// Where many blocks have one hash, only the last `MAX_CANDIDATES` are tried. What is compared for a match that is taken moves the
/// target's position on; what is compared for one that is not is limited to `MAX_COMPARED` bytes.
final class DeltaWriter {
    /// Bytes of a block: shorter matches are not seen, and are hardly worth a command.
    static final int BLOCK = 16;

    /// Blocks of one hash that are tried at each position.
    static final int MAX_CANDIDATES = 8;

    /// Bytes that are compared forward, for each candidate, to find the longest.
    static final int MAX_COMPARED = 64;

    /// Bytes with which a character of UTF-8 goes on.
    private static final int MAX_CONTINUATION = 3;

    /// Bytes that a match must have beyond what its command takes, at the least.
    private static final int MIN_GAIN = 1;

    private final byte[] source;
    private final byte[] target;
    private byte[] out;
    private int length;

    /// the target up to here is in the delta
    private int written;

    DeltaWriter(byte[] source, byte[] target) {
        this.source = source;
        this.target = target;
        this.out = new byte[64];
    }

    byte[] write() {
        number(target.length);
        put('\n');
        if (source.length >= BLOCK && target.length >= BLOCK) {
            match();
        }
        insert(target.length);
        number(FossilDelta.checksum(target));
        put(';');
        return Arrays.copyOf(out, length);
    }

    /// The index: `heads` has the last block of each hash, `previous` the one before each block; blocks count from 1.
    private void match() {
        int blocks = source.length / BLOCK;
        int mask = Integer.highestOneBit(Math.max(blocks, 16)) * 2 - 1;
        int[] heads = new int[mask + 1];
        int[] previous = new int[blocks + 1];
        for (int block = 1; block <= blocks; block++) {
            int slot = slot(RollingHash.of(source, (block - 1) * BLOCK, BLOCK), mask);
            previous[block] = heads[slot];
            heads[slot] = block;
        }
        RollingHash hash = new RollingHash(target, 0, BLOCK);
        int at = 0;
        while (true) {
            int block = best(heads[slot(hash.value(), mask)], previous, at);
            int copied = block == 0 ? 0 : copy((block - 1) * BLOCK, at);
            if (copied > 0) {
                at = written;
                if (at > target.length - BLOCK) {
                    return;
                }
                hash = new RollingHash(target, at, BLOCK);
            } else {
                if (at == target.length - BLOCK) {
                    return;
                }
                hash.roll(target[at], target[at + BLOCK]);
                at++;
            }
        }
    }

    private static int slot(int hash, int mask) {
        return ((hash * 0x9E3779B1) >>> 8) & mask;
    }

    /// @return the block of those with this hash that goes on longest like the target does from `at`; 0 if none has a whole block of it
    private int best(int head, int[] previous, int at) {
        int best = 0;
        int longest = BLOCK - 1;
        int tried = 0;
        for (int block = head; block != 0 && tried < MAX_CANDIDATES; block = previous[block]) {
            int from = (block - 1) * BLOCK;
            int most = Math.min(MAX_COMPARED, Math.min(source.length - from, target.length - at));
            int same = same(from, at, most);
            if (same > longest) {
                longest = same;
                best = block;
            }
            tried++;
        }
        return best;
    }

    private int same(int from, int at, int most) {
        int mismatch = Arrays.mismatch(source, from, from + most, target, at, at + most);
        return mismatch < 0 ? most : mismatch;
    }

    /// Copies what is the same around `from` in the source and `at` in the target, if that is worth it.
    ///
    /// @return bytes copied
    private int copy(int from, int at) {
        int after = at + same(from, at, Math.min(source.length - from, target.length - at));
        int back = 0;
        while (back < from
                && at - back > written
                && source[from - back - 1] == target[at - back - 1]) {
            back++;
        }
        int start = at - back;
        // A copy that begins or ends within a character would leave half of one to be inserted.
        // (Bytes that are not in UTF-8 are cut anywhere: else a long match could come to nothing,
        // time and again.)
        for (int i = 0; i < MAX_CONTINUATION && continues(start); i++) {
            start++;
        }
        for (int i = 0; i < MAX_CONTINUATION && after < target.length && continues(after); i++) {
            after--;
        }
        int count = after - start;
        int offset = from + (start - at);
        if (count < digits(count) + digits(offset) + 2 + MIN_GAIN) {
            return 0;
        }
        insert(start);
        number(count);
        put('@');
        number(offset);
        put(',');
        written = after;
        return count;
    }

    /// @return whether the byte there goes on with a character of UTF-8
    private boolean continues(int index) {
        return (target[index] & 0xC0) == 0x80;
    }

    /// Inserts what there is of the target before `end`.
    private void insert(int end) {
        int count = end - written;
        if (count > 0) {
            number(count);
            put(':');
            ensure(count);
            System.arraycopy(target, written, out, length, count);
            length += count;
            written = end;
        }
    }

    private static int digits(int value) {
        return Math.max(1, (37 - Integer.numberOfLeadingZeros(value)) / 6);
    }

    /// @param value taken without a sign
    private void number(int value) {
        for (int i = digits(value) - 1; i >= 0; i--) {
            put(Digits.of((value >>> (6 * i)) & 63));
        }
    }

    private void put(char ascii) {
        ensure(1);
        out[length++] = (byte) ascii;
    }

    private void ensure(int count) {
        if (out.length - length < count) {
            out = Arrays.copyOf(out, Math.max(length + count, 2 * out.length));
        }
    }
}
