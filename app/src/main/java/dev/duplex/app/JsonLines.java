package dev.duplex.app;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.duplex.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/// Writes each event of the log as a JSON object on a line of its own: `timestamp` (UTC, RFC 3339, milliseconds), `level`,
/// `logger`, `thread`, `message`, and `thrown`, a stack trace, if something was.
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final ThrowableProxyConverter trace = new ThrowableProxyConverter();

    @Override
    public void start() {
        trace.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonObject object =
                new JsonObject()
                        .put("timestamp", TIMESTAMP.format(event.getInstant()))
                        .put("level", event.getLevel().toString())
                        .put("logger", event.getLoggerName())
                        .put("thread", event.getThreadName())
                        .put("message", event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            object.put("thrown", trace.convert(event).stripTrailing());
        }
        return (object + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
