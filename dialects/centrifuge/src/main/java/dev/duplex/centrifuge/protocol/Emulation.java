package dev.duplex.centrifuge.protocol;

/// What a client sends beside its stream, over transports that only stream from the server: the body of a request, alone in it.
///
/// @param node the node that has the session, as the connect result said
/// @param session the session's name, as the connect result said
/// @param frame of commands, in the session's encoding. In JSON it is a string
public record Emulation(String node, String session, Data frame) {}
