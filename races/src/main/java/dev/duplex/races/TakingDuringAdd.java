package dev.duplex.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.duplex.Message;
import dev.duplex.session.MessageQueue;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZZ_Result;

/// A session's lane adds messages, and looks whether somebody waits; the handler finds none, says that it waits, and looks once
/// more. Nothing is lost or doubled, and of the two one sees the other.
@JCStressTest
@Outcome(id = "abc, true, .*", expect = ACCEPTABLE, desc = "the handler has found a message")
@Outcome(id = "abc, false, true", expect = ACCEPTABLE, desc = "it waits, and the lane knows")
@Outcome(
        expect = FORBIDDEN,
        desc = "a message is lost or doubled, or a handler waits and nobody knows")
@State
public class TakingDuringAdd {
    private final MessageQueue queue = new MessageQueue();
    private final StringBuilder taken = new StringBuilder();
    private volatile boolean awaited;

    /// Adds, and looks whether somebody waits.
    @Actor
    public void add(LZZ_Result result) {
        queue.add(Message.text("a"));
        queue.add(Message.text("b"));
        queue.add(Message.text("c"));
        VarHandle.fullFence();
        result.r3 = awaited;
    }

    /// Takes what there is; if there is nothing, says that it waits and looks again.
    @Actor
    public void take(LZZ_Result result) {
        if (!takeOne()) {
            awaited = true;
            result.r2 = takeOne();
        } else {
            result.r2 = true;
        }
        takeOne();
    }

    private boolean takeOne() {
        Message message = queue.poll();
        if (message == null) {
            return false;
        }
        taken.append(message.string());
        return true;
    }

    /// Takes the rest.
    @Arbiter
    public void takeRest(LZZ_Result result) {
        for (boolean some = true; some; ) {
            some = takeOne();
        }
        result.r1 = taken.toString();
        if (queue.count() != 0 || queue.bytes() != 0) {
            result.r1 = "counts " + queue.count() + " left";
        }
    }
}
