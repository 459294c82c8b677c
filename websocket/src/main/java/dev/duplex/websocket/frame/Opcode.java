package dev.duplex.websocket.frame;

/// Opcodes (RFC 6455 §5.2, §11.8). Numbers, not an enum: a header may carry any of sixteen.
public final class Opcode {
    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    private Opcode() {}

    /// Whether `opcode` is that of a control frame, known or reserved (§5.5).
    public static boolean isControl(int opcode) {
        return (opcode & 0x8) != 0;
    }

    /// Whether RFC 6455 gives `opcode` a meaning.
    public static boolean isKnown(int opcode) {
        return opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
    }
}
