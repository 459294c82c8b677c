package dev.duplex.verify.client;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A response that goes on and on, read by a thread of its own.
final class Stream<T> implements AutoCloseable {
    /// What it ends with when the server has said all that it wants to.
    static final String COMPLETE = "the stream ended";

    private static final Logger LOG = System.getLogger(Stream.class.getName());

    private final Feed<T> feed = new Feed<>();
    private final Parts<T> parts;
    private @Nullable InputStream body;

    /// How a response comes in parts.
    interface Parts<T> {
        /// Begins with one.
        Next<T> of(InputStream body);
    }

    /// The next part, or none at the end.
    interface Next<T> {
        Optional<T> next() throws IOException;
    }

    Stream(Parts<T> parts) {
        this.parts = parts;
    }

    /// Reads a response; after the end of one, another may follow.
    void read(InputStream response) {
        body = response;
        Next<T> next = parts.of(response);
        Thread.ofVirtual().name("duplex-verify-stream").start(() -> pump(next));
    }

    private void pump(Next<T> next) {
        try {
            try {
                for (Optional<T> part = next.next(); part.isPresent(); part = next.next()) {
                    if (!feed.put(part.get())) {
                        return;
                    }
                }
                feed.end(COMPLETE);
            } catch (IOException e) {
                feed.end(Network.reason(e));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    T take(Duration patience) throws IOException, InterruptedException {
        return feed.take(patience);
    }

    @Override
    public void close() {
        feed.close();
        if (body != null) {
            try {
                body.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "A stream did not close", e);
            }
        }
    }
}
