package dev.duplex.testkit;

import dev.duplex.Message;
import java.nio.ByteBuffer;

/// A message as a callback gets it: valid until the callback returns. After that it throws, where
/// the real one would show whatever came into its buffer next.
final class BorrowedMessage implements Message {
    private final Message lent;
    private volatile boolean returned;

    BorrowedMessage(Message lent) {
        this.lent = lent;
    }

    void takeBack() {
        returned = true;
    }

    private Message valid() {
        if (returned) {
            throw new IllegalStateException("the callback is over: keep a copy() of the message");
        }
        return lent;
    }

    @Override
    public Kind kind() {
        return valid().kind();
    }

    @Override
    public int size() {
        return valid().size();
    }

    @Override
    public ByteBuffer buffer() {
        return valid().buffer();
    }

    @Override
    public Message copy() {
        return valid().copy();
    }
}
