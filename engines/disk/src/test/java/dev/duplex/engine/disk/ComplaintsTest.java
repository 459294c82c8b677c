package dev.duplex.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.engine.EngineException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    /// Keeps what is logged.
    private static final class Kept extends Handler {
        final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            messages.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void oneOfManyIsLogged() {
        Logger logger = Logger.getLogger("dev.duplex.engine.disk");
        Kept kept = new Kept();
        logger.addHandler(kept);
        try {
            Complaints complaints = new Complaints();
            for (int i = 1; i <= 1_000; i++) {
                complaints.log(new EngineException("failure " + i));
            }
        } finally {
            logger.removeHandler(kept);
        }
        assertThat(kept.messages).containsExactly("failure 1");
    }
}
