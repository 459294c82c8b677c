package dev.duplex.websocket.handshake;

/// The parts of an HTTP request that the opening handshake is about (RFC 6455 §4.2.1).
///
/// @param method the request method, as written (it is case-sensitive, RFC 9110 §9.1)
/// @param majorVersion of HTTP
/// @param minorVersion of HTTP
/// @param fields the header fields
public record HandshakeRequest(
        String method, int majorVersion, int minorVersion, HeaderLookup fields) {}
