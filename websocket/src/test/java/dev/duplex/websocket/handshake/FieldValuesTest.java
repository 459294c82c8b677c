package dev.duplex.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValuesTest {
    // RFC 9110 §5.6.2: tchar is "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" /
    // "_" / "`" / "|" / "~" / DIGIT / ALPHA
    @Test
    void tokenCharactersAreThoseOfTheGrammar() {
        StringBuilder accepted = new StringBuilder();
        for (char c = 0; c < 0x300; c++) {
            if (FieldValues.isTokenChar(c)) {
                accepted.append(c);
            }
        }
        assertThat(accepted.toString())
                .isEqualTo(
                        "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~");
    }

    @Test
    void emptyTextIsNoToken() {
        assertThat(FieldValues.isToken("")).isFalse();
    }

    // RFC 9110 §5.6.1.2: a recipient MUST parse and ignore a reasonable number of empty list
    // elements
    @Test
    void listsIgnoreEmptyElementsAndSpanLines() {
        assertThat(FieldValues.elements(List.of(", a ,,\tb c\t,", "", "d")))
                .containsExactly("a", "b c", "d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", ", ,\t,"})
    void listsWithoutElementsAreEmpty(String line) {
        assertThat(FieldValues.elements(List.of(line))).isEmpty();
    }

    // RFC 6455 §2.1: comparing case-insensitively means as ASCII
    @ParameterizedTest
    @ValueSource(
            strings = {
                "web\u017Focket",
                "web\u017Focket, x",
                "websoc\u212Aet",
                "websockets",
                "websocket/13"
            })
    void onlyAsciiCaseIsFolded(String line) {
        assertThat(FieldValues.listContains(List.of(line), "websocket")).isFalse();
        assertThat(FieldValues.listContains(List.of(line, "WEBsockeT"), "websocket")).isTrue();
    }
}
