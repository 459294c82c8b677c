package dev.duplex.verify.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerEventTest {
    private static List<ServerEvent> read(String stream) throws IOException {
        var in = new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8));
        var reader = new ServerEvent.Reader(new Lines(in, 20));
        List<ServerEvent> events = new ArrayList<>();
        for (Optional<ServerEvent> event = reader.next();
                event.isPresent();
                event = reader.next()) {
            events.add(event.get());
        }
        return events;
    }

    @Test
    void readsNamesIdsAndLines() throws IOException {
        assertThat(
                        read(
                                """
                                retry: 2000
                                event: begin
                                data: new
                                id: e:1

                                :

                                data: one
                                data:two

                                data
                                id: e:2

                                """))
                .containsExactly(
                        new ServerEvent("begin", "e:1", "new"),
                        new ServerEvent("message", "e:1", "one\ntwo"),
                        new ServerEvent("message", "e:2", ""));
    }

    @Test
    void whatHasNotEndedIsNoEvent() throws IOException {
        assertThat(read("data: one\r\n\r\ndata: two\r\n"))
                .containsExactly(new ServerEvent("message", "", "one"));
    }

    @Test
    void aLineIsLimited() {
        assertThatThrownBy(() -> read("data: " + "x".repeat(15) + "\n\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("a line of more than 20 bytes");
    }
}
