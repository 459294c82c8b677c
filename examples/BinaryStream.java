import dev.duplex.AttributeKey;
import dev.duplex.Endpoint;
import dev.duplex.MessageWriter;
import dev.duplex.Server;
import dev.duplex.Session;
import dev.duplex.channels.Offer;
import java.util.Arrays;

/// Sends one binary message of `/stream?bytes=N`, as fast as the peer takes it: whatever its size, no
/// more of it is in memory than the outbound queue's limit.
void main() {
    int port = Integer.getInteger("port", 8080);
    Server server = Server.builder().port(port).webSocket("/stream", new Stream()).start();
    IO.println("ws://127.0.0.1:" + server.port() + "/stream?bytes=100000000");
}

static final class Progress {
    final MessageWriter writer;
    final long bytes;
    long sent;

    Progress(MessageWriter writer, long bytes) {
        this.writer = writer;
        this.bytes = bytes;
    }

    /// The next 64 KiB or less: here made up, elsewhere read from somewhere.
    byte[] piece() {
        byte[] piece = new byte[(int) Math.min(64 << 10, bytes - sent)];
        Arrays.fill(piece, (byte) (sent >> 16));
        return piece;
    }
}

static class Stream implements Endpoint {
    static final AttributeKey<Progress> PROGRESS = AttributeKey.of("progress");

    @Override
    public void onOpen(Session session) {
        long bytes = session.request().query("bytes").map(Long::parseLong).orElse(100_000_000L);
        session.attribute(PROGRESS, new Progress(session.streamBinary(), bytes));
        onDrained(session);
    }

    /// Writes until the queue is full; called again when there is room.
    @Override
    public void onDrained(Session session) {
        Progress it = session.attribute(PROGRESS).orElseThrow();
        for (byte[] piece = it.piece(); piece.length > 0; piece = it.piece()) {
            if (it.writer.write(piece) != Offer.ACCEPTED) {
                return;
            }
            it.sent += piece.length;
        }
        it.writer.close();
    }
}
