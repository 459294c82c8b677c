package dev.duplex.api;

import dev.duplex.channels.RpcHandler;

/// A method of a program's own, which the API calls by `rpc`.
///
/// @param about what it takes and does, in a sentence, for the description
/// @param handler called on a thread of the API, which may wait, by nobody in particular: the caller has neither user nor client
public record ProgramMethod(String about, RpcHandler handler) {}
