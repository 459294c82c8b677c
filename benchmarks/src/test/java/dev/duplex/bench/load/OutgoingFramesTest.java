package dev.duplex.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OutgoingFramesTest {
    @Property
    void textsHaveTheirSizeAndAreUtf8(
            @ForAll Content content, @ForAll @IntRange(min = 10, max = 20_000) int size) {
        byte[] text = content.message(3, size);
        String start = content == Content.JSON_STRING ? "\"0000003 " : "0000003 ";
        assertThat(text).hasSize(size).startsWith(start.getBytes(StandardCharsets.UTF_8));
        assertThatCode(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)))
                .doesNotThrowAnyException();
    }

    @Test
    void slicesRunToTheEndOfTheRing() {
        OutgoingFrames frames = new OutgoingFrames(Content.ASCII, 4, 64, false);
        assertThat(frames.runLength(6, 9)).isEqualTo(2);
        ByteBuf slice = frames.slice(6, 2);
        assertThat(IncomingFramesTest.unmask(slice)).isEqualTo(frames.message(6));
        assertThat(IncomingFramesTest.unmask(slice)).isEqualTo(frames.message(7));
        assertThat(slice.isReadable()).isFalse();
        slice.release();
        assertThat(frames.message(7)).isNotEqualTo(frames.message(6));
        frames.release();
    }

    @Test
    void aCloseSaysGoodbye() {
        ByteBuf close = OutgoingFrames.close();
        assertThat(IncomingFramesTest.unmask(close)).containsExactly(1000 >> 8, (byte) 1000);
        close.release();
    }
}
