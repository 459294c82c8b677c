package dev.duplex.api;

/// A request is not what it should be; the message is a sentence for whoever sent it.
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
        super(message);
    }
}
