package dev.duplex.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.duplex.channels.Draft;
import dev.duplex.channels.Entry;
import dev.duplex.channels.Published;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/// Two publish with one idempotency key at once: one of them has published, the other is answered with the same position; one
/// publication is heard and kept.
@JCStressTest
@Outcome(id = "1 published, 1 known, a, a", expect = ACCEPTABLE, desc = "the first has published")
@Outcome(id = "1 known, 1 published, b, b", expect = ACCEPTABLE, desc = "the second has published")
@Outcome(expect = FORBIDDEN, desc = "both have published, or neither, or elsewhere")
@State
public class SameKeyTwice {
    private final Stage stage = new Stage();
    private final ActorLane lane = new ActorLane();
    private final Ear ear = new Ear(lane);

    /// Somebody has subscribed.
    public SameKeyTwice() {
        stage.hub().subscribe(Stage.CHANNEL, ear, Entry.PLAIN);
        lane.run();
    }

    /// Publishes.
    @Actor
    public void first(LLLL_Result result) {
        result.r1 = answer(stage.publish(keyed("a")));
    }

    /// Publishes.
    @Actor
    public void second(LLLL_Result result) {
        result.r2 = answer(stage.publish(keyed("b")));
    }

    /// Delivers.
    @Arbiter
    public void listen(LLLL_Result result) {
        lane.run();
        result.r3 = ear.heard();
        result.r4 = stage.history();
        stage.close();
    }

    private static Draft keyed(String text) {
        return Stage.draft(text).withIdempotencyKey("key");
    }

    private static String answer(Published published) {
        return published.position().offset() + (published.duplicate() ? " known" : " published");
    }
}
