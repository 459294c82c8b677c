package dev.duplex.verify.client;

import dev.duplex.verify.log.Outcome;
import dev.duplex.verify.log.PublisherRecorder;
import java.time.Duration;
import java.util.List;

/// Publishes one thing after the other in a channel, until it is told that it is enough and the last is acknowledged, or its thread is
/// interrupted.
public final class Publisher implements Runnable {
    /// How long it waits before it sends again what was not answered.
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final PublisherKind kind;
    private final Press press;
    private final String run;
    private final Duration interval;
    private final PublisherRecorder recorder;
    private volatile boolean enough;
    private volatile String lastFailure = "";

    /// @param targets the nodes: it publishes by the HTTP API at one after the other, as a client at the first
    /// @param run what its publications are marked with; see [Mark]
    /// @param interval between two publications; after an answer that took longer the next is sent at once
    public Publisher(
            PublisherKind kind,
            Network network,
            List<Target> targets,
            String run,
            Duration interval,
            PublisherRecorder recorder) {
        this(
                kind,
                kind.isHttp()
                        ? new HttpPress(network, targets)
                        : new ClientPress(network, targets.getFirst()),
                run,
                interval,
                recorder);
    }

    Publisher(
            PublisherKind kind,
            Press press,
            String run,
            Duration interval,
            PublisherRecorder recorder) {
        this.kind = kind;
        this.press = press;
        this.run = run;
        this.interval = interval;
        this.recorder = recorder;
    }

    /// What it publishes from now on is its last, if it is acknowledged.
    public void finish() {
        enough = true;
    }

    /// Why its last publication was not acknowledged at once; empty if all were.
    public String lastFailure() {
        return lastFailure;
    }

    @Override
    public void run() {
        try (press) {
            long due = recorder.now();
            boolean last = false;
            while (!last) {
                boolean isEnough = enough;
                last = publish() == Outcome.ACKNOWLEDGED && isEnough;
                due = Math.max(due + interval.toNanos(), recorder.now());
                sleep(due - recorder.now());
            }
            recorder.finish();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome publish() throws InterruptedException {
        Mark mark = new Mark(run, recorder.channel(), recorder.name(), recorder.next());
        String key = kind.hasKeys() ? run + "-" + mark.publisher() + "-" + mark.sequence() : "";
        long sentAt = recorder.now();
        Outcome outcome = Outcome.UNKNOWN;
        try {
            outcome = attempt(mark, key);
            while (outcome == Outcome.UNKNOWN && kind.hasKeys()) {
                sleep(AGAIN.toNanos());
                outcome = attempt(mark, key);
                if (outcome == Outcome.REFUSED) {
                    // Of this attempt; the one before may be published all the same.
                    outcome = Outcome.UNKNOWN;
                    break;
                }
            }
        } finally {
            recorder.settled(sentAt, outcome);
        }
        return outcome;
    }

    private Outcome attempt(Mark mark, String key) throws InterruptedException {
        Answer answer = press.publish(mark, key);
        if (answer.outcome() != Outcome.ACKNOWLEDGED) {
            lastFailure = answer.why();
        }
        return answer.outcome();
    }

    private static void sleep(long nanos) throws InterruptedException {
        if (nanos > 0) {
            Thread.sleep(Duration.ofNanos(nanos));
        }
    }
}
