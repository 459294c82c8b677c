package dev.duplex.channels;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A payload on its way through a channel.
///
/// @param channel the channel's name
/// @param epoch that its offset belongs to; empty where the channel keeps no positions
/// @param offset its place in its channel
/// @param previous the offset of the publication before it, 0 if it is the first of its epoch: who has
///     seen another one last has missed something
/// @param payload what was published; owns its bytes
/// @param key what it is about, for [Delivery#LATEST]
/// @param tags words about it; immutable
/// @param publisher who published it, if that is to be seen
/// @param time when the engine took it, by the engine's clock
public record Publication(
        String channel,
        String epoch,
        long offset,
        long previous,
        Payload payload,
        String key,
        Map<String, String> tags,
        Optional<Member> publisher,
        Instant time)
        implements Event {
    /// What a draft becomes at its position.
    ///
    /// @param draft owns its bytes
    public static Publication of(
            String channel, Draft draft, String epoch, long offset, long previous, Instant time) {
        return new Publication(
                channel,
                epoch,
                offset,
                previous,
                draft.payload(),
                draft.key(),
                draft.tags(),
                draft.publisher(),
                time);
    }

    public Position position() {
        return new Position(epoch, offset);
    }
}
