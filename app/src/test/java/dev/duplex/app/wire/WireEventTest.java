package dev.duplex.app.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WireEventTest {
    @Test
    void isAnObjectOnOneLine() {
        byte[] event = WireEvent.of("open").put("id", 7).put("text", "a\r\nb").bytes();
        assertThat(new String(event, UTF_8))
                .isEqualTo("data: {\"type\":\"open\",\"id\":7,\"text\":\"a\\r\\nb\"}\r\n\r\n");
    }
}
