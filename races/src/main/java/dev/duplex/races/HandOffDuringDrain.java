package dev.duplex.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.duplex.Message;
import dev.duplex.session.HandOff;
import dev.duplex.session.Outgoing;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/// A thread hands messages to a session's lane while the lane takes those that are there: none is lost or doubled, they keep their
/// order, and in the end nothing counts as held.
@JCStressTest
@Outcome(id = "abcd, 0", expect = ACCEPTABLE, desc = "all of them, in order")
@Outcome(expect = FORBIDDEN, desc = "lost, doubled, out of order, or still counted")
@State
public class HandOffDuringDrain {
    private final HandOff handOff = new HandOff();
    private final StringBuilder taken = new StringBuilder();

    /// One is there.
    public HandOffDuringDrain() {
        add("a");
    }

    private void add(String text) {
        handOff.add(new Outgoing.Whole(Message.text(text)));
    }

    /// Hands over.
    @Actor
    public void add() {
        add("b");
        add("c");
        add("d");
    }

    /// Takes what there is.
    @Actor
    public void drain() {
        drainAll();
    }

    private void drainAll() {
        for (Outgoing next = handOff.poll(); next != null; next = handOff.poll()) {
            taken.append(((Outgoing.Whole) next).message().string());
            handOff.taken(next);
        }
    }

    /// Takes the rest.
    @Arbiter
    public void drainRest(LL_Result result) {
        drainAll();
        result.r1 = taken.toString();
        result.r2 = handOff.bytes();
    }
}
