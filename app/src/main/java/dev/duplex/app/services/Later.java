package dev.duplex.app.services;

import dev.duplex.channels.Lane;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/// What a session or an exchange does in its lane after a while, if both are there by then.
public final class Later {
    private static final System.Logger LOG = System.getLogger(Later.class.getName());

    private Later() {}

    /// Runs `task` in the lane after `delay`; never, if the lane ends before: what it is for has ended
    /// with that, which is how every server ends.
    public static void run(Lane lane, Runnable task, Duration delay) {
        try {
            lane.schedule(task, delay);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "a task was put off until after the end of its lane", e);
        }
    }
}
