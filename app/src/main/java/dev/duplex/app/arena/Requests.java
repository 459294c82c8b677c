package dev.duplex.app.arena;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads what clients send: a byte that says what it is, and fields of fixed size, the highest byte first. See `docs/guide/arena.md`.
final class Requests {
    static final int HELLO = 1;
    static final int STEERING = 2;
    static final int BOTS = 3;

    /// Answered with itself, without a look at the world.
    static final int PING = 4;

    static final int PING_BYTES = 5;
    private static final int STEERING_BYTES = 11;
    private static final int BOTS_BYTES = 2;

    /// The version of the protocol, by which pages of another one are told so.
    static final int VERSION = 1;

    /// The most bytes of UTF-8 of a name; much more than one is shown of.
    static final int MAX_NAME_BYTES = 128;

    private static final int FIRE = 1;

    private Requests() {}

    /// Whether this is a ping.
    static boolean isPing(ByteBuffer message) {
        return message.remaining() == PING_BYTES && message.get(message.position()) == PING;
    }

    /// The request; empty if it is none, in any way.
    static Optional<Request> read(ByteBuffer message) {
        if (!message.hasRemaining()) {
            return Optional.empty();
        }
        int length = message.remaining();
        return switch (message.get()) {
            case HELLO -> hello(message);
            case STEERING -> length == STEERING_BYTES ? steering(message) : Optional.empty();
            case BOTS -> length == BOTS_BYTES ? bots(message) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Request> hello(ByteBuffer fields) {
        if (fields.remaining() < 1
                || fields.get() != VERSION
                || fields.remaining() > MAX_NAME_BYTES) {
            return Optional.empty();
        }
        try {
            String name = StandardCharsets.UTF_8.newDecoder().decode(fields).toString();
            return Optional.of(new Request.Hello(name));
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static Optional<Request> steering(ByteBuffer fields) {
        int number = Short.toUnsignedInt(fields.getShort());
        int dx = fields.get();
        int dy = fields.get();
        int aim = Byte.toUnsignedInt(fields.get());
        int buttons = fields.get();
        long seen = Integer.toUnsignedLong(fields.getInt());
        boolean known = (buttons & ~FIRE) == 0;
        return known
                ? Optional.of(new Steering(number, dx, dy, aim, buttons == FIRE, seen))
                : Optional.empty();
    }

    private static Optional<Request> bots(ByteBuffer fields) {
        int count = Byte.toUnsignedInt(fields.get());
        return count <= Rules.MAX_BOTS ? Optional.of(new Request.Bots(count)) : Optional.empty();
    }
}
