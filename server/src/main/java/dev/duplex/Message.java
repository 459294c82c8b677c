package dev.duplex;

import dev.duplex.channels.Payload;
import dev.duplex.websocket.frame.Utf8Validator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A whole message: text as its UTF-8 bytes, or binary. What came in goes out without a trip
/// through `String`.
///
/// A message that a program makes, or has from [#copy], owns its bytes: immutable, and safe to keep
/// and share between threads. One that a callback gets borrows the buffer it came in: it is valid
/// during the callback and on its thread only.
public interface Message extends Payload {
    /// A text message. An unpaired surrogate becomes `?`, as wherever Java encodes text.
    static Message text(String text) {
        return new OwnedMessage(Kind.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A text message of a copy of these bytes of UTF-8.
    ///
    /// @throws IllegalArgumentException if they are not UTF-8
    static Message text(byte[] utf8) {
        byte[] copy = utf8.clone();
        Utf8Validator validator = new Utf8Validator();
        if (!validator.validate(ByteBuffer.wrap(copy), 0, copy.length) || !validator.complete()) {
            throw new IllegalArgumentException("the bytes of a text message must be UTF-8");
        }
        return new OwnedMessage(Kind.TEXT, copy);
    }

    /// A binary message of a copy of `bytes`.
    static Message binary(byte[] bytes) {
        return new OwnedMessage(Kind.BINARY, bytes.clone());
    }

    /// The payload as a message; the payload itself if it is one.
    static Message of(Payload payload) {
        return payload instanceof Message message ? message : OwnedMessage.copyOf(payload);
    }

    /// Whether this is text; if not, it is binary.
    default boolean isText() {
        return kind().isText();
    }

    /// The text, decoded anew by each call; binary payloads are read as UTF-8 too.
    default String string() {
        return StandardCharsets.UTF_8.decode(buffer()).toString();
    }

    /// A message that owns its bytes: this one if it does already.
    @Override
    default Message copy() {
        return OwnedMessage.copyOf(this);
    }
}
