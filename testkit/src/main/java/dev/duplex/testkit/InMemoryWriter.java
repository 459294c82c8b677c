package dev.duplex.testkit;

import dev.duplex.Message;
import dev.duplex.MessageWriter;
import dev.duplex.channels.Offer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A streamed message: collected, and sent as one when it is whole.
final class InMemoryWriter implements MessageWriter {
    private final InMemorySession session;
    private final boolean text;
    private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    private boolean closed;

    InMemoryWriter(InMemorySession session, boolean text) {
        this.session = session;
        this.text = text;
        session.streamBegins();
    }

    @Override
    public Offer write(byte[] piece) {
        Offer offer = closed ? Offer.CLOSED : session.room();
        if (offer == Offer.ACCEPTED) {
            pieces.writeBytes(piece);
        }
        return offer;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.streamEnds(
                    text
                            ? Message.text(pieces.toString(StandardCharsets.UTF_8))
                            : Message.binary(pieces.toByteArray()));
        }
    }
}
