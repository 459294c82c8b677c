package dev.duplex.centrifuge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;

/// What holds of any frame: it is refused with a reason, or its messages, written again, are read again as the same.
final class FrameOracle {
    private FrameOracle() {}

    static void check(Codec codec, byte[] frame) {
        checkOne(codec, codec.commands(frame), codec::encode, codec::commands);
        checkOne(codec, codec.replies(frame), codec::encode, codec::replies);
        checkEmulation(codec, codec.emulation(frame));
    }

    private static void checkEmulation(Codec codec, Decoded<Emulation> decoded) {
        switch (decoded) {
            case Decoded.Failed<Emulation>(var malformed) ->
                    assertThat(malformed.detail()).isNotEmpty();
            case Decoded.Messages<Emulation>(var messages) -> {
                assertThat(messages).hasSize(1);
                assertThat(codec.emulation(codec.encode(messages.getFirst()))).isEqualTo(decoded);
            }
        }
    }

    private static <T> void checkOne(
            Codec codec,
            Decoded<T> decoded,
            Function<T, byte[]> encode,
            Function<byte[], Decoded<T>> decode) {
        switch (decoded) {
            case Decoded.Failed<T>(var malformed) -> assertThat(malformed.detail()).isNotEmpty();
            case Decoded.Messages<T>(var messages) -> {
                assertThat(messages).hasSizeBetween(1, Codec.MAX_MESSAGES);
                List<byte[]> frames = messages.stream().map(encode).toList();
                assertThat(decode.apply(codec.join(frames))).isEqualTo(decoded);
                if (codec instanceof JsonCodec) {
                    for (byte[] line : frames) {
                        assertThat(line).doesNotContain('\n', '\r');
                    }
                }
            }
        }
    }
}
