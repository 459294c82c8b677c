package dev.duplex.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8ValidatorTest {
    /// A mix of well-formed runs and single bytes that are dangerous in UTF-8, so that both valid
    /// and nearly valid texts are common.
    @Provide
    Arbitrary<byte[]> texts() {
        Arbitrary<String> parts =
                Arbitraries.of(
                                "a",
                                "plain ascii, long enough for words and more",
                                "é",
                                "Привет",
                                "日本語",
                                "\uD83D\uDE00")
                        .map(s -> HexFormat.of().formatHex(s.getBytes(StandardCharsets.UTF_8)));
        Arbitrary<String> odd =
                Arbitraries.of(
                        "80", "bf", "c0", "c1", "c2", "e0", "ed", "ef", "f0", "f4", "f5", "ff",
                        "a0", "9f", "90", "8f");
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(12, parts), net.jqwik.api.Tuple.of(1, odd))
                .list()
                .ofMaxSize(20)
                .map(list -> HexFormat.of().parseHex(String.join("", list)));
    }

    @Property(tries = 3000)
    void agreesWithTheDecoderOfTheJdkWhateverThePieces(
            @ForAll("texts") byte[] text, @ForAll @IntRange(min = 1, max = 40) int piece) {
        Utf8Validator utf8 = new Utf8Validator();
        boolean valid = true;
        for (int at = 0; at < text.length && valid; at += piece) {
            byte[] part = Arrays.copyOfRange(text, at, Math.min(text.length, at + piece));
            valid = utf8.validate(Unpooled.wrappedBuffer(part), 0, part.length);
        }
        assertThat(valid && utf8.complete()).isEqualTo(decodes(text));
    }

    @Property
    void refusesAtTheFirstByteThatCannotBe(@ForAll("texts") byte[] text) {
        Utf8Validator utf8 = new Utf8Validator();
        for (int at = 0; at < text.length; at++) {
            boolean valid = utf8.validate(ByteBuffer.wrap(text), at, at + 1);
            assertThat(valid)
                    .as("after %s", HexFormat.of().formatHex(text, 0, at + 1))
                    .isEqualTo(mayGoOn(text, at + 1));
            if (!valid) {
                return;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "c080",
        "e08080",
        "eda080",
        "edbfbf",
        "f4908080",
        "f5",
        "80",
        "c3c3",
        "f0808080",
        "fe",
        "ff",
        "c1bf",
        "e09f80",
        "f08f80"
    })
    void refusesWhatRfc3629Forbids(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(new Utf8Validator().validate(Unpooled.wrappedBuffer(bytes), 0, bytes.length))
                .isFalse();
    }

    @Test
    void anUnfinishedCharacterIsValidSoFarAndNotComplete() {
        Utf8Validator utf8 = new Utf8Validator();
        assertThat(
                        utf8.validate(
                                Unpooled.wrappedBuffer(new byte[] {(byte) 0xE2, (byte) 0x82}),
                                0,
                                2))
                .isTrue();
        assertThat(utf8.complete()).isFalse();
        utf8.reset();
        assertThat(utf8.complete()).isTrue();
    }

    private static boolean decodes(byte[] text) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    /// Whether the first `length` bytes begin some valid text: one of these endings completes them.
    private static boolean mayGoOn(byte[] text, int length) {
        for (String ending :
                new String[] {
                    "", "80", "bf", "8080", "a080", "8f80", "bf80", "808080", "908080", "8f8080"
                }) {
            byte[] rest = HexFormat.of().parseHex(ending);
            byte[] whole = Arrays.copyOf(text, length + rest.length);
            System.arraycopy(rest, 0, whole, length, rest.length);
            if (decodes(whole)) {
                return true;
            }
        }
        return false;
    }
}
