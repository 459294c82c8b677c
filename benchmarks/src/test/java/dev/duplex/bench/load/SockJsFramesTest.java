package dev.duplex.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SockJsFramesTest {
    private final List<String> seen = new ArrayList<>();

    private void read(String frame) {
        SockJsFrames.read(
                frame.getBytes(StandardCharsets.UTF_8),
                () -> seen.add("opened"),
                message -> seen.add(new String(message, StandardCharsets.UTF_8)));
    }

    @Test
    void readsWhatOpensWhatComesAndWhatKeepsAlive() {
        read("o");
        read("h");
        read("a[]");
        read("a[\"one\"]");
        read("h");
        read("a[\"\",\"two, [three]\",\"Żółta\"]");
        assertThat(seen).containsExactly("opened", "one", "", "two, [three]", "Żółta");
    }

    /// The load sends nothing that has to be escaped: an escape is a changed message.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "c[3000,\"Go away!\"]",
                "a",
                "a[",
                "a]",
                "a[\"one\"",
                "a[\"one]",
                "a[\"one\"\"two\"]",
                "a[\"one\",]",
                "a[,\"one\"]",
                "a[one]",
                "a[\"o\\u006ee\"]",
                "a[\"one\\\"]"
            })
    void refusesAllElse(String frame) {
        assertThatThrownBy(() -> read(frame)).isInstanceOf(LoadException.class);
    }
}
