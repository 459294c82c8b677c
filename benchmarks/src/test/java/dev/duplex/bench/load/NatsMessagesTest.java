package dev.duplex.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NatsMessagesTest implements NatsMessages.Listener {
    private final List<String> looked = new ArrayList<>();
    private int pings;

    @Override
    public void content(long number, byte[] payload) {
        looked.add(number + " " + new String(payload, US_ASCII));
    }

    @Override
    public void askedForPong() {
        pings++;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    /// A payload may look like a line, and hold ends of lines.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void readsWhateverPiecesItComesIn(int piece) {
        ByteBuf in =
                bytes(
                        String.join(
                                "\r\n",
                                "INFO {\"x\":1} ",
                                "PONG",
                                "MSG all 1 7",
                                "PING\r\nx",
                                "PING",
                                "MSG all 1 0",
                                "",
                                "MSG all 1 2",
                                "ab",
                                ""));
        NatsMessages messages = new NatsMessages(this, 3);
        int count = 0;
        for (int from = 0; from < in.writerIndex(); from += piece) {
            count += messages.read(in, from, Math.min(from + piece, in.writerIndex()));
        }
        assertThat(count).isEqualTo(4);
        assertThat(pings).isEqualTo(1);
        assertThat(looked).containsExactly("3 ab");
        assertThat(in.readerIndex()).isZero();
    }

    @Test
    void oneOfAThousandIsLookedAt() {
        NatsMessages messages = new NatsMessages(this, 1);
        ByteBuf in = bytes("MSG all 1 3\r\nabc\r\n");
        for (int i = 0; i < 2000; i++) {
            assertThat(messages.read(in, 0, in.writerIndex())).isEqualTo(1);
        }
        assertThat(looked).containsExactly("1 abc", "1001 abc");
    }

    @Test
    void aComplaintIsAFailure() {
        ByteBuf in = bytes("-ERR 'Slow Consumer'\r\n");
        NatsMessages messages = new NatsMessages(this, 0);
        assertThatThrownBy(() -> messages.read(in, 0, in.writerIndex()))
                .isInstanceOf(LoadException.class)
                .hasMessage("NATS said -ERR 'Slow Consumer'");
    }

    @Test
    void aLineWithoutAnEndIsAFailure() {
        ByteBuf in = bytes("x".repeat(10_000));
        NatsMessages messages = new NatsMessages(this, 0);
        assertThatThrownBy(() -> messages.read(in, 0, in.writerIndex()))
                .isInstanceOf(LoadException.class);
    }
}
