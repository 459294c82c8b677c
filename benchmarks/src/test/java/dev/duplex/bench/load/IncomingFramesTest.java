package dev.duplex.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class IncomingFramesTest implements IncomingFrames.Listener {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    private final List<byte[]> pings = new ArrayList<>();
    private final Map<Long, byte[]> looked = new HashMap<>();

    @Override
    public void content(long number, byte[] content) {
        looked.put(number, content);
    }

    @Override
    public void ping(byte[] payload) {
        pings.add(payload);
    }

    private static ByteBuf frame(int first, byte[] payload) {
        ByteBuf frame = Unpooled.buffer().writeByte(first);
        if (payload.length < 126) {
            frame.writeByte(payload.length);
        } else if (payload.length < 65_536) {
            frame.writeByte(126).writeShort(payload.length);
        } else {
            frame.writeByte(127).writeLong(payload.length);
        }
        return frame.writeBytes(payload);
    }

    @Property
    void countsMessagesHoweverTheBytesAreCut(
            @ForAll @Size(max = 6) List<@IntRange(max = 70_000) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 5000) int cut) {
        ByteBuf bytes = Unpooled.buffer();
        sizes.forEach(size -> bytes.writeBytes(frame(0x82, new byte[size])));
        IncomingFrames frames = new IncomingFrames(this, 999); // none of these few is checked
        while (bytes.isReadable()) {
            frames.read(bytes.readSlice(Math.min(cut, bytes.readableBytes())));
        }
        assertThat(frames.messages()).isEqualTo(sizes.size());
    }

    @Property
    void countsLinesHoweverTheBytesAreCut(
            @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 40) Integer> lines,
            @ForAll @IntRange(min = 1, max = 100) int cut) {
        ByteBuf bytes = Unpooled.buffer();
        lines.forEach(count ->
                bytes.writeBytes(
                        frame(
                                0x81,
                                "{}\n".repeat(count).strip().getBytes(StandardCharsets.UTF_8))));
        IncomingFrames frames = IncomingFrames.ofLines(this, 0);
        while (bytes.isReadable()) {
            frames.read(bytes.readSlice(Math.min(cut, bytes.readableBytes())));
        }
        assertThat(frames.messages()).isEqualTo(lines.stream().mapToInt(it -> it).sum());
    }

    @Test
    void countsAFragmentedMessageOnceWithAPingBetween() {
        IncomingFrames frames = new IncomingFrames(this, 999);
        frames.read(frame(0x01, new byte[3]));
        frames.read(frame(0x89, new byte[] {7}));
        assertThat(frames.messages()).isZero();
        frames.read(frame(0x80, new byte[2]));
        assertThat(frames.messages()).isEqualTo(1);
        assertThat(pings).containsExactly(new byte[] {7});
    }

    @Test
    void looksAtTheContentOfOneInAThousand() {
        IncomingFrames frames = new IncomingFrames(this, 1);
        frames.read(frame(0x81, new byte[5]));
        assertThat(looked).isEmpty();
        frames.read(frame(0x81, HELLO));
        assertThat(looked).containsOnlyKeys(1L).containsEntry(1L, HELLO);
        for (int i = 2; i < 1001; i++) {
            frames.read(frame(0x81, new byte[5]));
        }
        assertThat(looked).containsOnlyKeys(1L);
        frames.read(frame(0x81, new byte[] {9}));
        assertThat(looked).containsOnlyKeys(1L, 1001L).containsEntry(1001L, new byte[] {9});
    }

    @Test
    void looksAtAllWhereThatIsWanted() {
        IncomingFrames frames = new IncomingFrames(this, 0, 1);
        frames.read(frame(0x81, HELLO));
        frames.read(frame(0x81, new byte[] {9}));
        assertThat(looked).containsEntry(0L, HELLO).containsEntry(1L, new byte[] {9});
    }

    @Test
    void inflatesWhatItLooksAt() {
        OutgoingFrames deflated = new OutgoingFrames(Content.JSON, 1, 300, true);
        IncomingFrames frames = new IncomingFrames(this, 0);
        byte[] expected = deflated.message(0);
        ByteBuf slice = deflated.slice(0, 1);
        byte[] payload = unmask(slice);
        slice.release();
        deflated.release();
        frames.read(frame(0xC1, payload));
        assertThat(frames.messages()).isEqualTo(1);
        assertThat(looked).containsEntry(0L, expected);
        assertThat(payload.length).isLessThan(200);
    }

    @Test
    void refusesACloseAndAMask() {
        IncomingFrames frames = new IncomingFrames(this, 999);
        assertThatThrownBy(() -> frames.read(frame(0x88, new byte[] {3, (byte) 0xE8, 'b', 'y'})))
                .hasMessageContaining("1000 by");
        assertThatThrownBy(() ->
                        new IncomingFrames(this, 999)
                                .read(Unpooled.wrappedBuffer(new byte[] {1, (byte) 0x81})))
                .hasMessageContaining("masked");
    }

    /// The payload of one masked frame of up to 64 KiB.
    static byte[] unmask(ByteBuf frame) {
        frame.skipBytes(1);
        int length = frame.readByte() & 0x7F;
        if (length == 126) {
            length = frame.readUnsignedShort();
        }
        byte[] key = new byte[4];
        frame.readBytes(key);
        byte[] payload = new byte[length];
        frame.readBytes(payload);
        for (int i = 0; i < length; i++) {
            payload[i] ^= key[i % 4];
        }
        return payload;
    }
}
