package dev.duplex.engine.disk;

import java.util.HashSet;
import java.util.Set;

/// Channels of which it is known that they have no position, so that what passes through them need not ask the store each time. The
/// committing thread only.
final class Positionless {
    /// Of more than these the store is asked again.
    private static final int MOST = 10_000;

    private final Set<String> channels = new HashSet<>();

    boolean has(String channel) {
        return channels.contains(channel);
    }

    void add(String channel) {
        if (channels.size() == MOST) {
            channels.clear();
        }
        channels.add(channel);
    }

    /// It begins one.
    void remove(String channel) {
        channels.remove(channel);
    }

    /// What was learnt from changes that are not written may be wrong.
    void clear() {
        channels.clear();
    }
}
