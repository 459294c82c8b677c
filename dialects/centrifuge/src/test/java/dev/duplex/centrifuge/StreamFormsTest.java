package dev.duplex.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.CloseReason;
import dev.duplex.StreamForm;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Decoded;
import dev.duplex.centrifuge.protocol.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How replies stand in streams.
class StreamFormsTest {
    private static final Reply PONG =
            new Reply(7, new dev.duplex.centrifuge.protocol.Result.Ping());

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void inAJsonStreamEveryReplyIsALine() {
        Codec json = Codec.json();
        byte[] frame = json.join(List.of(json.encode(Reply.PING), json.encode(PONG)));
        assertThat(text(new FramesForm(json).message(frame)))
                .isEqualTo("{}\n{\"id\":7,\"ping\":{}}\n");
    }

    @Test
    void aProtobufStreamIsOneFrame() {
        Codec protobuf = Codec.protobuf();
        StreamForm form = new FramesForm(protobuf);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(form.message(protobuf.encode(PONG)));
        stream.writeBytes(form.message(protobuf.encode(Reply.PING)));
        assertThat(protobuf.replies(stream.toByteArray()))
                .isEqualTo(new Decoded.Messages<>(List.of(PONG, Reply.PING)));
    }

    @Test
    void inAnEventStreamEveryReplyIsAnEvent() {
        Codec json = Codec.json();
        byte[] frame = json.join(List.of(json.encode(Reply.PING), json.encode(PONG)));
        assertThat(text(new EventsForm().message(frame)))
                .isEqualTo("data: {}\r\n\r\ndata: {\"id\":7,\"ping\":{}}\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 'why', 3004, 'why'",
        "1001, '', 3001, shutdown",
        "1007, '', 3501, 'bad request'",
        "1008, 'too many bytes per second', 3004, 'too many bytes per second'",
        "1009, 'too large', 3501, 'too large'",
        "1011, '', 3004, 'internal server error'",
        "3000, 'why', 3000, 'why'",
        "3008, slow, 3008, slow",
        "4500, 'as the program says', 4500, 'as the program says'"
    })
    void theEndIsToldByAPushWhoseCodeHasTheSameEffect(
            int code, String reason, int pushed, String told) {
        String push =
                "{\"push\":{\"disconnect\":{\"code\":%d,\"reason\":\"%s\"}}}"
                        .formatted(pushed, told);
        CloseReason end = new CloseReason(code, reason);
        assertThat(text(new FramesForm(Codec.json()).close(end))).isEqualTo(push + "\n");
        assertThat(text(new EventsForm().close(end))).isEqualTo("data: " + push + "\r\n\r\n");
    }
}
