package dev.duplex.engine.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The keys by which things stand in the store. Each begins with a letter for what it is; a channel's things stand
/// together, in the order of their numbers.
///
///     m session                          how the directory was used last
///     s channel                          a channel's [StreamState]
///     p length channel offset            a publication, [Kept]
///     k length channel idempotency key   a [Remembered] publish
///     o length channel number            an idempotency key, by when it was seen
final class Keys {
    static final byte[] SESSION = "msession".getBytes(StandardCharsets.US_ASCII);

    /// Before the first stream, and behind the last.
    static final byte[] STREAMS = {'s'};

    /// Before the first publication.
    static final byte[] PUBLICATIONS = {'p'};

    static final byte STREAM = 's';
    static final byte PUBLICATION = 'p';

    /// An offset behind all that there are.
    static final long BEHIND_ALL = -1;

    private static final int MAX_NAME_BYTES = 0xffff;

    private Keys() {}

    static byte[] stream(String channel) {
        byte[] name = name(channel);
        return ByteBuffer.allocate(1 + name.length).put(STREAM).put(name).array();
    }

    /// Whose key a stream's is.
    static String channelOfStream(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    static byte[] publication(String channel, long offset) {
        return numbered((char) PUBLICATION, channel, offset);
    }

    /// Whose key a publication's is.
    static String channelOfPublication(byte[] key) {
        int name = key.length - 1 - Short.BYTES - Long.BYTES;
        return new String(key, 1 + Short.BYTES, name, StandardCharsets.UTF_8);
    }

    /// Whether two keys are of publications of one channel.
    static boolean isOfSameChannel(byte[] publication, byte[] other) {
        int name = publication.length - Long.BYTES;
        return other.length == publication.length
                && Arrays.equals(publication, 0, name, other, 0, name);
    }

    /// The offset of a publication's key.
    static long offset(byte[] publication) {
        return ByteBuffer.wrap(publication).getLong(publication.length - Long.BYTES);
    }

    static byte[] idempotency(String channel, String key) {
        byte[] name = name(channel);
        byte[] last = key.getBytes(StandardCharsets.UTF_8);
        return begin('k', name, last.length).put(last).array();
    }

    static byte[] order(String channel, long number) {
        return numbered('o', channel, number);
    }

    private static byte[] numbered(char kind, String channel, long number) {
        return begin(kind, name(channel), Long.BYTES).putLong(number).array();
    }

    private static ByteBuffer begin(char kind, byte[] name, int more) {
        return ByteBuffer.allocate(1 + Short.BYTES + name.length + more)
                .put((byte) kind)
                .putShort((short) name.length)
                .put(name);
    }

    private static byte[] name(String channel) {
        byte[] name = channel.getBytes(StandardCharsets.UTF_8);
        if (name.length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "a channel's name must not be longer than " + MAX_NAME_BYTES + " bytes");
        }
        return name;
    }
}
