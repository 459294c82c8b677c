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
    /// Offsets, and below zero how many were left out before the next.
    private final List<Long> given = new ArrayList<>();

    private int room;
    private final Missed missed = new Missed(this::give, 0);

    private Offer give(Publication publication, long skipped) {
        if (room == 0) {
            return Offer.FULL;
        }
        room--;
        if (skipped > 0) {
            given.add(-skipped);
        }
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

    @Test
    void newOnesWaitBehindWhatWasMissedUpToALimit() {
        Missed patient = new Missed(this::give, 2);
        patient.begin(List.of(publication(1), publication(2)));
        assertThat(patient.offer(publication(3))).isEqualTo(Offer.ACCEPTED);
        assertThat(patient.offer(publication(4))).isEqualTo(Offer.ACCEPTED);
        assertThat(patient.offer(publication(5))).isEqualTo(Offer.FULL);
        room = 3;
        assertThat(patient.drained()).isFalse();
        assertThat(patient.offer(publication(5))).isEqualTo(Offer.ACCEPTED);
        assertThat(patient.offer(publication(6))).isEqualTo(Offer.FULL);
        room = 9;
        assertThat(patient.drained()).isTrue();
        assertThat(patient.offer(publication(6))).isEqualTo(Offer.ACCEPTED);
        assertThat(given).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void whileItIsNotKnownWhatWasMissedNothingIsGiven() {
        Missed patient = new Missed(this::give, 1);
        room = 9;
        patient.hold();
        assertThat(patient.offer(publication(3))).isEqualTo(Offer.ACCEPTED);
        assertThat(patient.offer(publication(4))).isEqualTo(Offer.FULL);
        assertThat(patient.drained()).isFalse();
        patient.begin(List.of(publication(1), publication(2)));
        assertThat(patient.isEmpty()).isTrue();
        assertThat(given).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatWasLeftOutIsToldWhereItIsMissing() {
        Missed patient = new Missed(this::give, 1);
        patient.begin(List.of(publication(1), publication(2)));
        patient.skipped(2);
        assertThat(patient.offer(publication(5))).isEqualTo(Offer.ACCEPTED);
        patient.skipped(1);
        assertThat(patient.offer(publication(7))).isEqualTo(Offer.FULL);
        patient.skipped(1);
        room = 3;
        assertThat(patient.drained()).isTrue();
        assertThat(patient.offer(publication(8))).isEqualTo(Offer.FULL);
        room = 2;
        assertThat(patient.offer(publication(8))).isEqualTo(Offer.ACCEPTED);
        assertThat(patient.offer(publication(9))).isEqualTo(Offer.ACCEPTED);
        assertThat(given).containsExactly(1L, 2L, -2L, 5L, -2L, 8L, 9L);
    }
}
