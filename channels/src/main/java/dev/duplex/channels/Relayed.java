package dev.duplex.channels;

/// A message of a client that has come to another node than the one that has the client's session.
///
/// @param session the name of the session; who knows it speaks for the client, so that no log may have it
/// @param message owns its bytes
public record Relayed(String session, Payload message) {
    /// Without the session's name.
    @Override
    public String toString() {
        return "a relayed message of " + message.size() + " bytes";
    }
}
