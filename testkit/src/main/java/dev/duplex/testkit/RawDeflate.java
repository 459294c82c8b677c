package dev.duplex.testkit;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/// The compressing half of permessage-deflate (RFC 7692 §7.2.1) for tests: one direction of one
/// connection. The other half is [RawInflate].
public final class RawDeflate implements AutoCloseable {
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final boolean takeover;
    private final int window;

    /// @param takeover whether the window is kept between messages
    /// @param windowBits references reach back at most 2^this bytes, 8..15
    public RawDeflate(boolean takeover, int windowBits) {
        this.takeover = takeover;
        this.window = 1 << windowBits;
    }

    /// Compresses one message: an empty block at its end is taken off (§7.2.1).
    public byte[] message(byte[] message) {
        byte[] whole = flushed(message);
        return Arrays.copyOf(whole, whole.length - 4);
    }

    /// Compresses one message and leaves the 00 00 FF FF of its last, empty block in place.
    public byte[] flushed(byte[] message) {
        if (!takeover) {
            deflater.reset();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // The JDK's window is always 32 KiB; forgetting it every 2^w bytes keeps references short.
        int piece = window == 1 << 15 ? Math.max(message.length, 1) : window;
        for (int at = 0; at < message.length; at += piece) {
            deflater.setInput(message, at, Math.min(piece, message.length - at));
            drain(out, window == 1 << 15 ? Deflater.NO_FLUSH : Deflater.FULL_FLUSH);
        }
        if (window == 1 << 15 || message.length == 0) {
            drain(out, Deflater.SYNC_FLUSH);
        }
        return out.toByteArray();
    }

    /// Compresses one message as a stream that ends: its last block has BFINAL set (§7.2.3.4), and is
    /// followed by the empty block that the receiver needs.
    public static byte[] finished(byte[] message) {
        Deflater once = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        once.setInput(message);
        once.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        while (!once.finished()) {
            out.write(buffer, 0, once.deflate(buffer));
        }
        once.end();
        out.write(0);
        return out.toByteArray();
    }

    private void drain(ByteArrayOutputStream out, int flush) {
        byte[] buffer = new byte[65_536];
        int count;
        do {
            count = deflater.deflate(buffer, 0, buffer.length, flush);
            out.write(buffer, 0, count);
        } while (count == buffer.length);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
