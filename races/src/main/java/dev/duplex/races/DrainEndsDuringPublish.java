package dev.duplex.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.duplex.channels.Entry;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/// A lane ends its drain while somebody publishes, who finds it armed or not: either way what was published is delivered, and
/// does not lie there until the next is.
@JCStressTest
@Outcome(id = "ab", expect = ACCEPTABLE, desc = "both were delivered")
@Outcome(expect = FORBIDDEN, desc = "the second was left behind, or came twice")
@State
public class DrainEndsDuringPublish {
    private final Stage stage = new Stage();
    private final ActorLane lane = new ActorLane();
    private final Ear ear = new Ear(lane);

    /// Somebody has subscribed, and one publication waits.
    public DrainEndsDuringPublish() {
        stage.hub().subscribe(Stage.CHANNEL, ear, Entry.PLAIN);
        lane.run();
        stage.publish("a");
    }

    /// Delivers.
    @Actor
    public void drain() {
        lane.run();
    }

    /// Publishes.
    @Actor
    public void publish() {
        stage.publish("b");
    }

    /// Delivers the rest, if the lane was told of any.
    @Arbiter
    public void listen(L_Result result) {
        lane.run();
        result.r1 = ear.heard();
        stage.close();
    }
}
