package dev.duplex.websocket.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Reads the headers of frames, one after another, out of bytes that come in any pieces; and
/// writes them (RFC 6455 §5.2). One object serves a connection: it is changed by each [#read].
///
/// Knows the layout only. Whether a header is allowed where it stands is the protocol's business,
/// but for the length, whose encoding must be minimal and below 2^63: [#wellFormed].
public final class FrameHeader {
    /// The most bytes a header has: two, eight of length, four of mask.
    public static final int MAX_BYTES = 14;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private int first;
    private boolean masked;
    private boolean wellFormed;
    private long length;
    private int maskingKey;

    /// The beginning of a header whose rest has not come; made when first needed.
    private ByteBuf carry = Unpooled.EMPTY_BUFFER;

    /// Takes one header out of `in`, or what there is of it.
    ///
    /// @return whether a header is complete; if not, `in` is used up
    public boolean read(ByteBuf in) {
        if (!carry.isReadable() && parse(in)) {
            return true;
        }
        if (!in.isReadable()) {
            return false;
        }
        if (carry.capacity() == 0) {
            carry = Unpooled.buffer(MAX_BYTES, MAX_BYTES);
        }
        while (in.isReadable()) {
            carry.writeByte(in.readByte());
            if (parse(carry)) {
                carry.clear();
                return true;
            }
        }
        return false;
    }

    /// Whether some of a header has come, but not all of it.
    public boolean isBegun() {
        return carry.isReadable();
    }

    private boolean parse(ByteBuf in) {
        int readable = in.readableBytes();
        if (readable < 2) {
            return false;
        }
        int start = in.readerIndex();
        int second = in.getByte(start + 1);
        int length7 = second & 0x7F;
        int lengthBytes = length7 < LENGTH_16 ? 0 : length7 == LENGTH_16 ? 2 : 8;
        boolean key = (second & MASKED) != 0;
        int size = 2 + lengthBytes + (key ? 4 : 0);
        if (readable < size) {
            return false;
        }
        first = in.getUnsignedByte(start);
        masked = key;
        switch (lengthBytes) {
            case 0 -> {
                length = length7;
                wellFormed = true;
            }
            case 2 -> {
                length = in.getUnsignedShort(start + 2);
                wellFormed = length >= LENGTH_16;
            }
            default -> {
                length = in.getLong(start + 2);
                wellFormed = length > 0xFFFF;
            }
        }
        maskingKey = key ? in.getInt(start + size - 4) : 0;
        in.skipBytes(size);
        return true;
    }

    public boolean fin() {
        return (first & FIN) != 0;
    }

    /// The three reserved bits: 4 is RSV1, 2 is RSV2, 1 is RSV3.
    public int rsv() {
        return (first >> 4) & 0x7;
    }

    public int opcode() {
        return first & 0xF;
    }

    public boolean masked() {
        return masked;
    }

    /// Payload bytes; negative if the sender set the highest bit of a 64-bit length.
    public long length() {
        return length;
    }

    /// The masking key in network order; 0 if not masked, which changes nothing.
    public int maskingKey() {
        return maskingKey;
    }

    /// Whether the length was written in the fewest bytes that hold it, and is below 2^63 (§5.2).
    public boolean wellFormed() {
        return wellFormed;
    }

    /// How many bytes the header of such a frame has.
    public static int size(long length, boolean masked) {
        return (length < LENGTH_16 ? 2 : length <= 0xFFFF ? 4 : 10) + (masked ? 4 : 0);
    }

    /// Appends the header of an unmasked frame to `out`.
    ///
    /// @param rsv as [#rsv]
    public static void write(ByteBuf out, boolean fin, int rsv, int opcode, long length) {
        write(out, fin, rsv, opcode, length, 0);
    }

    /// Appends the header of a masked frame to `out`.
    public static void writeMasked(
            ByteBuf out, boolean fin, int rsv, int opcode, long length, int maskingKey) {
        write(out, fin, rsv, opcode, length, MASKED);
        out.writeInt(maskingKey);
    }

    private static void write(
            ByteBuf out, boolean fin, int rsv, int opcode, long length, int maskBit) {
        int head = ((fin ? FIN : 0) | rsv << 4 | opcode) << 8 | maskBit;
        if (length < LENGTH_16) {
            out.writeShort(head | (int) length);
        } else if (length <= 0xFFFF) {
            out.writeInt((head | LENGTH_16) << 16 | (int) length);
        } else {
            out.writeShort(head | LENGTH_64);
            out.writeLong(length);
        }
    }
}
