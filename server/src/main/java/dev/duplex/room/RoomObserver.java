package dev.duplex.room;

/// Hears of what a room does, for metrics: [Room.Builder#observer]. Called in the room's lane, but for [#refused] and [#heldBack],
/// which any event loop calls; must not block. What it throws is logged, once, and changes nothing. Several rooms may have the same:
/// then several lanes call it at a time.
public interface RoomObserver {
    /// Hears nothing.
    RoomObserver NONE = new RoomObserver() {};

    /// A player has joined; [#left] follows, once.
    default void joined() {}

    /// A player has left.
    default void left() {}

    /// A session was turned away, for the room is full or closed.
    default void refused() {}

    /// What a player sends has filled its queue: nothing is read from it until the next tick. In its session's lane.
    default void heldBack() {}

    /// A tick is over. What was skipped just before it is in [Tick#skipped].
    ///
    /// @param nanos how long it took, from the first input to the last view
    default void ticked(Tick tick, long nanos) {}

    /// What the handler did in a tick threw something; [#ticked] follows.
    default void failed() {}

    /// Views were handed to sessions.
    ///
    /// @param views how many
    /// @param withheld how many players got none, because what they were sent before waits to go out
    default void shown(int views, int withheld) {}
}
