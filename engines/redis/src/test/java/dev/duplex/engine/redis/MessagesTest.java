package dev.duplex.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Member;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Signal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes by a channel's topic, and what stands in its history.
class MessagesTest {
    private final List<Publication> publications = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();

    private static byte[] with(String head, byte[] body) {
        byte[] ascii = head.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(ascii.length + body.length).put(ascii).put(body).array();
    }

    private void read(byte[] message) {
        Messages.read("news:a", message, publications::add, signals::add);
    }

    @Test
    void aPublicationHasItsPlaceInItsHead() {
        byte[] body = Messages.body(Heard.draft("hello"));
        read(with("p epoch 42 41 1795831245842345\n", body));
        read(with("t 1795831245842345\n", body));
        Publication kept = publications.getFirst();
        Publication passing = publications.getLast();

        assertThat(kept.position()).isEqualTo(new Position("epoch", 42));
        assertThat(kept.previous()).isEqualTo(41);
        assertThat(kept.time()).isEqualTo(Instant.ofEpochSecond(1_795_831_245L, 842_345_000));
        assertThat(passing.position()).isEqualTo(Position.NONE);
        for (Publication each : publications) {
            assertThat(each.channel()).isEqualTo("news:a");
            assertThat(Heard.text(each)).isEqualTo("hello");
        }
    }

    @Test
    void comingAndGoingAreRead() {
        Member ann = Member.of("c", "ann");
        read(Messages.of(new Signal.Join(ann)));
        read(Messages.of(new Signal.Leave(ann)));
        assertThat(signals).containsExactly(new Signal.Join(ann), new Signal.Leave(ann));
    }

    @Test
    void whatStandsForAllBeforeItHasNothingBefore() {
        byte[] body = Messages.body(Heard.draft("all"));
        byte[] one = with("1795831305842" + "1795831245842345" + "p0000000003", body);
        byte[] all = with("1795831305842" + "1795831245842345" + "s0000000003", body);
        assertThat(Messages.entry("news:a", "epoch", 7, one).previous()).isEqualTo(6);
        assertThat(Messages.entry("news:a", "epoch", 7, all).previous()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p",
                "p epoch 42 41\n",
                "p epoch x 41 1\n",
                "z\n",
                "t\n",
                "j\n",
                "j 1\n"
            })
    void whatNobodyKnowsIsRefused(String message) {
        assertThatThrownBy(() -> read(with(message, new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Messages.entry("news:a", "epoch", 1, with(message, new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(publications).isEmpty();
        assertThat(signals).isEmpty();
    }
}
