package dev.duplex.websocket.deflate;

import static dev.duplex.websocket.deflate.Payloads.concat;
import static dev.duplex.websocket.deflate.Payloads.hex;
import static dev.duplex.websocket.deflate.Payloads.inflate;
import static dev.duplex.websocket.deflate.Payloads.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.duplex.websocket.deflate.MessageInflater.Status;
import dev.duplex.websocket.deflate.Payloads.Inflated;
import java.util.Arrays;

/// Whatever a peer sends as a compressed message. The input's first byte chooses context takeover,
/// the second the length of the pieces in which the rest, the payload, arrives.
class MessageInflaterFuzzTest {
    private static final int MAX_BYTES = 50_000;

    @FuzzTest
    void inflating(byte[] input) throws Exception {
        if (input.length < 2) {
            return;
        }
        boolean takeover = (input[0] & 1) == 1;
        int piece = 1 + (input[1] & 0xff);
        byte[] payload = Arrays.copyOfRange(input, 2, input.length);
        try (MessageInflater whole = new MessageInflater(takeover);
                MessageInflater pieces = new MessageInflater(takeover)) {
            Inflated expected = inflate(whole, payload, Math.max(1, payload.length), MAX_BYTES);
            Inflated actual = inflate(pieces, payload, piece, MAX_BYTES);

            // Just at the limit the fault of the next byte may be seen before it or after.
            assertThat(actual.status() == Status.OK).isEqualTo(expected.status() == Status.OK);
            if (expected.status() == Status.OK) {
                assertThat(actual.bytes()).isEqualTo(expected.bytes());
                assertThat(expected.bytes()).hasSizeLessThanOrEqualTo(MAX_BYTES);
            } else {
                assertThat(expected.bytes()).hasSizeLessThanOrEqualTo(MAX_BYTES + 1);
                assertThat(actual.bytes()).hasSizeLessThanOrEqualTo(MAX_BYTES + 1);
            }
            if (!takeover) {
                compareWithReference(payload, expected);
            }
            if (!takeover || expected.status() != Status.OK) {
                // It stands before a first message again.
                assertThat(inflate(pieces, hex("f2 48 cd c9 c9 07 00")).bytes())
                        .isEqualTo(utf8("Hello"));
            }
        }
    }

    private static void compareWithReference(byte[] payload, Inflated inflated) throws Exception {
        switch (inflated.status()) {
            case OK -> assertThat(reference(payload)).isEqualTo(inflated.bytes());
            case CORRUPT -> {
                try {
                    new ReferenceInflate().message(payload);
                } catch (ReferenceInflate.Malformed _) {
                    return;
                }
                throw new AssertionError("refused, and the reference reads it");
            }
            case TOO_LARGE -> {}
        }
    }

    /// A message may end within the description of a code that the empty block behind the tail
    /// happens to complete: that it is not whole is then not found out, and it adds nothing.
    private static byte[] reference(byte[] payload) throws ReferenceInflate.Malformed {
        try {
            return new ReferenceInflate().message(payload);
        } catch (ReferenceInflate.Malformed _) {
            return new ReferenceInflate().message(concat(payload, hex("00 00 ff ff 01")));
        }
    }
}
