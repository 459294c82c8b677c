package dev.duplex.websocket.deflate;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/// Compresses the payloads of one direction of permessage-deflate (RFC 7692 §7.2.1).
///
/// The JDK's compressor always has a window of 32 KiB. A smaller one is honoured by making it forget
/// (a full flush) after each 2^windowBits bytes of input: no back-reference then reaches further than
/// the peer's window, at some cost in size, and 8 bits, which zlib itself cannot do, work too.
///
/// Without context takeover nothing is kept between messages, and one deflater serves any number of
/// connections in turn, message by message; a message sent in fragments needs it alone until its
/// last one ([DeflaterPool]). One thread at a time. Holds some 260 KiB outside the heap until closed.
public final class MessageDeflater implements AutoCloseable {
    private static final byte[] NOTHING = {};

    /// The end of every flush, which is not sent (§7.2.1).
    private static final int TAIL_BYTES = 4;

    /// Room for what zlib still has pending and a flush: with less than seven bytes it would flush again.
    private static final int MIN_ROOM = 64;

    private final Deflater deflater;
    private final boolean contextTakeover;

    /// After how many bytes of input the compressor must forget; 0 for never.
    private int forgetAfter;

    /// Bytes of input since it last forgot; only counted when it has to.
    private int remembered;

    private boolean inMessage;

    /// @param windowBits no back-reference reaches further than 2^windowBits, 8..15
    /// @param contextTakeover whether a message may refer to the ones before it
    /// @param level 1 (fast) to 9 (small), as in zlib
    /// @throws IllegalArgumentException if a number is out of its range
    public MessageDeflater(int windowBits, boolean contextTakeover, int level) {
        if (level < 1 || level > 9) {
            throw new IllegalArgumentException("deflate level must be 1..9, not " + level);
        }
        windowBits(windowBits);
        this.contextTakeover = contextTakeover;
        this.deflater = new Deflater(level, true);
    }

    /// Sets the window for the messages to come; only between messages, and with nothing remembered.
    void windowBits(int windowBits) {
        if (windowBits < ParsedParameters.MIN_WINDOW_BITS
                || windowBits > ParsedParameters.MAX_WINDOW_BITS) {
            throw new IllegalArgumentException("windowBits must be 8..15, not " + windowBits);
        }
        forgetAfter = windowBits == ParsedParameters.MAX_WINDOW_BITS ? 0 : 1 << windowBits;
    }

    /// Compresses a whole message. Same as [#deflateFragment] with `last`.
    ///
    /// @param in the message; read to its end, not released. Its memory may be read by other threads
    ///     at the same time
    /// @param out gets the payload of the compressed message appended; in one piece of memory (not a
    ///     composite of several), grown as needed
    public void deflate(ByteBuf in, ByteBuf out) {
        deflateFragment(in, out, true);
    }

    /// Compresses a part of a message so that the peer can read all of it when it has got it. An
    /// empty part gives nothing, unless it is the last.
    ///
    /// @param in the part; read to its end, not released
    /// @param out gets the payload appended; in one piece of memory, grown as needed
    /// @param last whether the message ends with this part
    public void deflateFragment(ByteBuf in, ByteBuf out, boolean last) {
        inMessage = true;
        if (in.isReadable()) {
            compress(in, out);
            if (last) {
                out.writerIndex(out.writerIndex() - TAIL_BYTES);
            }
        } else if (last) {
            // An empty block without compression, less its tail (§7.2.3.6). All before it is
            // flushed, so it begins with a byte.
            out.writeByte(0);
        }
        if (last) {
            if (!contextTakeover) {
                forget();
            }
            inMessage = false;
        }
    }

    private void compress(ByteBuf in, ByteBuf out) {
        if (in.nioBufferCount() == 1) {
            // Not the buffer's own view of itself (internalNioBuffer): a message to many is
            // compressed on several loops at once, and they would share it.
            compress(in.nioBuffer(), true, out);
        } else {
            ByteBuffer[] parts = in.nioBuffers();
            for (int i = 0; i < parts.length; i++) {
                compress(parts[i], i == parts.length - 1, out);
            }
        }
        in.skipBytes(in.readableBytes());
        // Otherwise the compressor would hold the caller's memory.
        deflater.setInput(NOTHING);
    }

    private void compress(ByteBuffer part, boolean flush, ByteBuf out) {
        int end = part.limit();
        do {
            int mode = Deflater.NO_FLUSH;
            if (forgetAfter != 0) {
                int take = Math.min(end - part.position(), forgetAfter - remembered);
                part.limit(part.position() + take);
                remembered += take;
                if (remembered == forgetAfter) {
                    mode = Deflater.FULL_FLUSH;
                    remembered = 0;
                }
            }
            if (flush && mode == Deflater.NO_FLUSH && part.limit() == end) {
                mode = Deflater.SYNC_FLUSH;
            }
            deflater.setInput(part);
            drain(mode, out);
            part.limit(end);
        } while (part.hasRemaining());
    }

    /// Until the compressor leaves room unused: then it has taken all of its input and has nothing
    /// pending.
    private void drain(int mode, ByteBuf out) {
        int room;
        int written;
        do {
            out.ensureWritable(MIN_ROOM);
            room = out.writableBytes();
            written = deflater.deflate(out.internalNioBuffer(out.writerIndex(), room), mode);
            out.writerIndex(out.writerIndex() + written);
        } while (written == room);
    }

    private void forget() {
        deflater.reset();
        remembered = 0;
    }

    /// Drops a message that was begun and will not be ended. Costs nothing between messages.
    void abandonMessage() {
        if (inMessage) {
            forget();
            inMessage = false;
        }
    }

    /// Frees the memory outside the heap; the deflater is of no use then. May be called twice.
    @Override
    public void close() {
        deflater.end();
    }
}
