package dev.duplex.app.arena;

/// What a client asks for, as far as it is well-formed.
sealed interface Request permits Request.Hello, Request.Bots, Steering {
    /// It wants a ship.
    ///
    /// @param name as it was sent: see [Names]
    record Hello(String name) implements Request {}

    /// It wants so many bots, 0 to [Rules#MAX_BOTS].
    record Bots(int count) implements Request {}
}
