package dev.duplex.bench.load;

import io.netty.channel.ChannelHandler;

/// A connection of a [Load.Brief], from beginning to end.
interface BriefConnection extends ChannelHandler {
    /// Whom a connection tells how it fares.
    interface Owner {
        /// It is over, and all came that should.
        void served(BriefConnection connection);

        void failed(Throwable cause);
    }

    /// When it was begun to connect, as [System#nanoTime].
    long begunAt();
}
