package dev.duplex.conformance.rfc7692;

import dev.duplex.conformance.Cell;
import dev.duplex.conformance.ConformanceSuite;
import dev.duplex.conformance.Expect;
import dev.duplex.testkit.RawDeflate;
import dev.duplex.testkit.RawFrame;
import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawInflate;
import dev.duplex.testkit.RawWebSocket;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;

/// What the suites of permessage-deflate have in common: a connection that has negotiated it, and
/// both halves of its compression as the RFC describes them.
abstract class DeflateSuite extends ConformanceSuite {
    private RawDeflate deflate = new RawDeflate(false, 15);

    DeflateSuite(Cell cell) {
        super(cell);
    }

    @AfterEach
    final void endDeflate() {
        deflate.close();
    }

    /// A connection on which messages are compressed.
    ///
    /// @param peer the connection
    /// @param agreed with these parameters
    /// @param deflate the client's half
    /// @param inflate the half for what the server sends
    record Compressed(RawWebSocket peer, Agreed agreed, RawDeflate deflate, RawInflate inflate) {
        /// A message, compressed, in one frame.
        RawFrame frame(RawFrame message) {
            return RawFrame.of(message.opcode(), deflate.message(message.payload()))
                    .withReserved(RawFrame.RSV1);
        }

        /// Sends a message, compressed.
        void send(RawFrame message) {
            peer.send(frame(message));
        }

        /// Reads a message, compressed or not, and compares it.
        void expect(RawFrame expected) {
            RawFrame came = Expect.message(peer, "message " + expected);
            if ((came.reserved() & ~RawFrame.RSV1) != 0) {
                throw peer.failure("RSV1 only", came.toString());
            }
            byte[] payload =
                    came.reserved() == RawFrame.RSV1
                            ? inflate.message(came.payload())
                            : came.payload();
            if (came.opcode() != expected.opcode() || !Arrays.equals(payload, expected.payload())) {
                throw peer.failure(
                        expected.toString(),
                        RawFrame.of(came.opcode(), payload) + ", decompressed from " + came);
            }
            if (inflate.maxDistance() > 1 << agreed.serverWindowBits()) {
                throw peer.failure(
                        "§7.1.2.1: a window of 2^" + agreed.serverWindowBits() + " bytes",
                        "a reference " + inflate.maxDistance() + " bytes back");
            }
        }

        /// Sends a message, compressed, and expects it back.
        void echo(RawFrame message) {
            send(message);
            expect(message);
        }
    }

    /// A connection to `path` with this offer, which must be agreed to.
    final Compressed compressed(String path, String offer) {
        RawWebSocket peer = connect();
        RawHead head = accepted(peer, handshake(path).with("Sec-WebSocket-Extensions: " + offer));
        Agreed agreed =
                Agreed.in(head)
                        .orElseThrow(() ->
                                peer.failure("permessage-deflate agreed to", head.toString()));
        deflate.close();
        deflate = new RawDeflate(agreed.clientTakeover(), agreed.clientWindowBits());
        return new Compressed(peer, agreed, deflate, new RawInflate(agreed.serverTakeover()));
    }
}
