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
import org.openjdk.jcstress.infra.results.I_Result;

/// A subscription is ended on another thread than its lane's while that delivers several publications together: after the
/// call has returned at most the delivery that was going on comes to its end.
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "nothing came after it")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "the delivery that was going on")
@Outcome(expect = FORBIDDEN, desc = "more came after it")
@State
public class LeavingFromElsewhere {
    private final Stage stage = new Stage();
    private final ActorLane lane = new ActorLane();
    private final Ear ear = new Ear(lane);
    private final Subscription subscription =
            stage.hub().subscribe(Stage.CHANNEL, ear, Entry.PLAIN);
    private int heardBefore;

    /// It has subscribed, and publications wait.
    public LeavingFromElsewhere() {
        lane.run();
        for (String text : new String[] {"a", "b", "c", "d", "e", "f"}) {
            stage.publish(text);
        }
    }

    /// Delivers.
    @Actor
    public void drain() {
        lane.run();
    }

    /// Leaves.
    @Actor
    public void leave() {
        subscription.unsubscribe();
        heardBefore = ear.count();
    }

    /// Counts.
    @Arbiter
    public void listen(I_Result result) {
        lane.run();
        result.r1 = ear.count() - heardBefore;
        stage.close();
    }
}
