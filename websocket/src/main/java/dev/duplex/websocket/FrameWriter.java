package dev.duplex.websocket;

import dev.duplex.websocket.frame.FrameHeader;
import dev.duplex.websocket.frame.Masking;
import dev.duplex.websocket.frame.Opcode;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/// Writes whole frames to the outputs of connections, masked in the client's role (RFC 6455 §5.2, §5.3).
final class FrameWriter {
    private final Role role;
    private final IntSupplier maskingKeys;

    FrameWriter(Role role, IntSupplier maskingKeys) {
        this.role = role;
        this.maskingKeys = maskingKeys;
    }

    /// Writes one frame with a copy of `length` bytes of `payload` from `index`.
    void write(
            ProtocolOutput output,
            boolean fin,
            int rsv,
            int opcode,
            ByteBuf payload,
            int index,
            int length) {
        ByteBuf out = room(output, length);
        int start = header(out, fin, rsv, opcode, length);
        out.writeBytes(payload, index, length);
        mask(out, start, length);
    }

    /// Writes a whole message, uncompressed, with a copy of `payload`: an array is copied without a view of it that
    /// has to be made first.
    void write(ProtocolOutput output, int opcode, byte[] payload) {
        ByteBuf out = room(output, payload.length);
        int start = header(out, true, 0, opcode, payload.length);
        out.writeBytes(payload);
        mask(out, start, payload.length);
    }

    private ByteBuf room(ProtocolOutput output, int length) {
        return output.room(FrameHeader.size(length, role == Role.CLIENT) + length);
    }

    /// Writes a ping or pong.
    void control(ProtocolOutput output, int opcode, byte[] payload, int length) {
        ByteBuf out = output.room(FrameHeader.MAX_BYTES + length);
        int start = header(out, true, 0, opcode, length);
        out.writeBytes(payload, 0, length);
        mask(out, start, length);
    }

    /// Writes a Close; 1005 stands for one without a code (§5.5.1). The reason is cut to what fits,
    /// never within a character.
    void close(ProtocolOutput output, int code, String reason) {
        byte[] text = code == CloseCode.NO_STATUS ? new byte[0] : fitting(reason);
        int length = code == CloseCode.NO_STATUS ? 0 : 2 + text.length;
        ByteBuf out = output.room(FrameHeader.MAX_BYTES + length);
        int start = header(out, true, 0, Opcode.CLOSE, length);
        if (length > 0) {
            out.writeShort(code);
            out.writeBytes(text);
        }
        mask(out, start, length);
    }

    /// Returns where the payload begins.
    private int header(ByteBuf out, boolean fin, int rsv, int opcode, int length) {
        if (role == Role.CLIENT) {
            FrameHeader.writeMasked(out, fin, rsv, opcode, length, maskingKeys.getAsInt());
        } else {
            FrameHeader.write(out, fin, rsv, opcode, length);
        }
        return out.writerIndex();
    }

    private void mask(ByteBuf out, int start, int length) {
        if (role == Role.CLIENT) {
            Masking.apply(out, start, length, out.getInt(start - 4), 0);
        }
    }

    private static byte[] fitting(String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= WebSocketProtocol.MAX_REASON_BYTES) {
            return bytes;
        }
        int end = WebSocketProtocol.MAX_REASON_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return java.util.Arrays.copyOf(bytes, end);
    }
}
