package dev.duplex.websocket.deflate;

import static dev.duplex.websocket.deflate.Payloads.NO_LIMIT;
import static dev.duplex.websocket.deflate.Payloads.concat;
import static dev.duplex.websocket.deflate.Payloads.deflate;
import static dev.duplex.websocket.deflate.Payloads.deflateFragment;
import static dev.duplex.websocket.deflate.Payloads.inflate;
import static dev.duplex.websocket.deflate.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.websocket.deflate.MessageInflater.Status;
import dev.duplex.websocket.deflate.Payloads.Inflated;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// What one half compresses the other reads, with every parameter set.
class DeflateRoundTripTest {
    @Provide
    Arbitrary<byte[]> messages() {
        return Payloads.any(70_000);
    }

    @Property(tries = 200)
    void givesBackEveryMessage(
            @ForAll @IntRange(min = 8, max = 15) int windowBits,
            @ForAll boolean deflaterTakeover,
            @ForAll boolean inflaterTakeover,
            @ForAll @IntRange(min = 1, max = 9) int level,
            @ForAll @Size(min = 1, max = 4) List<@From("messages") byte[]> messages,
            @ForAll @IntRange(min = 1, max = 5000) int piece) {
        // A sender may always do without what was agreed on, a receiver may not.
        boolean receiverKeeps = deflaterTakeover || inflaterTakeover;
        try (MessageDeflater deflater = new MessageDeflater(windowBits, deflaterTakeover, level);
                MessageInflater inflater = new MessageInflater(receiverKeeps)) {
            for (byte[] message : messages) {
                Inflated inflated =
                        inflate(inflater, deflate(deflater, message), piece, message.length);
                assertThat(inflated.status()).isEqualTo(Status.OK);
                assertThat(inflated.bytes()).isEqualTo(message);
            }
        }
    }

    @Test
    void everySplitOfAMessageIntoThreeFragmentsGivesItBack() {
        byte[] message = utf8("Hello, hello and hello again.");
        for (int windowBits : new int[] {8, 15}) {
            for (boolean takeover : new boolean[] {true, false}) {
                try (MessageDeflater deflater = new MessageDeflater(windowBits, takeover, 6);
                        MessageInflater inflater = new MessageInflater(takeover)) {
                    for (int i = 0; i <= message.length; i++) {
                        for (int j = i; j <= message.length; j++) {
                            byte[] a = Arrays.copyOfRange(message, 0, i);
                            byte[] b = Arrays.copyOfRange(message, i, j);
                            byte[] c = Arrays.copyOfRange(message, j, message.length);
                            byte[] payload =
                                    concat(
                                            deflateFragment(deflater, a, false),
                                            deflateFragment(deflater, b, false),
                                            deflateFragment(deflater, c, true));
                            Inflated inflated = inflate(inflater, payload, 7, NO_LIMIT);
                            assertThat(inflated.status()).isEqualTo(Status.OK);
                            assertThat(inflated.bytes()).isEqualTo(message);
                        }
                    }
                }
            }
        }
    }
}
