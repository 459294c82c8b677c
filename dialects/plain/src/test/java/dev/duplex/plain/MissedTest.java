package dev.duplex.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Publication;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What was missed comes first, in order, as fast as there is room; new ones wait for it.
class MissedTest {
    private final List<Long> given = new ArrayList<>();
    private int room;
    private final Missed missed = new Missed(this::give);

    private Offer give(Publication publication) {
        if (room == 0) {
            return Offer.FULL;
        }
        room--;
        given.add(publication.offset());
        return Offer.ACCEPTED;
    }

    private static Publication publication(long offset) {
        return Publication.of(
                "a", Draft.of(Payload.none()), "e", offset, offset - 1, Instant.EPOCH);
    }

    @Test
    void newOnesWaitUntilAllThatWasMissedIsGiven() {
        room = 1;
        missed.begin(List.of(publication(1), publication(2), publication(3)));
        assertThat(given).containsExactly(1L);
        room = 1;
        assertThat(missed.offer(publication(4))).isEqualTo(Offer.FULL);
        assertThat(missed.drained()).isFalse();
        room = 2;
        assertThat(missed.drained()).isTrue();
        assertThat(missed.isEmpty()).isTrue();
        assertThat(missed.offer(publication(4))).isEqualTo(Offer.ACCEPTED);
        assertThat(given).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void withNothingMissedNewOnesAreGivenAtOnce() {
        missed.begin(List.of());
        assertThat(missed.offer(publication(1))).isEqualTo(Offer.FULL);
        room = 1;
        assertThat(missed.offer(publication(1))).isEqualTo(Offer.ACCEPTED);
    }

    @Test
    void whatIsGivenUpIsNotGiven() {
        missed.begin(List.of(publication(1)));
        missed.clear();
        room = 1;
        assertThat(missed.drained()).isTrue();
        assertThat(given).isEmpty();
    }
}
