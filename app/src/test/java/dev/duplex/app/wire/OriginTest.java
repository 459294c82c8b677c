package dev.duplex.app.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OriginTest {
    @Test
    void isOfTheHostThatItNames() {
        assertThat(Origin.isOf("http://localhost:8080", "LOCALHOST:8080")).isTrue();
        assertThat(Origin.isOf("https://[::1]:8080", "[::1]:8080")).isTrue();
        assertThat(Origin.isOf("http://localhost:8081", "localhost:8080")).isFalse();
        assertThat(Origin.isOf("http://localhost:8080.evil.example", "localhost:8080")).isFalse();
        assertThat(Origin.isOf("null", "localhost:8080")).isFalse();
        assertThat(Origin.isOf("", "")).isFalse();
        assertThat(Origin.isOf("http://", "")).isFalse();
    }

    @Test
    void findsACookieByItsWholeName() {
        List<String> fields = List.of("a=1; xduplex-wire=no", " duplex-wire=yes ;b=2");
        assertThat(Origin.cookie(fields, "duplex-wire")).contains("yes");
        assertThat(Origin.cookie(List.of("duplex-wires=1"), "duplex-wire")).isEmpty();
        assertThat(Origin.cookie(List.of(), "duplex-wire")).isEmpty();
    }

    @Test
    void knowsAForeignPageByWhatItsBrowserSays() {
        assertThat(foreign("Host", "a:1")).isFalse();
        assertThat(foreign("Host", "a:1", "Sec-Fetch-Site", "same-origin")).isFalse();
        assertThat(foreign("Host", "a:1", "Sec-Fetch-Site", "same-site")).isTrue();
        assertThat(foreign("Host", "a:1", "Sec-Fetch-Site", "cross-site")).isTrue();
        assertThat(foreign("Host", "a:1", "Origin", "http://a:1")).isFalse();
        assertThat(foreign("Host", "a:1", "Origin", "http://b:1")).isTrue();
    }

    private static boolean foreign(String... fields) {
        PageExchange exchange = new PageExchange("GET");
        for (int i = 0; i < fields.length; i += 2) {
            exchange.with(fields[i], fields[i + 1]);
        }
        return Origin.isForeign(exchange.request().headers());
    }
}
