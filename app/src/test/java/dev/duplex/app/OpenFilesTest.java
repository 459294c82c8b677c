package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/// What is said of a limit of open files at the start.
@Timeout(60)
class OpenFilesTest {
    @Test
    void tooFewForTheConnectionsAreNamed() {
        assertThat(OpenFiles.warning(1_024, 100_000))
                .hasValueSatisfying(it ->
                        assertThat(it)
                                .startsWith(
                                        "The process may have 1024 files open, too few for limits.connections, 100000, and 1000 more"));
        assertThat(OpenFiles.warning(100_999, 100_000)).isPresent();
    }

    @Test
    void ofEnoughNothingIsSaid() {
        assertThat(OpenFiles.warning(101_000, 100_000)).isEmpty();
        assertThat(OpenFiles.warning(Long.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
        // Where the system does not tell.
        assertThat(OpenFiles.warning(-1, 100_000)).isEmpty();
    }

    /// No system lets a process have as many.
    @Test
    void theLogSaysSoAtTheStartButNotInTheDevelopmentMode() throws Exception {
        String connections = "--limits-connections=" + Integer.MAX_VALUE;
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        var logger = context.getLogger(Serving.class);
        logger.addAppender(heard);
        try {
            Served.with("--dev", connections).close();
            assertThat(heard.list).noneMatch(OpenFilesTest::isTheWarning);
            Served.with(connections).close();
            assertThat(heard.list).filteredOn(OpenFilesTest::isTheWarning).hasSize(1);
        } finally {
            logger.detachAppender(heard);
        }
    }

    private static boolean isTheWarning(ILoggingEvent event) {
        return event.getFormattedMessage().contains("limits.connections, " + Integer.MAX_VALUE);
    }
}
