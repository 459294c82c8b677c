package dev.duplex.verify.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublisherRecorderTest {
    private final PublisherRecorder recorder = new PublisherRecorder("p", "verify:1", () -> 1);

    @Test
    void marksWhatIsSentFromNowOn() {
        recorder.settled(1, Outcome.ACKNOWLEDGED);
        recorder.mark();
        assertThat(recorder.marked()).as("number 2 may be under way").isEqualTo(3);
    }

    @Test
    void isAnsweredByWhatWasSentSinceTheFaultsEnded() {
        recorder.settled(1, Outcome.ACKNOWLEDGED);
        recorder.mark();
        recorder.settled(2, Outcome.ACKNOWLEDGED);
        recorder.settled(3, Outcome.UNKNOWN);
        assertThat(recorder.log().answered()).isFalse();
        recorder.settled(4, Outcome.ACKNOWLEDGED);
        recorder.settled(5, Outcome.UNKNOWN);
        assertThat(recorder.log().answered()).isTrue();
        assertThat(recorder.isFinished()).isFalse();
    }
}
