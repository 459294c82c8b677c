package dev.duplex.json;

/// Bytes are not JSON by some [JsonRules]. Has no stack trace: a peer can cause as many as it likes.
public final class NotJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What is wrong with them.
    public enum Why {
        /// not in UTF-8, or with a zero byte or a byte order mark
        NOT_UTF8,
        /// not as RFC 8259 has it
        NOT_JSON,
        /// objects and arrays nested deeper than they may be
        TOO_DEEP,
        /// over another limit, such as that of the length of a number or of a name
        OVER_LIMIT
    }

    private final Why why;
    private final String detail;

    NotJsonException(Why why, String detail) {
        super(detail, null, false, false);
        this.why = why;
        this.detail = detail;
    }

    /// What is wrong, for programs.
    public Why why() {
        return why;
    }

    /// What is wrong, for people. Of [Why#NOT_JSON] it may quote what the peer wrote.
    public String detail() {
        return detail;
    }
}
