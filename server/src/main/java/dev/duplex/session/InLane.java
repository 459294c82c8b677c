package dev.duplex.session;

import dev.duplex.channels.Lane;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;

/// Hands over to a session's lane.
public final class InLane {
    private static final System.Logger LOG = System.getLogger(InLane.class.getName());

    private InLane() {}

    /// Runs `task` in the lane: at once if this is it. Once the lane has ended, so has the session,
    /// and nothing is left to be done there.
    public static void run(Lane lane, Runnable task) {
        if (lane.inLane()) {
            task.run();
        } else {
            behind(lane, task);
        }
    }

    /// Runs `task` in the lane behind what runs and waits there.
    public static void behind(Lane lane, Runnable task) {
        try {
            lane.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "a task came after the lane had ended", e);
        }
    }
}
