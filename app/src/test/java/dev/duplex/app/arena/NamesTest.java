package dev.duplex.app.arena;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people type, as it is shown.
class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "Ann, Ann",
        "'  two   words\t', two words",
        "'', Guest",
        "'\u202e\u200b\u0007', Guest",
        "'a\u202eb\nc', ab c",
        "'\u00a0\u2007\u202f', Guest",
        "'\u3164\u2800\u115f\u1160\uffa0', Guest",
        "'a\u00a0\u00a0b', a b",
        "<b>bold</b>, <b>bold</b>",
        "'z\u0301\u0301\u0301', z",
        "abcdefghijklmnopqrstuvwxyz, abcdefghijklmnopqrst",
        "\uD83D\uDE00\uD83D\uDE00, \uD83D\uDE00\uD83D\uDE00"
    })
    void isOneShortVisibleLine(String typed, String shown) {
        assertThat(Names.shown(typed)).isEqualTo(shown);
    }
}
