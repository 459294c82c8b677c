package dev.duplex.app.wire;

import dev.duplex.websocket.frame.FrameHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Cuts one direction of a connection into frames (RFC 6455 §5.2), keeping each header as it was
/// sent and the first bytes of each payload. Judges nothing: the protocol does that.
final class FrameSplitter {
    /// Who is told of frames.
    interface Sink {
        void frame(Frame frame);

        /// The rest of this direction cannot be cut into frames.
        void lost(String reason);
    }

    /// A frame as it was on the wire.
    ///
    /// @param startedAt the time given with its first byte
    /// @param header all bytes of its header
    /// @param payload its payload's first bytes, masked if the frame is
    /// @param length its payload's true length
    /// @param came how much of the payload came: less than `length` if the connection ended
    record Frame(
            long startedAt,
            int opcode,
            ByteBuffer header,
            ByteBuffer payload,
            long length,
            long came) {}

    private final Sink sink;
    private final FrameHeader header = new FrameHeader();
    private final byte[] headerBytes = new byte[FrameHeader.MAX_BYTES];
    private int headerLength;
    private boolean inPayload;
    private boolean lost;
    private long startedAt;
    private long came;
    private byte[] payload = new byte[0];
    private int kept;

    FrameSplitter(Sink sink) {
        this.sink = sink;
    }

    /// Takes all of `bytes`, which came at `now`.
    void read(ByteBuffer bytes, long now) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        while (!lost && in.isReadable()) {
            if (!inPayload) {
                readHeader(in, now);
            }
            if (inPayload) {
                readPayload(in);
            }
        }
    }

    /// The connection has ended: tells of a frame whose payload is not whole.
    void end() {
        if (inPayload && !lost) {
            tell();
        }
        lost = true;
    }

    private void readHeader(ByteBuf in, long now) {
        if (headerLength == 0) {
            startedAt = now;
        }
        int from = in.readerIndex();
        boolean whole = header.read(in);
        int taken = in.readerIndex() - from;
        in.getBytes(from, headerBytes, headerLength, taken);
        headerLength += taken;
        if (!whole) {
            return;
        }
        if (header.length() < 0) {
            lost = true;
            sink.lost("a payload length with its highest bit set");
            return;
        }
        inPayload = true;
        came = 0;
        kept = 0;
        payload = new byte[(int) Math.min(header.length(), WireTrace.MAX_PAYLOAD_BYTES)];
    }

    private void readPayload(ByteBuf in) {
        int take = (int) Math.min(header.length() - came, in.readableBytes());
        int keep = Math.min(payload.length - kept, take);
        in.readBytes(payload, kept, keep);
        in.skipBytes(take - keep);
        kept += keep;
        came += take;
        if (came == header.length()) {
            tell();
        }
    }

    private void tell() {
        ByteBuffer head = ByteBuffer.wrap(Arrays.copyOf(headerBytes, headerLength));
        ByteBuffer body = ByteBuffer.wrap(payload, 0, kept);
        inPayload = false;
        headerLength = 0;
        sink.frame(new Frame(startedAt, header.opcode(), head, body, header.length(), came));
    }
}
