package dev.duplex.websocket;

/// Close codes and who may send them (RFC 6455 §7.4, the IANA registry).
public final class CloseCode {
    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int UNSUPPORTED_DATA = 1003;

    /// Never on the wire: a Close frame came without a code (§7.1.5).
    public static final int NO_STATUS = 1005;

    /// Never on the wire: the connection ended without a Close frame (§7.1.5).
    public static final int ABNORMAL = 1006;

    public static final int INVALID_PAYLOAD = 1007;
    public static final int POLICY_VIOLATION = 1008;
    public static final int TOO_LARGE = 1009;
    public static final int MANDATORY_EXTENSION = 1010;
    public static final int INTERNAL_ERROR = 1011;
    public static final int SERVICE_RESTART = 1012;
    public static final int TRY_AGAIN_LATER = 1013;
    public static final int BAD_GATEWAY = 1014;

    private CloseCode() {}

    /// Whether a Close frame may carry `code`: the registered codes that are not reserved, and
    /// 3000–4999 for libraries and applications (§7.4.2).
    public static boolean mayBeSent(int code) {
        return (code >= NORMAL && code <= UNSUPPORTED_DATA)
                || (code >= INVALID_PAYLOAD && code <= BAD_GATEWAY)
                || (code >= 3000 && code <= 4999);
    }
}
