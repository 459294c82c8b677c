package dev.duplex.http;

import dev.duplex.channels.Offer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.Semaphore;

/// A part of an asset on its way into a response whose length is declared. Runs on a thread that
/// may wait: for the disk, and for the peer to take what was written.
final class AssetStream {
    private static final int PIECE_BYTES = 32 << 10;

    private final HttpExchange exchange;
    private final SeekableByteChannel content;
    private final ByteBuffer piece;

    /// What has not been read.
    private long left;

    /// A permit says: look again. There may be more than were needed.
    private final Semaphore news = new Semaphore(0);

    private volatile boolean over;

    /// @param content where the part begins; who opened it closes it
    AssetStream(HttpExchange exchange, SeekableByteChannel content, long length) {
        this.exchange = exchange;
        this.content = content;
        this.left = length;
        piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, Math.max(1, length)));
    }

    /// Reads the first piece, before anything is said of the response.
    void begin() throws IOException {
        var _ = read();
    }

    /// Writes it, from the first piece on, and ends the response. A file that has become shorter meanwhile ends the response before
    /// its declared length, which closes the connection: the peer sees that it does not have all. So a first piece without a byte is
    /// written too: behind it the head is out, and declares what does not come.
    void run() throws IOException, InterruptedException {
        exchange.onDrained(news::release);
        exchange.onClosed(() -> {
            over = true;
            news.release();
        });
        do {
            if (!write()) {
                return;
            }
        } while (left > 0 && !over && read());
        exchange.end();
    }

    /// Fills the piece; false at the file's end.
    private boolean read() throws IOException {
        piece.clear().limit((int) Math.min(piece.capacity(), left));
        boolean found = content.read(piece) >= 0;
        left -= piece.flip().remaining();
        return found;
    }

    /// Waits for room as long as there is somebody to write to.
    private boolean write() throws InterruptedException {
        Offer offer = exchange.write(piece);
        while (offer == Offer.FULL && !over) {
            news.acquire();
            offer = exchange.write(piece);
        }
        return offer == Offer.ACCEPTED;
    }
}
