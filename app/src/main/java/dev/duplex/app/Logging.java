package dev.duplex.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.duplex.app.config.ServeSettings.LogLevel;
import org.slf4j.LoggerFactory;

/// How the program logs: one line for each event, on standard error. Found by logback as a service;
/// code rather than a file, because reading one would cost a fifth of the time to start.
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String OURS = "dev.duplex";
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n";

    /// For logback.
    public Logging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        context.getLogger(OURS).setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// Sets how much Duplex itself logs; what it is built on logs warnings only.
    static void level(LogLevel level) {
        if (LoggerFactory.getLogger(OURS) instanceof ch.qos.logback.classic.Logger logger) {
            logger.setLevel(
                    switch (level) {
                        case ERROR -> Level.ERROR;
                        case WARN -> Level.WARN;
                        case INFO -> Level.INFO;
                        case DEBUG -> Level.DEBUG;
                    });
        }
    }
}
