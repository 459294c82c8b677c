package dev.duplex.app.arena;

/// One step of a ship.
///
/// @param number of the step, 16 bits: by it the client knows which of its steps have been carried out
/// @param dx where to go: with `dy` a vector, which counts as of length 1 if it is [#FULL] or longer
/// @param aim as of [Ship#aim]
/// @param fire whether to shoot, if the ship can
/// @param seen the latest tick that the client has seen
record Steering(int number, int dx, int dy, int aim, boolean fire, long seen) implements Request {
    static final double FULL = 127;
}
