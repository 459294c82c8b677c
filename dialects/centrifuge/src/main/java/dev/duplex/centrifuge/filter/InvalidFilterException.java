package dev.duplex.centrifuge.filter;

/// Ends the check of a filter.
final class InvalidFilterException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    InvalidFilterException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
