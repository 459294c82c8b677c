package dev.duplex.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.engine.EngineException;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    @Test
    void oneOfManyIsLogged() {
        try (Logged logged = Logged.begin()) {
            Complaints complaints = new Complaints();
            for (int i = 1; i <= 1_000; i++) {
                complaints.log(new EngineException("failure " + i));
            }
            assertThat(logged.records())
                    .extracting(LogRecord::getMessage)
                    .containsExactly("failure 1");
            assertThat(logged.records().getFirst().getThrown()).isNull();
        }
    }

    @Test
    void whatNobodyHasForeseenIsLoggedWithWhereItCameFrom() {
        try (Logged logged = Logged.begin()) {
            EngineException failure = new EngineException("failure");
            new Complaints().logUnexpected(failure);
            assertThat(logged.records()).extracting(LogRecord::getThrown).containsExactly(failure);
        }
    }
}
