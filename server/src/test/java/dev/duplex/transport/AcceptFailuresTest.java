package dev.duplex.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcceptFailuresTest {
    private final Logger logger = Logger.getLogger(AcceptFailures.class.getName());
    private final List<LogRecord> said = new ArrayList<>();
    private final Handler listening = listening();
    private long now = Long.MAX_VALUE;
    private final EmbeddedChannel channel = new EmbeddedChannel(new AcceptFailures(() -> now));

    private Handler listening() {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @BeforeEach
    void listen() {
        logger.addHandler(listening);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(listening);
    }

    private void fails() {
        channel.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    }

    @Test
    void saysOnceAMinuteWhatToDo() {
        fails();
        fails();
        assertThat(said).hasSize(1);
        LogRecord record = said.getFirst();
        assertThat(record.getLevel()).isEqualTo(Level.SEVERE);
        assertThat(record.getThrown()).isNull();
        assertThat(new SimpleFormatter().formatMessage(record))
                .contains("Too many open files", "no file descriptor is left", "LimitNOFILE")
                .contains("Nobody new is served");

        now += Duration.ofSeconds(59).toNanos();
        fails();
        assertThat(said).hasSize(1);
        now += Duration.ofSeconds(1).toNanos();
        fails();
        assertThat(said).hasSize(2);
        channel.checkException();
    }

    @Test
    void leavesBugsToOthers() {
        channel.pipeline().fireExceptionCaught(new IllegalStateException("of the test"));
        assertThat(said).isEmpty();
        assertThatThrownBy(channel::checkException).isInstanceOf(IllegalStateException.class);
    }
}
