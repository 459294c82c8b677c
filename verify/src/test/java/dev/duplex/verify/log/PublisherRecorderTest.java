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
        assertThat(recorder.log().end()).isEqualTo(PublisherEnd.UNANSWERED);
        recorder.settled(4, Outcome.ACKNOWLEDGED);
        recorder.settled(5, Outcome.UNKNOWN);
        assertThat(recorder.log().end()).isEqualTo(PublisherEnd.ANSWERED);
        assertThat(recorder.isFinished()).isFalse();
    }

    @Test
    void whatABugInterruptedMayHaveBeenPublished() {
        recorder.settled(1, Outcome.ACKNOWLEDGED);
        recorder.mark();
        recorder.broken();
        assertThat(recorder.log().end()).isEqualTo(PublisherEnd.BROKEN);
        assertThat(recorder.log().sendings())
                .last()
                .isEqualTo(new Sending(2, 1, Outcome.UNKNOWN, 1));
        assertThat(recorder.isFinished()).as("nobody waits for it").isTrue();
    }
}
