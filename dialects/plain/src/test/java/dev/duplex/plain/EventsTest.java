package dev.duplex.plain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Payload.Kind;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a reader of event streams makes of what is written (HTML Standard §9.2.6).
class EventsTest {
    private static final List<String> LETTERS = List.of("a", "\r", "\n", " ", ":");
    private static final int LONGEST = 6;

    private static String written(boolean json, Kind kind, String text, long skipped) {
        Draft draft = Draft.of(Payload.of(kind, text.getBytes(UTF_8)));
        return new String(
                new Events(json)
                        .publication(
                                Publication.of("a:b", draft, "e", 7, 6, Instant.EPOCH), skipped),
                UTF_8);
    }

    /// The data of all events, as the standard says how to read them: lines end with CRLF, LF or CR, one space goes after the colon.
    private static List<String> read(String stream) {
        List<String> events = new ArrayList<>();
        StringBuilder data = new StringBuilder();
        for (String line : stream.split("\r\n|\n|\r", -1)) {
            if (line.isEmpty() && !data.isEmpty()) {
                events.add(data.substring(0, data.length() - 1));
                data.setLength(0);
            } else if (line.startsWith("data:")) {
                data.append(line.substring(5).replaceFirst("^ ", "")).append('\n');
            }
        }
        return events;
    }

    @Test
    void anyTextComesAsItIsButForCarriageReturns() {
        List<String> texts = new ArrayList<>(List.of(""));
        for (int from = 0, length = 0; length < LONGEST; length++) {
            int to = texts.size();
            for (; from < to; from++) {
                for (String letter : LETTERS) {
                    texts.add(texts.get(from) + letter);
                }
            }
        }
        assertThat(texts).hasSizeGreaterThan(19_000).doesNotHaveDuplicates();
        for (String text : texts) {
            assertThat(read(written(false, Kind.TEXT, text, 0)))
                    .containsExactly(text.replaceAll("\r\n?", "\n"));
            assertThat(read(written(true, Kind.TEXT, text, 0)))
                    .containsExactly("\"" + text.replace("\r", "\\r").replace("\n", "\\n") + "\"");
        }
    }

    @Test
    void whatWasSkippedComesBefore() {
        assertThat(written(false, Kind.TEXT, "x", 3))
                .isEqualTo("event: skipped\r\ndata: 3\r\n\r\nid: e:7\r\ndata: x\r\n\r\n");
    }

    @Test
    void anIdIsAPosition() {
        assertThat(Events.position("e:7")).isEqualTo(new Position("e", 7));
        assertThat(Events.position(":0")).isEqualTo(Position.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "7",
                "e",
                "e:",
                "e:-1",
                "e:x",
                "e:99999999999999999999",
                "a:b:7",
                "a\n\ndata: forged\n\n:5",
                "é:1"
            })
    void whatIsNoIdIsNoPlace(String id) {
        Position position = Events.position(id);
        assertThat(position).as("that would be everything there is").isNotEqualTo(Position.NONE);
        assertThat(position.epoch()).doesNotMatch("\\w+");
    }
}
