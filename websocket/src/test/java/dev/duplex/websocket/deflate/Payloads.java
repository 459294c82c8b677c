package dev.duplex.websocket.deflate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Data for these tests, and the way through the compressors with buffers whose memory is counted.
final class Payloads {
    static final int NO_LIMIT = Integer.MAX_VALUE;

    private Payloads() {}

    /// Bytes written in hexadecimal digits, spaces between.
    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// `length` bytes that repeat themselves after `period`, so that the best reference is just so far.
    static byte[] repeating(long seed, int period, int length) {
        byte[] once = random(seed, period);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = once[i % period];
        }
        return bytes;
    }

    /// Noise, runs, repetitions near and far, words; empty ones too.
    static Arbitrary<byte[]> any(int maxLength) {
        Arbitrary<Integer> lengths =
                Arbitraries.integers()
                        .between(0, maxLength)
                        .withDistribution(net.jqwik.api.RandomDistribution.biased());
        Arbitrary<Long> seeds = Arbitraries.longs();
        Arbitrary<byte[]> noise = Combinators.combine(seeds, lengths).as(Payloads::random);
        Arbitrary<byte[]> repetition =
                Combinators.combine(seeds, Arbitraries.integers().between(1, 40_000), lengths)
                        .as(Payloads::repeating);
        Arbitrary<byte[]> words =
                Arbitraries.of("duplex", " ", "{\"price\":", "1", "2", "}", "\u00e9")
                        .list()
                        .ofMaxSize(Math.min(maxLength, 400))
                        .map(list -> utf8(String.join("", list)));
        return Arbitraries.oneOf(noise, repetition, words);
    }

    /// One raw DEFLATE stream whose last block has BFINAL set, that may refer back to `before`.
    static byte[] finalStream(byte[] before, byte[] data) {
        Deflater deflater = new Deflater(9, true);
        try {
            if (before.length > 0) {
                deflater.setDictionary(before);
            }
            deflater.setInput(data);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] step = new byte[4096];
            while (!deflater.finished()) {
                out.write(step, 0, deflater.deflate(step));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// The whole message as one payload.
    static byte[] deflate(MessageDeflater deflater, byte[] message) {
        return deflateFragment(deflater, message, true);
    }

    static byte[] deflateFragment(MessageDeflater deflater, byte[] part, boolean last) {
        ByteBuf in = Unpooled.wrappedBuffer(part);
        ByteBuf out = Unpooled.buffer(0);
        deflater.deflateFragment(in, out, last);
        if (in.isReadable()) {
            throw new AssertionError("the part was not read to its end");
        }
        return ByteBufUtil.getBytes(out);
    }

    /// What came of a message, and all that `out` then had.
    @SuppressWarnings("ArrayRecordComponent") // Only ever taken apart.
    record Inflated(MessageInflater.Status status, byte[] bytes) {}

    /// The payload in pieces of `piece` bytes, until it fails.
    static Inflated inflate(MessageInflater inflater, byte[] payload, int piece, int maxBytes) {
        // Its count of memory tells what is left over; to track every access as well takes minutes.
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
        ByteBuf in = allocator.directBuffer(0);
        ByteBuf out = allocator.directBuffer(0);
        MessageInflater.Status status;
        int at = 0;
        do {
            int length = Math.min(piece, payload.length - at);
            in.clear().writeBytes(payload, at, length);
            at += length;
            status = inflater.inflate(in, at == payload.length, out, maxBytes);
            if (in.isReadable()) {
                throw new AssertionError("the piece was not read to its end");
            }
        } while (at < payload.length && status == MessageInflater.Status.OK);
        byte[] bytes = ByteBufUtil.getBytes(out);
        in.release();
        out.release();
        if (allocator.metric().usedDirectMemory() != 0) {
            throw new AssertionError("a buffer was kept");
        }
        return new Inflated(status, bytes);
    }

    static Inflated inflate(MessageInflater inflater, byte[] payload) {
        return inflate(inflater, payload, Math.max(1, payload.length), NO_LIMIT);
    }
}
