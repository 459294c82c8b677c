package dev.duplex.channels;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Publications of one channel that follow each other without a gap, and had come before its subscribers were given the first:
/// each is given them together. It is the same object for all subscribers of a lane, who can share what they make of it. Immutable.
public final class Burst {
    /// How large all payloads of a burst are at most, in bytes; what is larger goes one by one.
    public static final int MAX_BYTES = 64 << 10;

    private final List<Publication> publications;
    private final int bytes;
    private final int largest;

    private Burst(List<Publication> publications, int bytes, int largest) {
        this.publications = Collections.unmodifiableList(publications);
        this.bytes = bytes;
        this.largest = largest;
    }

    /// The events as one, if they are publications, more than one, each following the one before, and not too large.
    static @Nullable Burst of(List<Event> events) {
        if (events.size() < 2) {
            return null;
        }
        List<Publication> publications = new ArrayList<>(events.size());
        int bytes = 0;
        int largest = 0;
        for (Event event : events) {
            if (!(event instanceof Publication publication)
                    || (!publications.isEmpty() && !follows(publications.getLast(), publication))) {
                return null;
            }
            int size = publication.payload().size();
            if (size > MAX_BYTES - bytes) {
                return null;
            }
            bytes += size;
            largest = Math.max(largest, size);
            publications.add(publication);
        }
        return new Burst(publications, bytes, largest);
    }

    private static boolean follows(Publication before, Publication publication) {
        return publication.epoch().equals(before.epoch())
                && (publication.epoch().isEmpty() || publication.previous() == before.offset());
    }

    /// At least two, in their order.
    public List<Publication> publications() {
        return publications;
    }

    /// The size of all payloads together, in bytes.
    public int bytes() {
        return bytes;
    }

    /// The size of the largest payload, in bytes.
    public int largest() {
        return largest;
    }

    Publication first() {
        return publications.getFirst();
    }

    Publication last() {
        return publications.getLast();
    }
}
