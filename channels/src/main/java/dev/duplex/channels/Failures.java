package dev.duplex.channels;

import dev.duplex.channels.engine.EngineException;
import java.util.concurrent.CompletionException;

/// What to make of a stage of the hub that failed.
public final class Failures {
    private Failures() {}

    /// How loud whoever asked for something logs that it failed: an engine says itself what is wrong with it, and says it once, so that each
    /// of its failures is only for who looks closely.
    ///
    /// @return `DEBUG` for an [EngineException], `ERROR` for all else
    public static System.Logger.Level level(Throwable failure) {
        boolean engines =
                failure instanceof EngineException
                        || (failure instanceof CompletionException
                                && failure.getCause() instanceof EngineException);
        return engines ? System.Logger.Level.DEBUG : System.Logger.Level.ERROR;
    }
}
