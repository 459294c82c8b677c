package dev.duplex.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.engine.Complaints;
import dev.duplex.channels.engine.EngineException;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    private static final System.Logger LOG = System.getLogger("dev.duplex.engine.disk");

    @Test
    void oneOfManyIsLogged() {
        try (Logged logged = Logged.begin()) {
            Complaints complaints = new Complaints(LOG);
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
            new Complaints(LOG).logUnexpected(failure);
            assertThat(logged.records()).extracting(LogRecord::getThrown).containsExactly(failure);
        }
    }
}
