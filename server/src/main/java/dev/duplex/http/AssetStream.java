package dev.duplex.http;

import dev.duplex.channels.Offer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.Semaphore;

/// A part of an asset on its way into a response whose length has been declared. Runs on a thread that
/// may wait: for the disk, and for the peer to take what was written.
final class AssetStream {
    private static final int PIECE_BYTES = 32 << 10;

    private final HttpExchange exchange;
    private final Asset asset;
    private final long first;
    private final long length;

    /// A permit says: look again. There may be more than were needed.
    private final Semaphore news = new Semaphore(0);

    private volatile boolean over;

    AssetStream(HttpExchange exchange, Asset asset, long first, long length) {
        this.exchange = exchange;
        this.asset = asset;
        this.first = first;
        this.length = length;
    }

    /// Writes it and ends the response. A file that has become shorter meanwhile ends the response before
    /// its declared length, which closes the connection: the peer sees that it does not have all.
    void run() throws IOException, InterruptedException {
        exchange.onDrained(news::release);
        exchange.onClosed(() -> {
            over = true;
            news.release();
        });
        try (SeekableByteChannel content = asset.content().open()) {
            content.position(first);
            ByteBuffer piece =
                    ByteBuffer.allocate((int) Math.min(PIECE_BYTES, Math.max(1, length)));
            long left = length;
            while (left > 0 && !over) {
                piece.clear().limit((int) Math.min(piece.capacity(), left));
                if (content.read(piece) < 0) {
                    break;
                }
                left -= piece.flip().remaining();
                if (!write(piece)) {
                    return;
                }
            }
        }
        exchange.end();
    }

    /// Waits for room as long as there is somebody to write to.
    private boolean write(ByteBuffer piece) throws InterruptedException {
        Offer offer = exchange.write(piece);
        while (offer == Offer.FULL && !over) {
            news.acquire();
            offer = exchange.write(piece);
        }
        return offer == Offer.ACCEPTED;
    }
}
