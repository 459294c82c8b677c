package dev.duplex.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
    void emptyLinesDoNotEndTheEvent() {
        assertThat(event("a\n\n\r\rb\n"))
                .isEqualTo("data: a\r\ndata: \r\ndata: \r\ndata: \r\ndata: b\r\ndata: \r\n\r\n");
    }
}
