package dev.duplex.centrifuge;

import dev.duplex.CloseReason;
import dev.duplex.SessionTransport;
import dev.duplex.StreamForm;
import dev.duplex.centrifuge.protocol.Codec;
import java.util.Arrays;

/// HTTP streaming: what the client would get as WebSocket messages, one behind the other. JSON gets the line feed that ends a line;
/// in Protobuf every message has its length before it.
record FramesForm(Codec codec) implements StreamForm {
    @Override
    public SessionTransport transport() {
        return SessionTransport.HTTP_STREAM;
    }

    @Override
    public String contentType() {
        return Rendering.isBinary(codec) ? "application/octet-stream" : "application/x-ndjson";
    }

    @Override
    public byte[] message(byte[] frame) {
        if (Rendering.isBinary(codec)) {
            return frame;
        }
        byte[] lines = Arrays.copyOf(frame, frame.length + 1);
        lines[frame.length] = '\n';
        return lines;
    }

    @Override
    public byte[] close(CloseReason reason) {
        return message(codec.encode(DisconnectCode.push(reason)));
    }
}
