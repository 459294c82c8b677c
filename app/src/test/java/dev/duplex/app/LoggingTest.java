package dev.duplex.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import dev.duplex.app.config.ServeSettings.LogFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class LoggingTest {
    private static final Instant TIME = Instant.parse("2026-11-27T16:00:00.120Z");

    private final LoggerContext context = new LoggerContext();

    private LoggingEvent event(String message) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(context);
        event.setLoggerName("dev.duplex.x.Y");
        event.setLevel(Level.WARN);
        event.setMessage(message);
        event.setArgumentArray(new Object[] {7});
        event.setInstant(TIME);
        event.setThreadName("loop-1");
        return event;
    }

    private String encoded(LogFormat format, LoggingEvent event) {
        return new String(Logging.encoder(format, context).encode(event), UTF_8);
    }

    @Test
    void jsonIsAnObjectOnALine() {
        assertThat(encoded(LogFormat.JSON, event("it is {} \"so\"\nand\tso")))
                .isEqualTo(
                        "{\"timestamp\":\"2026-11-27T16:00:00.120Z\",\"level\":\"WARN\","
                                + "\"logger\":\"dev.duplex.x.Y\",\"thread\":\"loop-1\","
                                + "\"message\":\"it is 7 \\\"so\\\"\\nand\\tso\"}\n");
    }

    @Test
    void jsonTellsWhatWasThrownInTheSameLine() throws Exception {
        var cause = new IOException("the \"cause\"");
        LoggingEvent event = event("failed");
        event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("because", cause)));
        String line = encoded(LogFormat.JSON, event);
        assertThat(line).endsWith("}\n");
        assertThat(line.strip().lines()).hasSize(1);
        String thrown = "";
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING && "thrown".equals(parser.currentName())) {
                    thrown = parser.getString();
                }
            }
        }
        assertThat(thrown.lines())
                .startsWith("java.lang.IllegalStateException: because")
                .contains("Caused by: java.io.IOException: the \"cause\"")
                .anyMatch(it -> it.startsWith("\tat dev.duplex.app.LoggingTest"));
        assertThat(Arrays.asList(thrown.split("\n", -1)).getLast()).isNotBlank();
    }

    @Test
    void textIsALineForPeople() {
        assertThat(encoded(LogFormat.TEXT, event("it is {}")))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\S+ WARN  Y: it is 7\\R");
    }
}
