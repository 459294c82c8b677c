package dev.duplex.bench.load;

/// What went over the wire to and from clients. Bytes are those of TCP's payload, heads included.
///
/// @param received bytes that came from the server
/// @param sent bytes that went to it
/// @param requests HTTP requests among them, upgrades included
public record Wire(long received, long sent, long requests) {
    /// Nothing, or not counted.
    static final Wire NONE = new Wire(0, 0, 0);

    Wire plus(Wire other) {
        return new Wire(received + other.received, sent + other.sent, requests + other.requests);
    }

    Wire minus(Wire other) {
        return new Wire(received - other.received, sent - other.sent, requests - other.requests);
    }
}
