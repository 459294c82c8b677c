package dev.duplex.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is sent the same gets the same object; nobody gets another's.
class PushesTest {
    private static final Codec JSON = Codec.json();
    private static final Codec PROTOBUF = Codec.protobuf();

    private static final int ROUNDS = 100;

    /// As many as a hub gives to a subscriber one after the other.
    private static final int TOGETHER = 64;

    private final Pushes pushes = new Pushes(100);

    private static Publication publication(String json) {
        Payload payload = Payload.of(Payload.Kind.JSON, json.getBytes(StandardCharsets.UTF_8));
        return Publication.of("news", Draft.of(payload), "", 0, 0, Instant.EPOCH);
    }

    private static String text(Payload frame) {
        return new String(frame.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void oneForEachEncoding() {
        Publication publication = publication("1");
        Payload json = pushes.of(JSON, publication);
        Payload protobuf = pushes.of(PROTOBUF, publication);
        assertThat(json.kind()).isEqualTo(Payload.Kind.TEXT);
        assertThat(text(json)).isEqualTo("{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":1}}}");
        assertThat(protobuf.kind()).isEqualTo(Payload.Kind.BINARY);
        assertThat(protobuf.bytes()).isNotEqualTo(json.bytes());
        assertThat(pushes.of(JSON, publication)).isSameAs(json);
        assertThat(pushes.of(PROTOBUF, publication)).isSameAs(protobuf);
    }

    @Test
    void onlyOfTheVeryPublication() {
        Payload one = pushes.of(JSON, publication("1"));
        assertThat(pushes.of(JSON, publication("1"))).isNotSameAs(one);
        for (int i = 0; i < 10 * Pushes.REMEMBERED; i++) {
            assertThat(text(pushes.of(JSON, publication("" + i)))).contains("\"data\":" + i + "}");
        }
    }

    /// Where one is remembered is a matter of chance.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void asManyAsAreGivenTogetherAreHardlyEverMadeTwice(boolean binary) {
        Codec codec = binary ? PROTOBUF : JSON;
        int same = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Publication> together = new ArrayList<>();
            for (int i = 0; i < TOGETHER; i++) {
                together.add(publication("" + i));
            }
            Set<Payload> made = Collections.newSetFromMap(new IdentityHashMap<>());
            together.forEach(it -> made.add(pushes.of(codec, it)));
            for (Publication publication : together) {
                same += made.contains(pushes.of(codec, publication)) ? 1 : 0;
            }
        }
        assertThat(same).isGreaterThan(ROUNDS * TOGETHER * 98 / 100);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aJoinAndALeaveAreMadeOnceForAChannelAndAnEncoding(boolean binary) {
        Codec codec = binary ? PROTOBUF : JSON;
        Signal join = new Signal.Join(Member.of("c1", "ann"));
        Payload made = pushes.of(codec, "news", join);
        assertThat(pushes.of(codec, "news", join)).isSameAs(made);
        assertThat(pushes.of(binary ? JSON : PROTOBUF, "news", join)).isNotEqualTo(made);
        assertThat(pushes.of(codec, "chat", join).bytes())
                .as("of another channel")
                .isNotEqualTo(made.bytes());
        assertThat(pushes.of(codec, "news", new Signal.Leave(Member.of("c1", "ann"))).bytes())
                .isNotEqualTo(made.bytes());
    }

    @Test
    void aJoinSaysWhoAndWhere() {
        Signal join = new Signal.Join(Member.of("c1", "ann"));
        assertThat(text(pushes.of(JSON, "news", join)))
                .isEqualTo(
                        "{\"push\":{\"channel\":\"news\",\"join\":{\"info\":{\"user\":\"ann\",\"client\":\"c1\"}}}}");
    }

    @Test
    void oneThatIsLargeIsNotKept() {
        Publication large = publication("\"" + "x".repeat(99) + "\"");
        Payload frame = pushes.of(JSON, large);
        assertThat(frame.size()).isGreaterThan(101);
        assertThat(pushes.of(JSON, large)).isNotSameAs(frame);
    }
}
