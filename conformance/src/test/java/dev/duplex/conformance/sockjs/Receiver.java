package dev.duplex.conformance.sockjs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// A client that receives frame after frame, by as many requests as it takes. For one thread.
final class Receiver {
    private final SessionUrl session;
    private final Transport transport;
    private final Deque<FrameStream> stream = new ArrayDeque<>(1);

    Receiver(SessionUrl session, Transport transport) {
        this.session = session;
        this.transport = transport;
    }

    /// The next frame.
    String next() {
        if (!transport.streams()) {
            return transport.unwrapped(session.receive(transport).body());
        }
        if (stream.isEmpty()) {
            stream.add(session.stream(transport));
        }
        FrameStream current = stream.getFirst();
        Optional<String> chunk = current.http().readChunk("a frame, or the end of the response");
        while (chunk.isEmpty()) {
            // The next request goes over the connection of the last one.
            stream.clear();
            current = FrameStream.of(current.http().send(session.receiving(transport)), transport);
            stream.add(current);
            chunk = current.http().readChunk("a frame, or the end of the response");
        }
        return transport.unwrapped(chunk.get());
    }
}
