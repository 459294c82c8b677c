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
import org.openjdk.jcstress.infra.results.L_Result;

/// Two threads hand messages to a session's lane: each keeps its order, and all are counted.
@JCStressTest
@Outcome(
        id = {"abcd", "acbd", "acdb", "cabd", "cadb", "cdab"},
        expect = ACCEPTABLE,
        desc = "one order of both")
@Outcome(expect = FORBIDDEN, desc = "lost, out of order, or not counted")
@State
public class TwoHandOver {
    /// What a message of one letter counts for.
    private static final int EACH = 1 + Outgoing.OVERHEAD;

    private final HandOff handOff = new HandOff();

    private void add(String text) {
        handOff.add(new Outgoing.Whole(Message.text(text)));
    }

    /// Hands over.
    @Actor
    public void one() {
        add("a");
        add("b");
    }

    /// Hands over.
    @Actor
    public void other() {
        add("c");
        add("d");
    }

    /// Takes all.
    @Arbiter
    public void drain(L_Result result) {
        StringBuilder taken = new StringBuilder();
        int held = handOff.bytes();
        for (Outgoing next = handOff.poll(); next != null; next = handOff.poll()) {
            taken.append(((Outgoing.Whole) next).message().string());
            handOff.taken(next);
        }
        boolean counted = held == 4 * EACH && handOff.bytes() == 0;
        result.r1 = counted ? taken.toString() : "held " + held + ", then " + handOff.bytes();
    }
}
