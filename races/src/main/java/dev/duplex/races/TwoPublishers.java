package dev.duplex.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.duplex.channels.Entry;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/// Two publish at once, each of them a lane too that delivers meanwhile: both subscribers and history have one order, and
/// what was published while a lane ended its drain is not left lying there.
@JCStressTest
@Outcome(id = "ab, ab, ab", expect = ACCEPTABLE, desc = "the first was first for all")
@Outcome(id = "ba, ba, ba", expect = ACCEPTABLE, desc = "the second was first for all")
@Outcome(expect = FORBIDDEN, desc = "one has another order, or not everything, or something twice")
@State
public class TwoPublishers {
    private final Stage stage = new Stage();
    private final ActorLane firstLane = new ActorLane();
    private final ActorLane secondLane = new ActorLane();
    private final Ear first = new Ear(firstLane);
    private final Ear second = new Ear(secondLane);

    /// Both have subscribed.
    public TwoPublishers() {
        stage.hub().subscribe(Stage.CHANNEL, first, Entry.PLAIN);
        stage.hub().subscribe(Stage.CHANNEL, second, Entry.PLAIN);
        firstLane.run();
        secondLane.run();
    }

    /// Publishes and delivers.
    @Actor
    public void first() {
        stage.publish("a");
        firstLane.run();
    }

    /// Publishes and delivers.
    @Actor
    public void second() {
        stage.publish("b");
        secondLane.run();
    }

    /// Delivers the rest.
    @Arbiter
    public void compare(LLL_Result result) {
        firstLane.run();
        secondLane.run();
        result.r1 = first.heard();
        result.r2 = second.heard();
        result.r3 = stage.history();
        stage.close();
    }
}
