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
/// @param skipHistory whether it only passes through: whoever is subscribed gets it, history never shows it, and it
///     has no position, so that who was away does not learn of it
public record Draft(
        Payload payload,
        String key,
        Map<String, String> tags,
        Optional<Member> publisher,
        String idempotencyKey,
        boolean skipHistory) {
    public Draft {
        tags = Map.copyOf(tags);
    }

    /// One that has a payload, and nothing else.
    public static Draft of(Payload payload) {
        return new Draft(payload, "", Map.of(), Optional.empty(), "", false);
    }

    public Draft withKey(String key) {
        return new Draft(payload, key, tags, publisher, idempotencyKey, skipHistory);
    }

    public Draft withTags(Map<String, String> tags) {
        return new Draft(payload, key, tags, publisher, idempotencyKey, skipHistory);
    }

    public Draft withPublisher(Member publisher) {
        return new Draft(payload, key, tags, Optional.of(publisher), idempotencyKey, skipHistory);
    }

    public Draft withIdempotencyKey(String idempotencyKey) {
        return new Draft(payload, key, tags, publisher, idempotencyKey, skipHistory);
    }

    /// The same, passing through without being kept.
    public Draft withoutHistory() {
        return new Draft(payload, key, tags, publisher, idempotencyKey, true);
    }

    /// One whose payload owns its bytes: this one if it does already.
    @SuppressWarnings("ReferenceEquality") // it is its own copy
    public Draft owned() {
        Payload owned = payload.copy();
        return owned == payload
                ? this
                : new Draft(owned, key, tags, publisher, idempotencyKey, skipHistory);
    }
}
