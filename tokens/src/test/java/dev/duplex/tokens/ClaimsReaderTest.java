package dev.duplex.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsReaderTest {
    private static Claims read(String json) throws MalformedClaimsException {
        return ClaimsReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Payload payload) {
        return new String(payload.bytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"x\"",
                "{",
                "{}x",
                "{}{}",
                "{\"sub\":\"a\",\"sub\":\"b\"}",
                "{\"info\":{\"a\":1,\"a\":2}}",
                "{\"sub\":1}",
                "{\"sub\":\"\\ud800\"}",
                "{\"channel\":[\"a\"]}",
                "{\"aud\":1}",
                "{\"aud\":[1]}",
                "{\"aud\":[\"a\"",
                "{\"channels\":\"a\"}",
                "{\"channels\":[1]}",
                "{\"subs\":[]}",
                "{\"subs\":{\"a\":1}}",
                "{\"subs\":{\"\\udc00\":{}}}",
                "{\"exp\":\"1\"}",
                "{\"exp\":-1}",
                "{\"exp\":1e400}",
                "{\"exp\":1700000000000}",
                "{\"exp\":NaN}",
                "{\"b64info\":\"*\"}",
                "{\"b64data\":1}",
            })
    void whatIsNotRightIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedClaimsException.class);
    }

    static Stream<byte[]> notUtf8() {
        return Stream.of(
                new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC0, (byte) 0x80, '"', '}'},
                new byte[] {
                    '{', '"', 'a', '"', ':', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'
                },
                new byte[] {(byte) 0xFE, (byte) 0xFF, 0, '{', 0, '}'});
    }

    @ParameterizedTest
    @MethodSource
    void notUtf8(byte[] bytes) {
        assertThatThrownBy(() -> ClaimsReader.read(bytes))
                .isInstanceOf(MalformedClaimsException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void howDeepItIsNestedIsLimited() throws Exception {
        int most = ClaimsReader.MAX_DEPTH - 1;
        read("{\"x\":" + "[".repeat(most) + "]".repeat(most) + "}");
        assertThatThrownBy(
                        () -> read("{\"x\":" + "[".repeat(most + 1) + "]".repeat(most + 1) + "}"))
                .isInstanceOf(MalformedClaimsException.class);
    }

    @Test
    void timesMayHaveFractions() throws Exception {
        assertThat(read("{\"exp\":1.9999999999e9}").expires)
                .contains(Instant.ofEpochSecond(1_999_999_999));
    }

    @Test
    void whatIsNotKnownIsIgnored() throws Exception {
        Claims claims =
                read(
                        "{\"meta\":{\"sub\":\"no\"},\"jti\":1,\"override\":[{}],\"sub\":\"42\",\"x\":null}");
        assertThat(claims.subject).contains("42");
    }

    @Test
    void valuesStayAsTheyStandInOneLine() throws Exception {
        assertThat(text(read("{\"info\": [1,\r\n 2.50 ] }").info)).isEqualTo("[1,   2.50 ]");
        assertThat(text(read("{\"info\":12345678901234567890.10}").info))
                .isEqualTo("12345678901234567890.10");
        assertThat(text(read("{\"info\": \"a\\n🙂\" , \"data\":true}").info))
                .isEqualTo("\"a\\n🙂\"");
    }

    @Test
    void bytesComeBeforeJson() throws Exception {
        Claims claims = read("{\"b64info\":\"AAEC\",\"info\":1,\"b64data\":\"\",\"data\":2}");
        assertThat(claims.info.kind()).isEqualTo(Payload.Kind.BINARY);
        assertThat(claims.info.bytes()).containsExactly(0, 1, 2);
        assertThat(text(claims.data)).isEqualTo("2");
    }

    @Test
    void channelsComeFromBothClaims() throws Exception {
        Claims claims =
                read(
                        "{\"subs\":{\"a\":{\"info\":1,\"b64data\":\"AA==\",\"override\":{}},\"b\":null},\"channels\":[\"a\",\"c\"]}");
        assertThat(claims.channels).containsOnlyKeys("a", "b", "c");
        assertThat(claims.channels)
                .hasEntrySatisfying("a", it -> assertThat(text(it.info())).isEqualTo("1"));
    }
}
