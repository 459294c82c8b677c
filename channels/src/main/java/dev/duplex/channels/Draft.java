package dev.duplex.channels;

import java.util.Map;
import java.util.Optional;

/// What somebody wants published: a publication that has no position yet.
///
/// @param payload its bytes
/// @param key what it is about, where subscribers get only the latest of each key
///     ([Delivery#LATEST]); empty is a key too
/// @param tags words about it, by which subscribers choose; immutable
/// @param publisher who published it, if that is to be seen
/// @param idempotencyKey another draft for the same channel with the same key, within the engine's
///     window, is not published again but answered with the position of the first; empty for none
public record Draft(
        Payload payload,
        String key,
        Map<String, String> tags,
        Optional<Member> publisher,
        String idempotencyKey) {
    public Draft {
        tags = Map.copyOf(tags);
    }

    /// One that has a payload, and nothing else.
    public static Draft of(Payload payload) {
        return new Draft(payload, "", Map.of(), Optional.empty(), "");
    }

    public Draft withKey(String key) {
        return new Draft(payload, key, tags, publisher, idempotencyKey);
    }

    public Draft withTags(Map<String, String> tags) {
        return new Draft(payload, key, tags, publisher, idempotencyKey);
    }

    public Draft withPublisher(Member publisher) {
        return new Draft(payload, key, tags, Optional.of(publisher), idempotencyKey);
    }

    public Draft withIdempotencyKey(String idempotencyKey) {
        return new Draft(payload, key, tags, publisher, idempotencyKey);
    }

    /// One whose payload owns its bytes: this one if it does already.
    @SuppressWarnings("ReferenceEquality") // it is its own copy
    public Draft owned() {
        Payload owned = payload.copy();
        return owned == payload ? this : new Draft(owned, key, tags, publisher, idempotencyKey);
    }
}
