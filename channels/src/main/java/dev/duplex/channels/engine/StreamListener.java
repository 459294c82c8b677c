package dev.duplex.channels.engine;

import dev.duplex.channels.Publication;
import dev.duplex.channels.Signal;

/// Hears of everything in the channels that it is subscribed to: the hub. Never blocks, never throws.
///
/// Called from any thread, but for one channel by one thread at a time, except [#interrupted]. An engine may hold locks of its
/// own while it calls the others; it holds none while it calls [#interrupted] or [#endOfBatch], which has to follow soon.
public interface StreamListener {
    /// A publication is committed. In the order of the offsets, each once. May come for channels that were
    /// not subscribed to.
    void published(Publication publication);

    /// Somebody has come or gone.
    void signalled(String channel, Signal signal);

    /// The engine has been away (its broker was), and brings again what is published: what comes from here on may not be what followed
    /// what came before. In order with what is published; [#interrupted] follows.
    void resumed(String channel);

    /// The engine may have missed something of the channel (its broker was away): who wants to be sure
    /// compares positions. May come late, never instead of being right later.
    void interrupted(String channel);

    /// What was said so far may be acted upon.
    void endOfBatch();
}
