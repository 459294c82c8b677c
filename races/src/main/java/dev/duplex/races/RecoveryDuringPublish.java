package dev.duplex.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.duplex.channels.Entry;
import dev.duplex.channels.Position;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/// Somebody comes back to where it was while others publish: what it gets with its beginning and what it is offered
/// is together everything that it missed, once and in order.
@JCStressTest
@Outcome(id = "1 recovered, -, bcd", expect = ACCEPTABLE, desc = "came before all of it")
@Outcome(id = "2 recovered, b, cd", expect = ACCEPTABLE, desc = "came after the first")
@Outcome(id = "3 recovered, bc, d", expect = ACCEPTABLE, desc = "came after the second")
@Outcome(id = "4 recovered, bcd, -", expect = ACCEPTABLE, desc = "came after all of it")
@Outcome(expect = FORBIDDEN, desc = "something is missing, or comes twice, or cannot be recovered")
@State
public class RecoveryDuringPublish {
    private final Stage stage = new Stage();
    private final ActorLane lane = new ActorLane();
    private final Ear ear = new Ear(lane);
    private final Position seen = stage.publish("a").position();

    /// Publishes.
    @Actor
    public void publish() {
        stage.publish("b");
        stage.publish("c");
        stage.publish("d");
    }

    /// Comes back, and is its own lane.
    @Actor
    public void subscribe() {
        lane.run(() -> stage.hub().subscribe(Stage.CHANNEL, ear, Entry.PLAIN.withSince(seen)));
    }

    /// Delivers the rest.
    @Arbiter
    public void listen(LLL_Result result) {
        lane.run();
        result.r1 = ear.began();
        result.r2 = ear.missed();
        result.r3 = ear.heard();
        stage.close();
    }
}
