package dev.duplex.access;

import dev.duplex.channels.Payload;
import dev.duplex.http.Request;

/// What a client that wants to connect brings along.
///
/// @param token or empty
/// @param data or [Payload#none]
/// @param request the HTTP request that opened its session
public record Attempt(String token, Payload data, Request request) {}
