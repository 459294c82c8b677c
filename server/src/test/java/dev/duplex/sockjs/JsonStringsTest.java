package dev.duplex.sockjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStringsTest {
    private static Optional<List<String>> parse(byte[] json) {
        return JsonStrings.parse(json, true)
                .map(strings -> {
                    List<String> all = new ArrayList<>();
                    strings.forEachRemaining(message -> all.add(message.string()));
                    return all;
                });
    }

    private static Optional<List<String>> parse(String json) {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anArrayOfStringsIsItsStrings() {
        assertThat(parse("[\"a\"]")).contains(List.of("a"));
        assertThat(parse("[\"a\",\"\",\"b c\"]")).contains(List.of("a", "", "b c"));
        assertThat(parse(" [ \"a\" ,\t\"]\",\r\n\"\\\"\" ] ")).contains(List.of("a", "]", "\""));
        assertThat(parse("[]")).contains(List.of());
        assertThat(parse("[ ]")).contains(List.of());
    }

    @Test
    void oneStringIsOneMessage() {
        assertThat(parse("\"a\"")).contains(List.of("a"));
        assertThat(parse(" \"a,\\\"b\" ")).contains(List.of("a,\"b"));
    }

    @Test
    void oneStringIsNoneWhereOnlyAnArrayMayStand() {
        assertThat(JsonStrings.parse("\"a\"".getBytes(StandardCharsets.UTF_8), false)).isEmpty();
        assertThat(JsonStrings.parse("[\"a\"]".getBytes(StandardCharsets.UTF_8), false))
                .isPresent();
    }

    @Test
    void escapesAreUndone() {
        assertThat(parse("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u00e9\\u20AC\\uFFFF\"]"))
                .contains(List.of("\"\\/\b\f\n\r\t\u0000é€\uFFFF"));
        assertThat(parse("[\"\\ud83d\\ude00 😀\"]")).contains(List.of("😀 😀"));
    }

    @Test
    void halfASurrogatePairBecomesTheReplacementCharacter() {
        assertThat(parse("[\"\\ud83d\"]")).contains(List.of("\uFFFD"));
        assertThat(parse("[\"\\ude00x\"]")).contains(List.of("\uFFFDx"));
        assertThat(parse("[\"\\ud83d\\ud83d\\ude00\"]")).contains(List.of("\uFFFD😀"));
        assertThat(parse("[\"\\ud83d\\n\"]")).contains(List.of("\uFFFD\n"));
        assertThat(parse("[\"\\ud83dx\\ude00\"]")).contains(List.of("\uFFFDx\uFFFD"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[",
                "]",
                "[\"",
                "[\"a",
                "[\"a\"",
                "[\"a\",",
                "[\"a\",]",
                "[,\"a\"]",
                "[\"a\" \"b\"]",
                "[\"a\"]]",
                "[\"a\"]x",
                "[[\"a\"]]",
                "[[[[[[",
                "[1]",
                "[null]",
                "[true]",
                "[{}]",
                "{}",
                "1",
                "null",
                "a",
                "'a'",
                "[\"\\\"]",
                "[\"\\x\"]",
                "[\"\\u12\"]",
                "[\"\\u123g\"]",
                "[\"\\u\"]",
                "[\"\\",
                "[\"\\u00",
                "\"",
                "\"a",
                "\"a\"\"b\"",
                "[\"a\nb\"]",
                "[\"a\u0000b\"]",
                "[\"a\u001Fb\"]",
                "\uFEFF[\"a\"]",
            })
    void whatIsBrokenIsNothing(String json) {
        assertThat(parse(json)).isEmpty();
    }

    @Test
    void whatIsNotUtf8IsBroken() {
        assertThat(parse(new byte[] {'[', '"', (byte) 0xC3, '"', ']'})).isEmpty();
        assertThat(parse(new byte[] {'[', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ']'}))
                .isEmpty();
    }

    @Test
    void behindTheLastThereIsNone() {
        JsonStrings none = JsonStrings.parse(new byte[] {'[', ']'}, true).orElseThrow();
        assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
    }

    @Property
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
        byte[] inside = new byte[bytes.length + 4];
        inside[0] = '[';
        inside[1] = '"';
        System.arraycopy(bytes, 0, inside, 2, bytes.length);
        inside[inside.length - 2] = '"';
        inside[inside.length - 1] = ']';
        parse(inside).ifPresent(read -> assertThat(read).isNotEmpty());
    }
}
