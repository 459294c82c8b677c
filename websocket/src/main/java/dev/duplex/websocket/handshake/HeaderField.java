package dev.duplex.websocket.handshake;

/// One line of a header section to be written.
///
/// @param name as it is to be written
/// @param value without surrounding whitespace
public record HeaderField(String name, String value) {}
