package dev.duplex.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Payload;
import dev.duplex.websocket.Compression;
import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The frames that the sessions of this thread share.
class LoopStateTest {
    private static Payload payload(String text) {
        return Payload.of(Payload.Kind.TEXT, text.getBytes(UTF_8));
    }

    /// Frames that stayed known would not be cleared at the end of any batch: that is asked for with the first of them.
    @Test
    void afterAFailureToReleaseThemThereAreNone() {
        LoopState loop = LoopState.current();
        ByteBuf frame = Objects.requireNonNull(loop.frames(payload("a")).suiting(Compression.NONE));
        assertThat(loop.hasFrames()).isTrue();
        frame.release();

        assertThatThrownBy(loop::clearFrames).isInstanceOf(IllegalReferenceCountException.class);
        assertThat(loop.hasFrames()).isFalse();
    }
}
