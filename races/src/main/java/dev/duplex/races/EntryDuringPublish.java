package dev.duplex.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.duplex.channels.Entry;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/// Somebody new subscribes while others publish: it is offered exactly what follows the position that it is told it begins at.
/// It subscribes on another thread than its lane's, which is the publisher's: so its answer may come before its call returns.
@JCStressTest
@Outcome(id = "0, abc", expect = ACCEPTABLE, desc = "came before all of it")
@Outcome(id = "1, bc", expect = ACCEPTABLE, desc = "came after the first")
@Outcome(id = "2, c", expect = ACCEPTABLE, desc = "came after the second")
@Outcome(id = "3, -", expect = ACCEPTABLE, desc = "came after all of it")
@Outcome(expect = FORBIDDEN, desc = "something is missing, or comes twice")
@State
public class EntryDuringPublish {
    private final Stage stage = new Stage();
    private final ActorLane lane = new ActorLane();
    private final Ear ear = new Ear(lane);

    /// Publishes, and delivers in between.
    @Actor
    public void publish() {
        stage.publish("a");
        lane.run();
        stage.publish("b");
        lane.run();
        stage.publish("c");
    }

    /// Comes.
    @Actor
    public void subscribe() {
        stage.hub().subscribe(Stage.CHANNEL, ear, Entry.PLAIN);
    }

    /// Delivers the rest.
    @Arbiter
    public void listen(LL_Result result) {
        lane.run();
        result.r1 = ear.began();
        result.r2 = ear.heard();
        stage.close();
    }
}
