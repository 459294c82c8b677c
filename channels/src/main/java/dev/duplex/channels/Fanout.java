package dev.duplex.channels;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A publication on its way to the members of one lane. After being queued it is touched in the
/// lane only, and remembers how far it has come when the lane yields.
final class Fanout {
    private final Publication publication;
    private final Map<Subscriber, Membership> members;
    private @Nullable Iterator<Membership> rest;

    Fanout(Publication publication, Map<Subscriber, Membership> members) {
        this.publication = publication;
        this.members = members;
    }

    Publication publication() {
        return publication;
    }

    /// The members it has not come to yet. Asked for first when its turn has come.
    Iterator<Membership> rest() {
        if (rest == null) {
            rest = members.values().iterator();
        }
        return rest;
    }
}
