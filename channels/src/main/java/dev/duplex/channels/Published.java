package dev.duplex.channels;

/// What a publish is answered with.
///
/// @param position of the publication, [Position#NONE] if the channel keeps none
/// @param duplicate whether it had been published before, by its idempotency key
public record Published(Position position, boolean duplicate) {}
