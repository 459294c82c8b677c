package dev.duplex.channels;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Publications of one channel on their way to its members of one lane: one, or several that
/// followed each other in the lane's queue. After being queued it is touched in the lane only, and
/// remembers how far it has come when the lane yields.
final class Fanout {
    /// How many publications at most go to a member together.
    static final int MAX_PUBLICATIONS = 64;

    private final Map<Subscriber, Membership> members;
    private final List<Publication> publications = new ArrayList<>(1);
    private @Nullable Iterator<Membership> rest;

    Fanout(Publication publication, Map<Subscriber, Membership> members) {
        publications.add(publication);
        this.members = members;
    }

    /// In the order of their offsets.
    List<Publication> publications() {
        return publications;
    }

    /// Takes over the next one's publication, if it is for the same members and there is room.
    /// Before [#rest] is first asked for.
    ///
    /// @param most how many publications may go together, up to [#MAX_PUBLICATIONS]
    /// @return whether it did
    @SuppressWarnings("ReferenceEquality") // the same members, not equal ones
    boolean join(Fanout next, int most) {
        if (next.members != members || publications.size() >= Math.min(most, MAX_PUBLICATIONS)) {
            return false;
        }
        publications.addAll(next.publications);
        return true;
    }

    /// The members it has not come to yet. Asked for first when its turn has come.
    Iterator<Membership> rest() {
        if (rest == null) {
            rest = members.values().iterator();
        }
        return rest;
    }
}
