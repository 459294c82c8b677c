package dev.duplex.conformance.sockjs;

import dev.duplex.testkit.RawHead;
import dev.duplex.testkit.RawHttp;
import java.util.ArrayList;
import java.util.List;

/// A streamed response while it is read: head, prelude, then chunk by chunk, one frame in each.
///
/// @param http the connection
/// @param transport what is around each frame
/// @param head the response's head
record FrameStream(RawHttp http, Transport transport, RawHead head) {
    /// Reads head and prelude.
    static FrameStream of(RawHttp http, Transport transport) {
        RawHead head = http.readHead();
        if (head.status() != 200 || !RawHttp.chunked(head)) {
            throw http.connection().failure("200 and a body in chunks", head.toString());
        }
        String prelude = http.readChunk("the prelude").orElse("the end");
        if (!transport.isPrelude(prelude)) {
            throw http.connection().failure("the prelude of " + transport, prelude);
        }
        return new FrameStream(http, transport, head);
    }

    /// The next chunk is exactly this frame.
    FrameStream comes(String frame) {
        String expected = transport.wrapped(frame);
        String chunk = http.readChunk(expected).orElse("the end of the response");
        if (!chunk.equals(expected)) {
            throw http.connection().failure(expected, chunk);
        }
        return this;
    }

    /// The frame in the next chunk.
    String next(String expected) {
        return transport.unwrapped(http.readChunk(expected).orElseThrow(() -> ended(expected)));
    }

    /// Reads frames until they have had this many messages together.
    List<String> messages(int count) {
        List<String> messages = new ArrayList<>();
        while (messages.size() < count) {
            messages.addAll(Frames.messages(next("messages after " + messages.size())));
        }
        return messages;
    }

    /// The response ends, with its last chunk.
    void ends() {
        http.readChunk("the last chunk")
                .ifPresent(more -> {
                    throw http.connection().failure("the end of the response", more);
                });
    }

    private AssertionError ended(String expected) {
        return http.connection().failure(expected, "the end of the response");
    }
}
