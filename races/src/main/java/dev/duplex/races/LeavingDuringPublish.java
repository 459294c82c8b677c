package dev.duplex.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.duplex.channels.Entry;
import dev.duplex.channels.Subscription;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/// Somebody leaves, in its lane, while others publish: it is offered nothing after that, and what it was offered is the
/// beginning of what was published. The channel is nobody's then.
@JCStressTest
@Outcome(id = "-, -, 0", expect = ACCEPTABLE, desc = "left before all of it")
@Outcome(id = "a, a, 0", expect = ACCEPTABLE, desc = "left after the first")
@Outcome(id = "ab, ab, 0", expect = ACCEPTABLE, desc = "left after the second")
@Outcome(id = "abc, abc, 0", expect = ACCEPTABLE, desc = "left after all of it")
@Outcome(expect = FORBIDDEN, desc = "something came after it had left, or the channel is kept")
@State
public class LeavingDuringPublish {
    private final Stage stage = new Stage();
    private final ActorLane lane = new ActorLane();
    private final Ear ear = new Ear(lane);
    private final Subscription subscription =
            stage.hub().subscribe(Stage.CHANNEL, ear, Entry.PLAIN);
    private String heardBefore = "";

    /// It has subscribed.
    public LeavingDuringPublish() {
        lane.run();
    }

    /// Publishes.
    @Actor
    public void publish() {
        stage.publish("a");
        stage.publish("b");
        stage.publish("c");
    }

    /// Takes what has come, and leaves.
    @Actor
    public void leave() {
        lane.run();
        lane.run(() -> {
            subscription.unsubscribe();
            heardBefore = ear.heard();
        });
    }

    /// Delivers the rest.
    @Arbiter
    public void listen(LLL_Result result) {
        lane.run();
        result.r1 = heardBefore;
        result.r2 = ear.heard();
        result.r3 = stage.hub().channels();
        stage.close();
    }
}
