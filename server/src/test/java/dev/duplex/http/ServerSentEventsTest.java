package dev.duplex.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSentEventsTest {
    private static String event(String text) {
        return new String(
                ServerSentEvents.event(text.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
    }

    @Test
    void anEventIsItsLineAndAnEmptyOne() {
        assertThat(event("{\"größer\":\"😀\"}")).isEqualTo("data: {\"größer\":\"😀\"}\r\n\r\n");
        assertThat(event("")).isEqualTo("data: \r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nid: 7", "a\rid: 7", "a\r\nid: 7"})
    void aLineBreakBeginsNoOtherField(String text) {
        assertThat(event(text)).isEqualTo("data: a\r\ndata: id: 7\r\n\r\n");
    }

    @Test
    void anEventHasOtherFieldsToo() {
        byte[] written =
                new ServerSentEvents()
                        .comment(" alive")
                        .end()
                        .retry(Duration.ofSeconds(2))
                        .name("größer")
                        .id("e:7")
                        .data("a")
                        .data("b")
                        .end()
                        .toByteArray();
        assertThat(written)
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(
                        ": alive\r\n\r\nretry: 2000\r\nevent: größer\r\nid: e:7\r\ndata: a\r\ndata: b\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nid: 7", "a\r", "\n"})
    void noOtherFieldHasALineBreak(String text) {
        ServerSentEvents events = new ServerSentEvents();
        assertThatIllegalArgumentException().isThrownBy(() -> events.name(text));
        assertThatIllegalArgumentException().isThrownBy(() -> events.comment(text));
        assertThatIllegalArgumentException().isThrownBy(() -> events.id(text));
        assertThatIllegalArgumentException().isThrownBy(() -> events.id("7\0"));
        assertThat(events.toByteArray()).isEmpty();
    }

    @Test
    void emptyLinesDoNotEndTheEvent() {
        assertThat(event("a\n\n\r\rb\n"))
                .isEqualTo("data: a\r\ndata: \r\ndata: \r\ndata: \r\ndata: b\r\ndata: \r\n\r\n");
    }
}
