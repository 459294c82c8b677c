package dev.duplex.bench.load;

import java.util.Arrays;

/// What a feed publishes, and who has had it. Every message of every client is compared with the one
/// that was published at its place: a message that is lost, doubled, out of order or changed is seen.
final class FeedMessages {
    private static final int REMEMBERED = 4096;

    private final int bytes;
    private final Meter meter;
    private final byte[][] messages = new byte[REMEMBERED][];
    private final long[] publishedAt = new long[REMEMBERED];
    private final long[] arrived;
    private long published;
    private long deliveries;

    /// @param bytes of a message
    FeedMessages(int clients, int bytes, Meter meter) {
        this.bytes = bytes;
        this.meter = meter;
        arrived = new long[clients];
    }

    /// The next message, which goes out at `now` ([System#nanoTime]).
    byte[] next(long now) {
        byte[] message = Content.ASCII.message((int) published, bytes);
        int slot = (int) (published++ % REMEMBERED);
        messages[slot] = message;
        publishedAt[slot] = now;
        return message;
    }

    /// A message came.
    ///
    /// @throws LoadException if it is not the one that is due
    void arrived(int client, byte[] message, long now) {
        long due = arrived[client];
        if (due == published) {
            throw new LoadException("client " + client + " got more messages than were published");
        }
        if (published - due > REMEMBERED) {
            throw new LoadException("client " + client + " is " + REMEMBERED + " messages behind");
        }
        int slot = (int) (due % REMEMBERED);
        if (!Arrays.equals(message, messages[slot])) {
            throw new LoadException(
                    "client %d got '%s' where message %d was due"
                            .formatted(client, JsonTexts.show(message), due));
        }
        arrived[client]++;
        deliveries++;
        meter.arrived(now - publishedAt[slot]);
    }

    /// Messages that have not arrived wherever they should.
    long outstanding() {
        return published * arrived.length - deliveries;
    }
}
