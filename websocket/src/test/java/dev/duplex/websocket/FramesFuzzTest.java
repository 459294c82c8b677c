package dev.duplex.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.duplex.websocket.deflate.DeflateOptions;
import dev.duplex.websocket.deflate.DeflateParameters;
import dev.duplex.websocket.deflate.DeflaterPool;
import dev.duplex.websocket.deflate.InflaterPool;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Whatever a peer sends as frames. The input's first byte chooses the role (bit 0) and whether
/// permessage-deflate was agreed on (bit 1), the second the length of the pieces in which the rest,
/// the frames, arrives a second time.
class FramesFuzzTest {
    private static final DeflateParameters PARAMETERS = new DeflateParameters(true, true, 15, 15);

    @FuzzTest
    void receiving(byte[] input) {
        if (input.length < 2) {
            return;
        }
        Role role = (input[0] & 1) == 0 ? Role.SERVER : Role.CLIENT;
        boolean deflate = (input[0] & 2) != 0;
        byte[] frames = Arrays.copyOfRange(input, 2, input.length);
        try (DeflaterPool deflaters = new DeflaterPool(1, 1);
                InflaterPool inflaters = new InflaterPool(1)) {
            ProtocolProbe whole = probe(role, deflate, deflaters, inflaters);
            ProtocolProbe pieces = probe(role, deflate, deflaters, inflaters);
            feed(whole, frames, Math.max(1, frames.length));
            feed(pieces, frames, 1 + (input[1] & 0xFF));

            String sent = whole.sent();
            String piecesSent = pieces.sent();
            assertThat(comparable(pieces, deflate))
                    .as("events do not depend on the pieces")
                    .isEqualTo(comparable(whole, deflate));
            if (!deflate) {
                assertThat(piecesSent).as("answers do not depend on the pieces").isEqualTo(sent);
            }
            judge(pieces, role, piecesSent);
            judge(whole, role, sent);
            whole.protocol.lost();
            pieces.protocol.lost();
            assertThat(inflaters.borrowed()).as("what was borrowed is given back").isZero();
        }
    }

    /// The events. Of a compressed message with several faults, which one is seen first does depend
    /// on the pieces: what was inflated is checked before what follows is inflated.
    private static List<String> comparable(ProtocolProbe probe, boolean deflate) {
        return probe.events.stream()
                .map(event ->
                        deflate ? event.replaceFirst("^failed 10(07|09) .*", "failed") : event)
                .toList();
    }

    private static ProtocolProbe probe(
            Role role, boolean deflate, DeflaterPool deflaters, InflaterPool inflaters) {
        return new ProtocolProbe(
                role,
                ProtocolProbe.SETTINGS,
                deflate
                        ? new PerMessageDeflate(
                                role,
                                PARAMETERS,
                                DeflateOptions.DEFAULT,
                                deflaters,
                                inflaters,
                                UnpooledByteBufAllocator.DEFAULT)
                        : Compression.NONE);
    }

    private static void feed(ProtocolProbe probe, byte[] frames, int piece) {
        for (int at = 0; at < frames.length; at += piece) {
            String left =
                    probe.receive(
                            HexFormat.of()
                                    .formatHex(frames, at, Math.min(frames.length, at + piece)));
            assertThat(left).as("all bytes are used up").isEmpty();
        }
    }

    /// At most one end, as the last event, told by exactly one Close, as the last frame; and every
    /// other frame is a Pong.
    private static void judge(ProtocolProbe probe, Role role, String sentHex) {
        long ends =
                probe.events.stream()
                        .filter(event -> event.startsWith("failed") || event.startsWith("closed"))
                        .count();
        assertThat(ends).isLessThanOrEqualTo(1);
        boolean closed = probe.protocol.state() == WebSocketProtocol.State.CLOSED;
        assertThat(closed).isEqualTo(ends == 1);
        if (closed) {
            assertThat(probe.events.getLast()).matches("(?s)(failed|closed) .*");
        }
        byte[] sent = HexFormat.of().parseHex(sentHex);
        int mask = role == Role.CLIENT ? 4 : 0;
        int at = 0;
        int closes = 0;
        while (at < sent.length) {
            assertThat(closes).as("nothing after a Close").isZero();
            closes += (sent[at] & 0xFF) == 0x88 ? 1 : 0;
            assertThat(sent[at] & 0xFF).isIn(0x88, 0x8A);
            at += 2 + mask + (sent[at + 1] & 0x7F);
        }
        assertThat(at).isEqualTo(sent.length);
        assertThat(closes).isEqualTo(closed ? 1 : 0);
    }
}
