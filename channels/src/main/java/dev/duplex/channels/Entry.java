package dev.duplex.channels;

import java.util.Optional;

/// How somebody enters a channel.
///
/// @param since where it was when it left: what followed is to be made up for, by the channel's [Recovery].
///     Empty: it is new. [Position#NONE]: it has nothing yet, and wants all there has been in the stream's life
/// @param member how others are to see it, in presence and by [Signal.Join] and [Signal.Leave], if the channel
///     has them. Empty: it is not seen
/// @param signals whether it is to be told of others' coming and going, if the channel has that
public record Entry(Optional<Position> since, Optional<Member> member, boolean signals) {
    /// Somebody new, unseen, that sees publications only.
    public static final Entry PLAIN = new Entry(Optional.empty(), Optional.empty(), false);

    public Entry withSince(Position since) {
        return new Entry(Optional.of(since), member, signals);
    }

    public Entry withMember(Member member) {
        return new Entry(since, Optional.of(member), signals);
    }

    public Entry withSignals() {
        return new Entry(since, member, true);
    }
}
