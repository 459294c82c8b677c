package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.engine.EngineException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void anEnginesFailuresAreForWhoLooksClosely() {
        EngineException full = new EngineException("the disk is full");
        assertThat(Failures.level(full)).isEqualTo(System.Logger.Level.DEBUG);
        assertThat(Failures.level(new CompletionException(full)))
                .isEqualTo(System.Logger.Level.DEBUG);
        assertThat(Failures.level(new IllegalStateException(full)))
                .isEqualTo(System.Logger.Level.ERROR);
        assertThat(Failures.level(new CompletionException(new IllegalStateException())))
                .isEqualTo(System.Logger.Level.ERROR);
    }
}
