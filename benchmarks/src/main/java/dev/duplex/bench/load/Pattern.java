package dev.duplex.bench.load;

import io.netty.buffer.ByteBuf;

/// Who sends what, and when. All of it runs on the load's event loop.
interface Pattern {
    /// How many connections to open.
    int connections();

    /// All connections are open: begin to send.
    void start(LoadConnection[] connections);

    /// `count` whole messages more arrived on a connection, at `now` ([System#nanoTime]).
    void arrived(LoadConnection connection, int count, long now);

    /// What was there to read has been read.
    void batchEnd(LoadConnection connection);

    /// Sends nothing more from now on.
    void stop();

    /// Messages that have been sent and have not arrived wherever they should.
    long outstanding();

    /// The text that message `number` of each connection should have, counted from 0.
    byte[] expected(long number);

    /// Nothing is sent any more: gives buffers back.
    void release();

    /// Writes `count` messages from `number` on to a connection, without a flush.
    static void send(LoadConnection connection, OutgoingFrames frames, long number, int count) {
        int left = count;
        long next = number;
        while (left > 0) {
            int run = frames.runLength(next, left);
            ByteBuf slice = frames.slice(next, run);
            connection.write(slice);
            next += run;
            left -= run;
        }
    }
}
