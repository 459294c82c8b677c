package dev.duplex.session;

import dev.duplex.Message;
import java.util.Arrays;
import java.util.List;

/// A request that brings messages, and writes down what becomes of it.
final class RecordingSending implements Sending {
    private final List<Message> messages;
    private final int bytes;
    boolean read;
    boolean taken;
    boolean refused;
    boolean gone;

    RecordingSending(String... messages) {
        this(Arrays.stream(messages).mapToInt(String::length).sum(), messages);
    }

    /// @param bytes what it announces
    RecordingSending(int bytes, String... messages) {
        this.messages = Arrays.stream(messages).map(Message::text).toList();
        this.bytes = bytes;
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public void read() {
        read = true;
    }

    /// What it has been asked to read has come.
    void arrives(DetachedSession session) {
        session.received(this, messages.iterator());
    }

    @Override
    public void taken() {
        taken = true;
    }

    @Override
    public void gone() {
        gone = true;
    }

    @Override
    public void refused() {
        refused = true;
    }
}
