package dev.duplex.centrifuge.protocol;

import static dev.duplex.centrifuge.protocol.Wires.bytes;
import static dev.duplex.centrifuge.protocol.Wires.failure;
import static dev.duplex.centrifuge.protocol.Wires.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.duplex.centrifuge.protocol.Malformed.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client sends beside its stream.
class EmulationCodecTest {
    private static Emulation read(Codec codec, byte[] body) {
        assertThat(codec.emulation(body)).isInstanceOf(Decoded.Messages.class);
        return ((Decoded.Messages<Emulation>) codec.emulation(body)).messages().getFirst();
    }

    @Test
    void inJsonTheFrameIsAString() {
        Emulation emulation =
                new Emulation(
                        "n",
                        "s",
                        Data.utf8(
                                "{\"id\":1,\"ping\":{}}\n{\"id\":2,\"send\":{\"data\":\"ü😀\"}}"));
        byte[] body =
                utf8(
                        "{\"session\":\"s\",\"node\":\"n\",\"data\":\"{\\\"id\\\":1,\\\"ping\\\":{}}\\n{\\\"id\\\":2,\\\"send\\\":{\\\"data\\\":\\\"\\u00fc\\ud83d\\ude00\\\"}}\"}");
        assertThat(read(Codec.json(), body)).isEqualTo(emulation);
        assertThat(read(Codec.json(), Codec.json().encode(emulation))).isEqualTo(emulation);
    }

    @Test
    void inProtobufItIsBytesAndNoLengthStandsBeforeAll() throws InvalidProtocolBufferException {
        Emulation emulation = new Emulation("n", "s", Data.copyOf(new byte[] {0, (byte) 0xff, 10}));
        byte[] body = bytes("0a01", "'n", "1201", "'s", "1a03 00ff0a");
        assertThat(read(Codec.protobuf(), body)).isEqualTo(emulation);
        assertThat(Codec.protobuf().encode(emulation)).isEqualTo(body);
        Descriptor type = Schema.message("EmulationRequest");
        DynamicMessage parsed = DynamicMessage.parseFrom(type, body);
        assertThat(parsed.getUnknownFields().asMap()).isEmpty();
        assertThat(parsed.getAllFields().keySet())
                .extracting(it -> it.getName())
                .containsExactly("node", "session", "data");
        assertThat(parsed.toByteArray()).isEqualTo(body);
    }

    @Test
    void whatIsNotThereIsEmptyAndWhatIsUnknownIgnored() {
        Emulation nothing = new Emulation("", "", Data.EMPTY);
        assertThat(read(Codec.json(), utf8("{\"more\":[1,{}]}"))).isEqualTo(nothing);
        assertThat(read(Codec.protobuf(), new byte[0])).isEqualTo(nothing);
        assertThat(read(Codec.protobuf(), bytes("2001 2a01", "'x"))).isEqualTo(nothing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"data\":{}} | WRONG_TYPE",
                "{\"data\":[\"x\"]} | WRONG_TYPE",
                "{\"session\":7} | WRONG_TYPE",
                "{\"data\":\"\\ud83d\"} | NOT_TEXT",
                "{} {} | TOO_MANY",
                "[] | WRONG_TYPE",
                "no | NOT_JSON",
                "{\"data\":\"x | NOT_JSON",
                "`` | EMPTY"
            })
    void refusesJson(String body, Reason reason) {
        assertThat(failure(Codec.json().emulation(utf8(body == null ? "" : body))))
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0a", "0a05 41", "1aff", "ffffffffffffffffffffff"})
    void refusesProtobuf(String hex) {
        assertThat(failure(Codec.protobuf().emulation(bytes(hex)))).isEqualTo(Reason.NOT_PROTOBUF);
    }

    @Test
    void theFramesInItAreTheCodecsOwn() {
        for (Codec codec : List.of(Codec.json(), Codec.protobuf())) {
            Command ping = new Command(3, new Request.Ping());
            Emulation sent = new Emulation("n", "s", Data.copyOf(codec.encode(ping)));
            Emulation came = read(codec, codec.encode(sent));
            assertThat(codec.commands(came.frame().toByteArray()))
                    .isEqualTo(new Decoded.Messages<>(List.of(ping)));
        }
    }
}
