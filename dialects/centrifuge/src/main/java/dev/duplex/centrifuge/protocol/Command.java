package dev.duplex.centrifuge.protocol;

/// What a client sends.
///
/// @param id 1 to 2³² − 1, or 0 if there is no reply; the reply has the same
/// @param request of several in one command the first, in the order of the definition
public record Command(long id, Request request) {
    /// The answer to a ping.
    public static final Command PONG = new Command(0, new Request.None());

    public boolean isPong() {
        return id == 0 && request instanceof Request.None;
    }
}
