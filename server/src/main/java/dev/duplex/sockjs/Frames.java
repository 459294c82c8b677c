package dev.duplex.sockjs;

import dev.duplex.CloseReason;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The protocol's frames, before a transport wraps them: open, array of messages, heartbeat, close
/// (`Protocol`, "Framing accepted by the client").
final class Frames {
    static final byte[] OPEN = {'o'};
    static final byte[] HEARTBEAT = {'h'};

    private Frames() {}

    /// @param encoded messages as JSON strings
    static byte[] messages(List<byte[]> encoded) {
        int length = 2 + encoded.size();
        for (byte[] message : encoded) {
            length += message.length;
        }
        byte[] frame = new byte[length];
        frame[0] = 'a';
        int at = 1;
        byte separator = '[';
        for (byte[] message : encoded) {
            frame[at++] = separator;
            System.arraycopy(message, 0, frame, at, message.length);
            at += message.length;
            separator = ',';
        }
        frame[at] = ']';
        return frame;
    }

    static byte[] close(CloseReason reason) {
        byte[] text = JsonString.quote(reason.reason().getBytes(StandardCharsets.UTF_8));
        return Bytes.concat(Bytes.ascii("c[" + reason.code() + ","), text, Bytes.ascii("]"));
    }
}
