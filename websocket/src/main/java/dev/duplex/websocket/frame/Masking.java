package dev.duplex.websocket.frame;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Masking and unmasking, which are one operation (RFC 6455 §5.3), in place and by words.
public final class Masking {
    private static final VarHandle LONGS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /// Up to this size the way over a `ByteBuffer` costs more than it saves; see `docs/benchmarks.md`.
    private static final int SMALL = 64;

    private Masking() {}

    /// XORs `length` bytes of `buffer` from `index` with the key.
    ///
    /// @param key the masking key in network order
    /// @param phase where in the payload `index` is; only its lowest two bits count
    public static void apply(ByteBuf buffer, int index, int length, int key, long phase) {
        int turned = Integer.rotateLeft(key, ((int) phase & 3) * 8);
        if (turned == 0 || length == 0) {
            return;
        }
        if (length <= SMALL || buffer.nioBufferCount() != 1) {
            small(buffer, index, length, turned);
        } else {
            ByteBuffer view = buffer.internalNioBuffer(index, length);
            large(view, view.position(), length, turned);
        }
    }

    private static void small(ByteBuf buffer, int index, int length, int key) {
        long wide = (long) key << 32 | (key & 0xFFFF_FFFFL);
        int at = index;
        int end = index + length;
        for (; at <= end - 8; at += 8) {
            buffer.setLong(at, buffer.getLong(at) ^ wide);
        }
        if (at <= end - 4) {
            buffer.setInt(at, buffer.getInt(at) ^ key);
            at += 4;
        }
        for (int shift = 24; at < end; at++, shift -= 8) {
            buffer.setByte(at, buffer.getByte(at) ^ key >> shift);
        }
    }

    private static void large(ByteBuffer buffer, int index, int length, int key) {
        long wide = (long) key << 32 | (key & 0xFFFF_FFFFL);
        int at = index;
        int end = index + length;
        for (; at <= end - 8; at += 8) {
            LONGS.set(buffer, at, (long) LONGS.get(buffer, at) ^ wide);
        }
        for (int shift = 24; at < end; at++, shift -= 8) {
            buffer.put(at, (byte) (buffer.get(at) ^ key >> (shift & 31)));
        }
    }
}
