package dev.duplex.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.duplex.json.NotJsonException.Why;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

class JsonRulesTest {
    private static boolean isValue(String text) {
        return JsonRules.STANDARD.isValue(text.getBytes(UTF_8));
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    /// Reads to the end.
    private static Why failure(JsonRules rules, byte[] bytes) {
        List<Why> failures = new ArrayList<>();
        assertThatExceptionOfType(NotJsonException.class)
                .isThrownBy(() ->
                        rules.read(
                                bytes,
                                in -> {
                                    JsonParser parser = in.parser();
                                    for (JsonToken token = parser.nextToken();
                                            token != null;
                                            token = parser.nextToken()) {
                                        parser.finishToken();
                                    }
                                    return true;
                                }))
                .satisfies(it -> {
                    failures.add(it.why());
                    assertThat(it.detail()).isNotEmpty().isEqualTo(it.getMessage());
                    assertThat(it.getStackTrace()).isEmpty();
                });
        return failures.getFirst();
    }

    private static Why failure(String text) {
        return failure(JsonRules.STANDARD, text.getBytes(UTF_8));
    }

    /// The values of the members of an object, as they stand.
    private static List<String> values(byte[] bytes, int offset, int length)
            throws NotJsonException {
        return JsonRules.STANDARD.read(
                bytes,
                offset,
                length,
                in -> {
                    List<String> values = new ArrayList<>();
                    in.parser().nextToken();
                    while (in.parser().nextToken() == JsonToken.PROPERTY_NAME) {
                        in.parser().nextToken();
                        values.add(new String(in.value(), UTF_8));
                    }
                    return values;
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                " -1.5e3 ",
                "\"a\"",
                "\"\\ud83d\\ude00 \\ud800 😀\"",
                "null",
                "true",
                "{}",
                "[ 1 ,\t[ ]\r\n]\n",
                "{\"a\":[{}],\"a\":1}"
            })
    void isOneValue(String text) {
        assertThat(isValue(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "hello", "nul", "{", "{}}", "{} {}", "1 2", "01", "[1,]", "'a'", "{a:1}",
                "\"\n\"", "\uFEFF1", "1\0", "\"\\x\"", "[", "\"a"
            })
    void isNone(String text) {
        assertThat(isValue(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22C08022", "22EDA08022", "22FF22", "7B22FF223A317D", "FEFF0031"})
    void whatIsNotUtf8IsNone(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(JsonRules.STANDARD.isValue(bytes)).isFalse();
        assertThat(failure(JsonRules.STANDARD, bytes)).isEqualTo(Why.NOT_UTF8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{|NOT_JSON", "[1,]|NOT_JSON", "1 x|NOT_JSON"})
    void saysWhatIsWrong(String text, Why why) {
        assertThat(failure(text)).isEqualTo(why);
    }

    @Test
    void nestingAndNumbersAreLimited() {
        assertThat(isValue(nested(JsonRules.MAX_DEPTH))).isTrue();
        assertThat(isValue(nested(JsonRules.MAX_DEPTH + 1))).isFalse();
        assertThat(failure(nested(JsonRules.MAX_DEPTH + 1))).isEqualTo(Why.TOO_DEEP);
        assertThat(isValue("9".repeat(1000))).isTrue();
        assertThat(isValue("9".repeat(1001))).isFalse();
        assertThat(failure("9".repeat(1001))).isEqualTo(Why.OVER_LIMIT);
    }

    /// The parser keeps names for as long as the program runs.
    @Test
    void namesAreLimited() {
        String longest = "a".repeat(JsonRules.MAX_NAME_LENGTH);
        assertThat(isValue("{\"" + longest + "\":0}")).isTrue();
        assertThat(isValue("{\"" + longest + "a\":0}")).isFalse();
        assertThat(failure("{\"" + longest + "a\":0}")).isEqualTo(Why.OVER_LIMIT);
        assertThat(failure("[{\"b\":{\"" + "é".repeat(1 << 20) + "\":0}}]"))
                .isEqualTo(Why.OVER_LIMIT);
        assertThat(failure("{\"" + "\\u0061".repeat(1 << 20) + "\":0}")).isEqualTo(Why.OVER_LIMIT);
    }

    @Test
    void stringsAreAsLongAsWhatTheyComeIn() {
        assertThat(isValue("\"" + "a".repeat(1 << 20) + "\"")).isTrue();
    }

    @Test
    void aNameMayBeThereTwiceUnlessItIsSaid() {
        JsonRules strict = JsonRules.withoutDuplicates(2);
        assertThat(strict.isValue("{\"a\":1,\"b\":[]}".getBytes(UTF_8))).isTrue();
        assertThat(failure(strict, "{\"a\":1,\"a\":1}".getBytes(UTF_8))).isEqualTo(Why.NOT_JSON);
        assertThat(failure(strict, nested(3).getBytes(UTF_8))).isEqualTo(Why.TOO_DEEP);
    }

    @Test
    void aValueIsCopiedAsItStandsInOneLine() throws NotJsonException {
        String text =
                "{\"a\": {\r\n\"b\" :\n1} , \"c\":-0.50e+1 ,\"d\":\"\\u00e9 é\"\n,\"e\":null,\"f\":[ ],\"g\":12}";
        byte[] bytes = ("x" + text + "x").getBytes(UTF_8);
        assertThat(values(bytes, 1, bytes.length - 2))
                .containsExactly("{  \"b\" : 1}", "-0.50e+1", "\"\\u00e9 é\"", "null", "[ ]", "12");
    }
}
