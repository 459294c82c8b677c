package dev.duplex.app.wire;

import dev.duplex.WireTap;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// Two taps on the same connections.
public record BothTaps(WireTap one, WireTap other) implements WireTap {
    @Override
    public Connection accepted(InetSocketAddress remote) {
        return new Both(one.accepted(remote), other.accepted(remote));
    }

    private record Both(Connection one, Connection other) implements Connection {
        @Override
        public void received(ByteBuffer bytes) {
            one.received(bytes.duplicate());
            other.received(bytes);
        }

        @Override
        public void sent(ByteBuffer bytes) {
            one.sent(bytes.duplicate());
            other.sent(bytes);
        }

        @Override
        public void closed() {
            one.closed();
            other.closed();
        }
    }
}
