package dev.duplex.testkit;

import dev.duplex.channels.Payload;
import java.nio.ByteBuffer;

/// A payload, `1`, that a test may break after it has been published: whoever then looks into it, to send it to a subscriber, fails. For one thread.
public final class Fragile implements Payload {
    private final Kind kind;
    private boolean broken;

    /// @param kind as which it is published
    public Fragile(Kind kind) {
        this.kind = kind;
    }

    /// From now on nobody gets its bytes.
    public void breaks() {
        broken = true;
    }

    /// From now on everybody gets them again.
    public void heals() {
        broken = false;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public ByteBuffer buffer() {
        requireWhole();
        return ByteBuffer.wrap(new byte[] {'1'});
    }

    @Override
    public Payload copy() {
        requireWhole();
        return this;
    }

    private void requireWhole() {
        if (broken) {
            throw new IllegalStateException("a bug");
        }
    }
}
