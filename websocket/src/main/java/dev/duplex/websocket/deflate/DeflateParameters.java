package dev.duplex.websocket.deflate;

/// What two sides agreed on for permessage-deflate (RFC 7692 §7.1).
///
/// @param serverNoContextTakeover the server forgets its window after each message
/// @param clientNoContextTakeover the client does
/// @param serverMaxWindowBits the server's window is at most 2^this bytes, 8..15
/// @param clientMaxWindowBits the client's is
public record DeflateParameters(
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits) {}
