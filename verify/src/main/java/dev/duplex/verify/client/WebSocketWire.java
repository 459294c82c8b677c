package dev.duplex.verify.client;

import dev.duplex.BlockingSession;
import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.channels.Offer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A WebSocket: a frame is a message.
final class WebSocketWire implements Wire {
    private final Network network;
    private final URI uri;
    private final Network.Subprotocol subprotocol;
    private final Feed<byte[]> feed = new Feed<>();
    private @Nullable Session session;

    WebSocketWire(Network network, URI uri, Network.Subprotocol subprotocol) {
        this.network = network;
        this.uri = uri;
        this.subprotocol = subprotocol;
    }

    Endpoint endpoint() {
        return Endpoint.blocking(this::read);
    }

    private void read(BlockingSession from) throws InterruptedException {
        for (Optional<Message> message = from.receive();
                message.isPresent();
                message = from.receive()) {
            if (!feed.put(message.get().bytes())) {
                return;
            }
        }
        feed.end(from.closeReason().map(WebSocketWire::words).orElse("the connection ended"));
    }

    private static String words(CloseReason reason) {
        return reason.reason().isEmpty()
                ? "closed with " + reason.code()
                : "closed with " + reason.code() + ": " + reason.reason();
    }

    /// Connects, and says nothing yet.
    void connect() throws IOException, InterruptedException {
        session = network.connect(subprotocol, uri, this);
    }

    @Override
    public void open(byte[] first) throws IOException, InterruptedException {
        connect();
        send(first);
    }

    @Override
    public void send(byte[] frame) throws IOException {
        Session to = session;
        boolean binary = subprotocol == Network.Subprotocol.PROTOBUF;
        Message message = binary ? Message.binary(frame) : Message.text(frame);
        if (to == null || to.send(message) != Offer.ACCEPTED) {
            throw new ConnectionLostException("the connection takes nothing");
        }
    }

    @Override
    public byte[] receive(Duration patience) throws IOException, InterruptedException {
        return feed.take(patience);
    }

    @Override
    public void close() {
        feed.close();
        if (session != null) {
            session.close();
        }
    }
}
