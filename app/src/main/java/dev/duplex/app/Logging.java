package dev.duplex.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.duplex.app.config.ServeSettings.LogFormat;
import dev.duplex.app.config.ServeSettings.LogLevel;
import org.slf4j.LoggerFactory;

/// How the program logs: one line for each event, on standard error, as text until it is known how. Found by logback as a service;
/// code rather than a file, because reading one would cost a fifth of the time to start.
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String CONSOLE = "console";
    private static final String OURS = "dev.duplex";
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n";

    /// For logback.
    public Logging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setName(CONSOLE);
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder(LogFormat.TEXT, context));
        console.start();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        context.getLogger(OURS).setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// A started one.
    static Encoder<ILoggingEvent> encoder(LogFormat format, LoggerContext context) {
        Encoder<ILoggingEvent> encoder =
                switch (format) {
                    case TEXT -> {
                        PatternLayoutEncoder pattern = new PatternLayoutEncoder();
                        pattern.setPattern(PATTERN);
                        yield pattern;
                    }
                    case JSON -> new JsonLines();
                };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    /// Sets how much Duplex itself logs, and how; what it is built on logs warnings only.
    static void set(LogLevel level, LogFormat format) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(OURS)
                    .setLevel(
                            switch (level) {
                                case ERROR -> Level.ERROR;
                                case WARN -> Level.WARN;
                                case INFO -> Level.INFO;
                                case DEBUG -> Level.DEBUG;
                            });
            var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            if (root.getAppender(CONSOLE) instanceof ConsoleAppender<ILoggingEvent> console) {
                console.setEncoder(encoder(format, context));
            }
        }
    }
}
