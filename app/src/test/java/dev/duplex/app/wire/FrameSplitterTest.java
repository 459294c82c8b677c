package dev.duplex.app.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.websocket.frame.FrameHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameSplitterTest {
    private final List<FrameSplitter.Frame> frames = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final FrameSplitter splitter =
            new FrameSplitter(
                    new FrameSplitter.Sink() {
                        @Override
                        public void frame(FrameSplitter.Frame frame) {
                            frames.add(frame);
                        }

                        @Override
                        public void lost(String reason) {
                            lost.add(reason);
                        }
                    });

    @Test
    void keepsTheHeaderAsItWasSent() {
        read("81 85 37 fa 21 3d 7f 9f 4d 51 58", 7);
        // Not minimal: five bytes as a 16-bit length. The trace shows what came.
        read("82 7e 00 01 ff", 9);

        assertThat(frames).hasSize(2);
        assertThat(hex(frames.getFirst().header())).isEqualTo("818537fa213d");
        assertThat(hex(frames.getFirst().payload())).isEqualTo("7f9f4d5158");
        assertThat(frames.getFirst().startedAt()).isEqualTo(7);
        assertThat(hex(frames.get(1).header())).isEqualTo("827e0001");
        assertThat(frames.get(1).opcode()).isEqualTo(2);
    }

    @Test
    void tellsAFrameWithoutPayloadAtOnce() {
        read("89 00", 0);
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().length()).isZero();
    }

    @Test
    void keepsTheFirstBytesOfALongPayloadAndItsLength() {
        read("82 7f 00 00 00 00 00 01 00 00", 3);
        for (int i = 0; i < 64; i++) {
            splitter.read(ByteBuffer.allocate(1024), 4);
        }
        assertThat(frames).hasSize(1);
        FrameSplitter.Frame frame = frames.getFirst();
        assertThat(frame.length()).isEqualTo(65_536);
        assertThat(frame.came()).isEqualTo(65_536);
        assertThat(frame.payload().remaining()).isEqualTo(WireTrace.MAX_PAYLOAD_BYTES);
        assertThat(frame.startedAt()).isEqualTo(3);
    }

    @Test
    void tellsHowMuchCameOfAFrameThatWasCutOff() {
        read("82 0a 01 02 03", 0);
        assertThat(frames).isEmpty();
        splitter.end();
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().length()).isEqualTo(10);
        assertThat(frames.getFirst().came()).isEqualTo(3);
    }

    @Test
    void doesNotTellAHeaderThatWasCutOff() {
        read("82 fe 01", 0);
        splitter.end();
        assertThat(frames).isEmpty();
    }

    @Test
    void givesUpAfterALengthThatCannotBe() {
        read("82 7f 80 00 00 00 00 00 00 00", 0);
        read("81 00", 0);
        assertThat(lost).containsExactly("a payload length with its highest bit set");
        assertThat(frames).isEmpty();
    }

    @Property(tries = 200)
    void findsTheSameFramesHoweverTheBytesAreCut(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 70_000) Integer> lengths,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 5000) Integer> cuts) {
        ByteBuf wire = Unpooled.buffer();
        for (int length : lengths) {
            FrameHeader.writeMasked(wire, true, 0, 2, length, 0x01020304);
            wire.writeZero(length);
        }
        for (int i = 0; wire.isReadable(); i++) {
            int take = Math.min(cuts.get(i % cuts.size()), wire.readableBytes());
            splitter.read(wire.readSlice(take).nioBuffer().asReadOnlyBuffer(), 0);
        }
        assertThat(frames.stream().map(frame -> (int) frame.length())).isEqualTo(lengths);
        assertThat(lost).isEmpty();
        frames.clear();
    }

    private void read(String hex, long now) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        splitter.read(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), now);
    }

    private static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
