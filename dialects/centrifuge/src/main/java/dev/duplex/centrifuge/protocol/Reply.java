package dev.duplex.centrifuge.protocol;

/// What a server sends: the reply to a command, a push, or a ping.
///
/// @param id the command's; 0 for pushes and pings
public record Reply(long id, Body body) {
    /// A ping.
    public static final Reply PING = new Reply(0, new None());

    /// What a reply tells.
    public sealed interface Body permits Result, Failure, Push, None {}

    /// The command was not carried out.
    ///
    /// @param code why, for programs
    /// @param message why, for people
    /// @param temporary whether it may work later
    public record Failure(long code, String message, boolean temporary) implements Body {}

    /// Something that has happened.
    ///
    /// @param channel where; empty if in none, or if `id` says it
    /// @param id the short name of the channel (`Result.Subscribe.id`), or 0
    public record Push(String channel, long id, Event event) implements Body {}

    /// Nothing: a ping if the reply has no id.
    public record None() implements Body {}

    public static Reply push(String channel, Event event) {
        return new Reply(0, new Push(channel, 0, event));
    }

    public static Reply failure(long id, long code, String message, boolean temporary) {
        return new Reply(id, new Failure(code, message, temporary));
    }
}
