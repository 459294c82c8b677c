package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RelaysTest {
    private static final Relayed MESSAGE =
            new Relayed(
                    "a secret",
                    Payload.of(Payload.Kind.TEXT, "content".getBytes(StandardCharsets.US_ASCII)));

    @Test
    @DisplayName("the first who has the session gets the message, and nobody else")
    void oneGetsIt() {
        try (Hub hub = new Hub()) {
            List<String> asked = new ArrayList<>();
            Relays.Receiver has = it -> asked.add("has " + it.session());
            hub.relays()
                    .add(it -> {
                        asked.add("has it not");
                        return false;
                    });
            hub.relays().add(has);
            hub.relays().add(_ -> asked.add("is not asked"));
            hub.relays().received(MESSAGE);
            assertThat(asked).containsExactly("has it not", "has a secret");
            hub.relays().remove(has);
            hub.relays().received(MESSAGE);
            assertThat(asked).endsWith("has it not", "is not asked");
        }
    }

    @Test
    @DisplayName("a log learns neither the session nor the message")
    void staysSecret() {
        assertThat(MESSAGE).hasToString("a relayed message of 7 bytes");
    }
}
