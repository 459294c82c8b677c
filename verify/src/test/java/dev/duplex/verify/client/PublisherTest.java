package dev.duplex.verify.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.verify.log.Outcome;
import dev.duplex.verify.log.PublisherLog;
import dev.duplex.verify.log.PublisherRecorder;
import dev.duplex.verify.log.Sending;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private static final Answer UNKNOWN = new Answer(Outcome.UNKNOWN, "no answer");
    private static final Answer REFUSED = new Answer(Outcome.REFUSED, "no");

    /// Answers as it was told to, and then that all is published.
    private static final class Scripted implements Press {
        final Queue<Answer> answers;
        final List<String> keys = new ArrayList<>();

        Scripted(Answer... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public Answer publish(Mark mark, String idempotencyKey) {
            keys.add(idempotencyKey);
            return answers.isEmpty() ? Answer.PUBLISHED : answers.remove();
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }

    private static PublisherLog run(PublisherKind kind, Press press) {
        PublisherRecorder recorder = new PublisherRecorder("p", "verify:1", () -> 1);
        Publisher publisher = new Publisher(kind, press, "run", Duration.ZERO, recorder);
        publisher.finish();
        publisher.run();
        return recorder.log();
    }

    private static List<Outcome> outcomes(PublisherLog log) {
        return log.sendings().stream().map(Sending::outcome).toList();
    }

    @Test
    void sendsAgainWithTheSameKeyWhatIsNotAnswered() {
        Scripted press = new Scripted(UNKNOWN, UNKNOWN);
        assertThat(outcomes(run(PublisherKind.HTTP_KEYS, press)))
                .containsExactly(Outcome.ACKNOWLEDGED);
        assertThat(press.keys).containsExactly("run-p-1", "run-p-1", "run-p-1");
    }

    /// What was not answered may be published, whatever is said when it is sent again.
    @Test
    void isNotSureOfARefusalAfterNoAnswer() {
        assertThat(outcomes(run(PublisherKind.HTTP_KEYS, new Scripted(UNKNOWN, REFUSED))))
                .containsExactly(Outcome.UNKNOWN, Outcome.ACKNOWLEDGED);
    }

    @Test
    void believesARefusalAtOnce() {
        assertThat(outcomes(run(PublisherKind.CLIENT_KEYS, new Scripted(REFUSED))))
                .containsExactly(Outcome.REFUSED, Outcome.ACKNOWLEDGED);
    }

    @Test
    void leavesUnknownWithoutAKeyWhatIsNotAnswered() {
        Scripted press = new Scripted(UNKNOWN);
        assertThat(outcomes(run(PublisherKind.HTTP, press)))
                .containsExactly(Outcome.UNKNOWN, Outcome.ACKNOWLEDGED);
        assertThat(press.keys).containsExactly("", "");
    }

    @Test
    void temporaryErrorsSayNothingForSure() {
        for (int code : List.of(100, 111, 408, 429, 503)) {
            assertThat(Answer.error(code, "").outcome()).isEqualTo(Outcome.UNKNOWN);
        }
        for (int status : List.of(200, 302, 408, 429, 500, 502, 503)) {
            assertThat(Answer.status(status).outcome()).isEqualTo(Outcome.UNKNOWN);
        }
        assertThat(Answer.error(103, "").outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(Answer.status(403).outcome()).isEqualTo(Outcome.REFUSED);
    }
}
