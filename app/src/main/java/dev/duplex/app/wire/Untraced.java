package dev.duplex.app.wire;

import dev.duplex.WireTap;
import java.nio.ByteBuffer;

/// A connection that nobody looks at.
enum Untraced implements WireTap.Connection {
    CONNECTION;

    @Override
    public void received(ByteBuffer bytes) {}

    @Override
    public void sent(ByteBuffer bytes) {}

    @Override
    public void closed() {}
}
