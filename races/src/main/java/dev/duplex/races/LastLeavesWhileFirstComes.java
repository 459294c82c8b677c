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

/// The last subscriber leaves a channel, which is removed with it, while another comes: who has come is in a channel
/// that is published to, and nobody is in it twice.
@JCStressTest
@Outcome(id = "-, a, 1", expect = ACCEPTABLE, desc = "who came hears, who left does not")
@Outcome(expect = FORBIDDEN, desc = "who came is in a channel that is not there any more")
@State
public class LastLeavesWhileFirstComes {
    private final Stage stage = new Stage();
    private final ActorLane leavingLane = new ActorLane();
    private final ActorLane comingLane = new ActorLane();
    private final Ear leaving = new Ear(leavingLane);
    private final Ear coming = new Ear(comingLane);
    private final Subscription subscription =
            stage.hub().subscribe(Stage.CHANNEL, leaving, Entry.PLAIN);

    /// One has subscribed.
    public LastLeavesWhileFirstComes() {
        leavingLane.run();
    }

    /// Leaves.
    @Actor
    public void leave() {
        leavingLane.run(subscription::unsubscribe);
    }

    /// Comes.
    @Actor
    public void come() {
        comingLane.run(() -> stage.hub().subscribe(Stage.CHANNEL, coming, Entry.PLAIN));
    }

    /// Publishes when both is over.
    @Arbiter
    public void publish(LLL_Result result) {
        stage.publish("a");
        leavingLane.run();
        comingLane.run();
        result.r1 = leaving.heard();
        result.r2 = coming.heard();
        result.r3 = stage.hub().subscribers(Stage.CHANNEL);
        stage.close();
    }
}
