package dev.duplex.centrifuge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// What the tests of the codecs share.
final class Wires {
    private Wires() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Command command(Codec codec, byte[] frame) {
        assertThat(codec.commands(frame)).isInstanceOf(Decoded.Messages.class);
        return ((Decoded.Messages<Command>) codec.commands(frame)).messages().getFirst();
    }

    static Reply reply(Codec codec, byte[] frame) {
        assertThat(codec.replies(frame)).isInstanceOf(Decoded.Messages.class);
        return ((Decoded.Messages<Reply>) codec.replies(frame)).messages().getFirst();
    }

    static Malformed.Reason failure(Decoded<?> decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Failed.class);
        return ((Decoded.Failed<?>) decoded).malformed().reason();
    }

    /// @param parts hexadecimal, or text behind a quotation mark
    static byte[] bytes(String... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String part : parts) {
            out.writeBytes(
                    part.startsWith("'")
                            ? utf8(part.substring(1))
                            : HexFormat.of().parseHex(part.replace(" ", "")));
        }
        return out.toByteArray();
    }
}
