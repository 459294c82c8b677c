package dev.duplex.room;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.Session;
import java.util.Optional;

/// What happens in a [Room]: the rules of a game, say. All methods are called in the room's lane, one at a time: the world that they
/// change needs no lock. They must not block, for the next tick waits.
///
/// What a method throws for a player is logged and closes that player's session with 1011. What [#tick] throws is logged and ends that
/// tick; see [Room]. A player is a [Session]: keep what belongs to it in a map, or as an attribute of it.
public interface RoomHandler {
    /// A session has opened and is in the room, between two ticks. What is sent to it here comes before its first view.
    default void joined(Session player) {}

    /// A message of a player, at the beginning of a tick: first all of who joined first, in the order in which they came.
    ///
    /// @param input owns its bytes; what it says has not been looked at
    default void input(Session player, Message input) {}

    /// A player is gone, between two ticks: its session is over, or the room is. Called once for each that has joined. What it had
    /// sent since the last tick is not given any more.
    default void left(Session player, CloseReason reason) {}

    /// Moves the world on by one tick.
    void tick(Tick tick);

    /// Whether a player has seen enough of what it was sent to be sent more. By default everybody has. A session's queue says nothing of
    /// what waits in the kernel and on the network, and is old when it arrives: where clients tell which tick they have seen, this bounds
    /// that. Who does not keep up gets a later view, whole. It cannot tell of a later tick than it was shown: whoever answers `false` for
    /// that has to show it one again when it is heard of, or it stays behind for good.
    default boolean keepsUp(Session player) {
        return true;
    }

    /// What a player is shown after a tick. Called for each who keeps up, and whose session has room for it; the others get the view of
    /// a later tick instead, never a queue of old ones. The same object for several players is encoded once for each event loop.
    ///
    /// @param whole whether the player has nothing to build on: it is its first view, or it did not get that of the last tick. If
    ///     `false`, it has (or had nothing to get): what changed since then is enough
    /// @return empty if there is nothing to show; a player for whom `whole` was true will be asked for as whole again
    Optional<Message> view(Session player, boolean whole);

    /// The room is closed, and everybody has left it. Nothing is called after this.
    default void closed() {}
}
