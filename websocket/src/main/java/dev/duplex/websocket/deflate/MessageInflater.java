package dev.duplex.websocket.deflate;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Decompresses the payloads of one direction of permessage-deflate (RFC 7692 §7.2.2), piece by
/// piece as they arrive, and stops at a limit while it does.
///
/// A block with BFINAL set may stand anywhere in a message (§7.2.3.4); what follows it may still
/// refer to what was before. The JDK's inflater has to be reset after such a block, so the last
/// 32 KiB are kept beside it where that can happen: between the pieces of a message, and with
/// context takeover between messages. A reset costs copying them, no more time per byte of input
/// than inflating a long run does.
///
/// Without context takeover nothing is kept between messages, and one inflater serves any number of
/// connections in turn; from the first piece of a message to its last it belongs to that message
/// ([InflaterPool]). One thread at a time. Holds some 40 KiB outside the heap until closed.
public final class MessageInflater implements AutoCloseable {
    /// What came of a piece.
    public enum Status {
        /// All of it is in `out`.
        OK,

        /// The message is larger than allowed; `out` has at most one byte more than that.
        TOO_LARGE,

        /// This is not DEFLATE, refers to what never was, or ends in the middle of a block. With
        /// context takeover such an end may be found out only with the next message.
        CORRUPT
    }

    /// At most so much is inflated before the limit is looked at, and `out` grown.
    private static final int MAX_STEP = 8192;

    private static final int MIN_STEP = 256;

    /// What the sender left off the end (4 bytes; §7.2.2), and then an empty block with BFINAL: an
    /// inflater that stands between two blocks, as it has to, is finished by it exactly.
    private static final byte[] TAIL = {0, 0, -1, -1, 1, 0, 0, -1, -1};

    private static final int TAIL_BYTES = 4;
    private static final byte[] NOTHING = {};

    private final Inflater inflater = new Inflater(true);
    private final SlidingWindow window = new SlidingWindow();
    private final boolean contextTakeover;

    /// Whether the last block had BFINAL: what follows, if anything, is a new DEFLATE stream.
    private boolean finalBlock;

    private boolean inMessage;

    /// Whether the message has had a byte yet.
    private boolean begun;

    /// Bytes inflated of the message.
    private long inflated;

    /// Up to where the window knows what is in `out`, during a call.
    private int remembered;

    /// @param contextTakeover whether a message may refer to the ones before it
    public MessageInflater(boolean contextTakeover) {
        this.contextTakeover = contextTakeover;
    }

    /// Inflates the next piece of a message: any part of it, frame boundaries do not matter.
    ///
    /// After `TOO_LARGE` and `CORRUPT` everything is forgotten: the connection must be failed, and
    /// the inflater stands before a first message again.
    ///
    /// A message of no bytes at all counts as an empty one, and one may end with a block that has
    /// BFINAL set and nothing after it: both lack the last byte that §7.2.1 asks for, and can mean
    /// nothing else.
    ///
    /// @param in the piece; read to its end in every case, not released
    /// @param last whether the message ends with it
    /// @param out gets what it inflates to appended; in one piece of memory (not a composite of
    ///     several), able to grow by `maxBytes` + 1
    /// @param maxBytes the most that the whole message, with the pieces before, may inflate to
    public Status inflate(ByteBuf in, boolean last, ByteBuf out, int maxBytes) {
        inMessage = true;
        remembered = out.writerIndex();
        Status status;
        try {
            status = inflateAll(in, out, maxBytes);
            if (status == Status.OK && last) {
                status = finish(out, maxBytes);
            }
        } catch (DataFormatException _) {
            // The inflater's way to say so; which of zlib's reasons it was helps nobody.
            status = Status.CORRUPT;
        }
        in.skipBytes(in.readableBytes());
        inflater.setInput(NOTHING);
        if (status != Status.OK || (last && !contextTakeover)) {
            forget();
        } else {
            remember(out);
        }
        if (status != Status.OK || last) {
            endMessage();
        }
        return status;
    }

    private Status inflateAll(ByteBuf in, ByteBuf out, int maxBytes) throws DataFormatException {
        if (!in.isReadable()) {
            return Status.OK;
        }
        begun = true;
        if (in.nioBufferCount() == 1) {
            ByteBuffer whole = in.internalNioBuffer(in.readerIndex(), in.readableBytes());
            return inflatePart(whole, out, maxBytes);
        }
        for (ByteBuffer part : in.nioBuffers()) {
            Status status = inflatePart(part, out, maxBytes);
            if (status != Status.OK) {
                return status;
            }
        }
        return Status.OK;
    }

    private Status inflatePart(ByteBuffer part, ByteBuf out, int maxBytes)
            throws DataFormatException {
        while (part.hasRemaining()) {
            if (finalBlock) {
                beginStream(out);
            }
            inflater.setInput(part);
            Status status = drain(part.remaining(), out, maxBytes);
            if (status != Status.OK) {
                return status;
            }
        }
        return Status.OK;
    }

    /// Until the input is used up or a block with BFINAL ends.
    private Status drain(int input, ByteBuf out, int maxBytes) throws DataFormatException {
        while (true) {
            // One byte more than allowed tells too large from just right.
            int most = (int) Math.min(maxBytes - inflated + 1, MAX_STEP);
            if (out.writableBytes() < Math.min(MIN_STEP, most)) {
                out.ensureWritable(Math.min(Math.clamp(4L * input, MIN_STEP, MAX_STEP), most));
            }
            int room = Math.min(out.writableBytes(), most);
            int count = inflater.inflate(out.internalNioBuffer(out.writerIndex(), room));
            out.writerIndex(out.writerIndex() + count);
            inflated += count;
            if (inflated > maxBytes) {
                return Status.TOO_LARGE;
            }
            if (inflater.finished()) {
                finalBlock = true;
                return Status.OK;
            }
            if (count < room) {
                // It stops early for want of input, or of a dictionary, which there cannot be.
                return inflater.needsInput() ? Status.OK : Status.CORRUPT;
            }
        }
    }

    private void beginStream(ByteBuf out) {
        remember(out);
        inflater.reset();
        window.restore(inflater);
        finalBlock = false;
    }

    private Status finish(ByteBuf out, int maxBytes) throws DataFormatException {
        if (!begun || finalBlock) {
            return Status.OK;
        }
        long before = inflated;
        inflater.setInput(TAIL, 0, contextTakeover ? TAIL_BYTES : TAIL.length);
        Status status = drain(TAIL.length, out, maxBytes);
        if (status != Status.OK || inflated != before) {
            // The tail was taken for data: the message ended in the middle of it.
            return Status.CORRUPT;
        }
        int left = inflater.getRemaining();
        // Also complete: the sender's empty block had BFINAL, so that its own tail was the end.
        boolean complete =
                contextTakeover
                        ? left == 0
                        : finalBlock && (left == 0 || left == TAIL.length - TAIL_BYTES);
        return complete ? Status.OK : Status.CORRUPT;
    }

    private void remember(ByteBuf out) {
        window.append(out, remembered, out.writerIndex() - remembered);
        remembered = out.writerIndex();
    }

    private void forget() {
        inflater.reset();
        window.clear();
        finalBlock = false;
    }

    private void endMessage() {
        inMessage = false;
        begun = false;
        inflated = 0;
    }

    /// Drops a message that was begun and will not be ended. Costs nothing between messages.
    void abandonMessage() {
        if (inMessage) {
            forget();
            endMessage();
        }
    }

    /// Frees the memory outside the heap; the inflater is of no use then. May be called twice.
    @Override
    public void close() {
        inflater.end();
    }
}
