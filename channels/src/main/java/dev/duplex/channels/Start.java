package dev.duplex.channels;

import java.util.List;

/// Where a subscription begins. What is offered afterwards follows on `position` without a gap, or on
/// the last of `publications`.
///
/// @param position the channel's; [Position#NONE] if it keeps none
/// @param recovering whether the subscriber came with a position of its own
/// @param recovered whether it has, with `publications`, everything that followed its position. If not, and it
///     was recovering, it has missed something that is not to be had any more
/// @param publications what it missed, in order
public record Start(
        Position position, boolean recovering, boolean recovered, List<Publication> publications) {
    public Start {
        publications = List.copyOf(publications);
    }
}
