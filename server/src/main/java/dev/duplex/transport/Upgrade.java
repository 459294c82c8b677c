package dev.duplex.transport;

import dev.duplex.http.HttpExchange;

/// Answers a request that asks to leave HTTP, or that came to a path where only such requests make
/// sense. Called on the event loop, and must not block.
///
/// Either takes the connection over, or answers through the exchange as any HTTP handler does.
interface Upgrade {
    void upgrade(HttpExchange exchange, TakeOver takeOver);
}
