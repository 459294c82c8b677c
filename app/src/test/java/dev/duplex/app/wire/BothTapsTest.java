package dev.duplex.app.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.WireTap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BothTapsTest {
    /// Keeps what it sees, and uses up what it is shown.
    private static final class Recorder implements WireTap, WireTap.Connection {
        final StringBuilder seen = new StringBuilder();

        @Override
        public Connection accepted(InetSocketAddress remote) {
            return this;
        }

        @Override
        public void received(ByteBuffer bytes) {
            seen.append('<').append(US_ASCII.decode(bytes));
        }

        @Override
        public void sent(ByteBuffer bytes) {
            seen.append('>').append(US_ASCII.decode(bytes));
        }

        @Override
        public void closed() {
            seen.append('.');
        }
    }

    @Test
    void bothSeeAll() {
        Recorder one = new Recorder();
        Recorder other = new Recorder();
        WireTap.Connection connection =
                new BothTaps(one, other)
                        .accepted(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        connection.received(ByteBuffer.wrap("in".getBytes(US_ASCII)).asReadOnlyBuffer());
        connection.sent(ByteBuffer.wrap("out".getBytes(US_ASCII)).asReadOnlyBuffer());
        connection.closed();
        assertThat(one.seen).hasToString("<in>out.");
        assertThat(other.seen).hasToString("<in>out.");
    }
}
