package dev.duplex.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|chat:a/b|true",
                "chat:*|chat:|true",
                "chat:*|news:chat:|false",
                "*:a*b*c|x:aabbc|true",
                "*:a*b*c|x:aabbcd|false",
                "?|ä|true",
                "?|ab|false",
                "a[b-d]e|ace|true",
                "a[b-d]e|aee|false",
                "a[!b-d]e|aee|true",
                "a[!b-d]e|abe|false",
                "[]x]|]|true",
                "[a-]|-|true",
                "{chat,news}:*|news:1|true",
                "{chat,news}:*|text:1|false",
                "a{,b}{c,d}|abd|true",
                "a{,b}{c,d}|ad|true",
                "a{,b}{c,d}|ab|false",
                "\\*a\\{|*a{|true",
                "\\*|x|false",
                "a}|a}|true"
            })
    void matches(String pattern, String name, boolean matches) throws Exception {
        assertThat(Glob.of(pattern).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a[|a [ without its ]",
                "a[]|a [ without its ]",
                "a[!]|an empty []",
                "a{b|a { without its }",
                "{a{b}}|a { within a {",
                "a\\|ends with a \\",
                "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}|more than 64"
            })
    void saysWhatIsWrong(String pattern, String why) {
        assertThatThrownBy(() -> Glob.of(pattern))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void isBoundedInLengthAndTime() throws Exception {
        assertThatThrownBy(() -> Glob.of("a".repeat(Glob.MAX_LENGTH + 1)))
                .hasMessageContaining("at most 256 characters");
        Glob stars = Glob.of("*a".repeat(Glob.MAX_LENGTH / 2));
        Assertions.assertTimeout(
                Duration.ofSeconds(20), () -> stars.matches("a".repeat(255) + "b"));
    }
}
