package dev.duplex.app.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesAnEventOfOneLine() {
        byte[] event = Json.event("open").put("id", 7).put("text", "a\r\nb").bytes();
        assertThat(new String(event, UTF_8))
                .isEqualTo("data: {\"type\":\"open\",\"id\":7,\"text\":\"a\\r\\nb\"}\n\n");
    }

    @Test
    void escapesWhatAStringMayNotHold() {
        byte[] event = Json.event("x").put("t", "\"\\\0\u001fé\ud800").bytes();
        assertThat(new String(event, UTF_8))
                .isEqualTo("data: {\"type\":\"x\",\"t\":\"\\\"\\\\\\u0000\\u001fé\\ud800\"}\n\n");
    }
}
