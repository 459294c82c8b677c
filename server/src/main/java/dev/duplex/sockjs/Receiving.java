package dev.duplex.sockjs;

import dev.duplex.CloseReason;
import dev.duplex.SessionTransport;
import dev.duplex.session.ResponseFraming;
import java.util.List;

/// A transport by which a client receives: how the protocol's frames stand in its responses.
interface Receiving extends ResponseFraming {
    /// What it is.
    SessionTransport transport();

    /// A frame as it stands in a response.
    byte[] wrap(byte[] frame);

    @Override
    default byte[] open() {
        return wrap(Frames.OPEN);
    }

    @Override
    default byte[] messages(List<byte[]> encoded) {
        return wrap(Frames.messages(encoded));
    }

    @Override
    default byte[] heartbeat() {
        return wrap(Frames.HEARTBEAT);
    }

    @Override
    default byte[] close(CloseReason reason) {
        return wrap(Frames.close(reason));
    }
}
