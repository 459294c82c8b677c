package dev.duplex.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// One frame (RFC 6455 §5.2), right or wrong: every field is as it is on the wire, and none is
/// checked against another. Those made by the factories are what a proper client sends; the
/// `with…` methods spoil them.
///
/// @param fin the FIN bit
/// @param reserved RSV1 (4), RSV2 (2), RSV3 (1), added up
/// @param opcode 0..15
/// @param mask the masking key of a masked frame
/// @param lengthForm how the length is written
/// @param length the length as it is announced, in bytes: normally that of the payload
/// @param payload the payload, unmasked
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and bytes are what tests are about
public record RawFrame(
        boolean fin,
        int reserved,
        int opcode,
        Optional<Integer> mask,
        LengthForm lengthForm,
        long length,
        byte[] payload) {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;
    public static final int RSV1 = 4;
    public static final int RSV2 = 2;
    public static final int RSV3 = 1;

    private static final int KEY = 0x37FA213D;

    /// The three ways to write a length.
    public enum LengthForm {
        /// In seven bits, 0..125.
        SEVEN_BITS,
        /// 126, then two bytes.
        TWO_BYTES,
        /// 127, then eight bytes.
        EIGHT_BYTES;

        /// The one that RFC 6455 §5.2 asks for.
        public static LengthForm minimal(long length) {
            return length >= 0 && length <= 125
                    ? SEVEN_BITS
                    : length >= 0 && length <= 65_535 ? TWO_BYTES : EIGHT_BYTES;
        }
    }

    /// A final, masked frame of any opcode.
    public static RawFrame of(int opcode, byte[] payload) {
        return new RawFrame(
                true,
                0,
                opcode,
                Optional.of(KEY),
                LengthForm.minimal(payload.length),
                payload.length,
                payload);
    }

    public static RawFrame text(String text) {
        return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A text frame of any bytes.
    public static RawFrame text(byte[] bytes) {
        return of(TEXT, bytes);
    }

    public static RawFrame binary(byte[] bytes) {
        return of(BINARY, bytes);
    }

    public static RawFrame continuation(byte[] bytes) {
        return of(CONTINUATION, bytes);
    }

    public static RawFrame continuation(String text) {
        return of(CONTINUATION, text.getBytes(StandardCharsets.UTF_8));
    }

    public static RawFrame ping(byte[] bytes) {
        return of(PING, bytes);
    }

    public static RawFrame ping(String text) {
        return of(PING, text.getBytes(StandardCharsets.UTF_8));
    }

    public static RawFrame pong(String text) {
        return of(PONG, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A Close with a code of any value and a reason.
    public static RawFrame close(int code, String reason) {
        return close(code, reason.getBytes(StandardCharsets.UTF_8));
    }

    /// A Close with a code of any value and a reason of any bytes.
    public static RawFrame close(int code, byte[] reason) {
        byte[] payload = new byte[2 + reason.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(reason, 0, payload, 2, reason.length);
        return of(CLOSE, payload);
    }

    /// A Close of which the payload is exactly this.
    public static RawFrame closePayload(byte... payload) {
        return of(CLOSE, payload);
    }

    /// The frame with FIN cleared: more fragments follow.
    public RawFrame withoutFin() {
        return new RawFrame(false, reserved, opcode, mask, lengthForm, length, payload);
    }

    /// The frame with these reserved bits set, and no others.
    public RawFrame withReserved(int bits) {
        return new RawFrame(fin, bits, opcode, mask, lengthForm, length, payload);
    }

    /// The frame as a server sends it.
    public RawFrame withoutMask() {
        return new RawFrame(fin, reserved, opcode, Optional.empty(), lengthForm, length, payload);
    }

    public RawFrame withMask(int key) {
        return new RawFrame(fin, reserved, opcode, Optional.of(key), lengthForm, length, payload);
    }

    public RawFrame withLengthForm(LengthForm form) {
        return new RawFrame(fin, reserved, opcode, mask, form, length, payload);
    }

    /// The frame with another length announced than it has.
    public RawFrame announcing(long announced) {
        return new RawFrame(
                fin, reserved, opcode, mask, LengthForm.minimal(announced), announced, payload);
    }

    /// Whether this is a Close, Ping or Pong, or has a reserved opcode of that range.
    public boolean isControl() {
        return opcode >= CLOSE;
    }

    /// The payload as text; malformed UTF-8 shows as U+FFFD.
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /// The code of a Close frame; empty if it has none.
    public Optional<Integer> closeCode() {
        return payload.length < 2
                ? Optional.empty()
                : Optional.of(ByteBuffer.wrap(payload).getShort(0) & 0xFFFF);
    }

    /// The reason of a Close frame, perhaps empty.
    ///
    /// @throws AssertionError if it is not UTF-8 (RFC 6455 §5.5.1)
    public String closeReason() {
        if (payload.length <= 2) {
            return "";
        }
        try {
            CharBuffer reason =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(payload, 2, payload.length - 2));
            return reason.toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError(
                    "§5.5.1: the reason MUST be UTF-8, but it is "
                            + HexFormat.of().formatHex(payload, 2, payload.length),
                    e);
        }
    }

    /// The bytes on the wire: the header as the fields say, then the whole payload, masked if there
    /// is a key.
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
        out.writeBytes(header());
        byte[] body = payload.clone();
        mask.ifPresent(key -> applyMask(body, key));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /// The bytes before the payload.
    public byte[] header() {
        ByteBuffer head = ByteBuffer.allocate(14);
        head.put((byte) ((fin ? 0x80 : 0) | (reserved << 4) | opcode));
        int masked = mask.isPresent() ? 0x80 : 0;
        switch (lengthForm) {
            case SEVEN_BITS -> head.put((byte) (masked | (int) length));
            case TWO_BYTES -> head.put((byte) (masked | 126)).putShort((short) length);
            case EIGHT_BYTES -> head.put((byte) (masked | 127)).putLong(length);
        }
        mask.ifPresent(head::putInt);
        return Arrays.copyOf(head.array(), head.position());
    }

    /// XORs with the key (§5.3), in place; the same again takes it off.
    static void applyMask(byte[] bytes, int key) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= (byte) (key >> (24 - 8 * (i & 3)));
        }
    }

    @Override
    public String toString() {
        String name =
                switch (opcode) {
                    case CONTINUATION -> "continuation";
                    case TEXT -> "text";
                    case BINARY -> "binary";
                    case CLOSE -> "Close";
                    case PING -> "Ping";
                    case PONG -> "Pong";
                    default -> "opcode " + opcode;
                };
        StringBuilder line = new StringBuilder(name);
        line.append(fin ? "" : " (FIN clear)");
        line.append(
                reserved == 0
                        ? ""
                        : " (RSV " + Integer.toBinaryString(8 | reserved).substring(1) + ")");
        line.append(mask.isPresent() ? "" : " (unmasked)");
        if (lengthForm != LengthForm.minimal(length)) {
            line.append(" (length as ").append(lengthForm).append(')');
        }
        line.append(", ").append(Long.toUnsignedString(length)).append(" bytes");
        if (length != payload.length) {
            line.append(" announced, ").append(payload.length).append(" sent");
        }
        if (opcode == CLOSE && payload.length >= 2) {
            line.append(": ").append(closeCode().orElseThrow());
            line.append(" \"")
                    .append(new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8))
                    .append('"');
        } else if (payload.length > 0) {
            line.append(": ").append(Transcript.shown(payload));
        }
        return line.toString();
    }
}
