package dev.duplex.engine.redis;

import java.util.concurrent.CompletableFuture;

/// What this node is subscribed to, or asks to be. Its monitor: one message at a time is told.
final class Topic {
    /// Whoever is subscribed. Never blocks, never throws.
    interface Hearer {
        /// A message has come; those of one topic one at a time, in order.
        void heard(byte[] message);

        /// What was heard may be acted upon. No lock is held.
        void endOfBatch();

        /// What is heard from now on may not be what followed. In order with it; [#interrupted] follows.
        void resumed();

        /// Something may have been missed. No lock is held.
        void interrupted();
    }

    final Hearer hearer;
    final long begun = System.nanoTime();
    final CompletableFuture<Void> joined = new CompletableFuture<>();

    /// Whether a server has subscribed it, now or before. Guarded by the monitor of the `Topics` that have it.
    boolean attached;

    Topic(Hearer hearer) {
        this.hearer = hearer;
    }
}
