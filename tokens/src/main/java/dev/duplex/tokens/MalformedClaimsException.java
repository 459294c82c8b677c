package dev.duplex.tokens;

/// That claims are not what they should be; carries why, for a person.
final class MalformedClaimsException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedClaimsException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
