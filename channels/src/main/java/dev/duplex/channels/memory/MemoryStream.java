package dev.duplex.channels.memory;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Member;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.engine.Epochs;
import dev.duplex.channels.engine.StreamListener;
import dev.duplex.channels.engine.StreamOptions;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One channel: its position, its history, the idempotency keys it remembers. Its monitor guards
/// everything in it, and is held while the listener hears of a publication: that gives all listeners
/// one order.
final class MemoryStream {
    /// A publication, for how long it is kept, and what it counts.
    private record Kept(Publication publication, Instant until, int bytes) {}

    private record Remembered(Published published, Instant until) {}

    private final String channel;
    private final MemoryLimits limits;
    private final Deque<Kept> history = new ArrayDeque<>(0);
    private @Nullable LinkedHashMap<String, Remembered> keys;
    private long offset;
    private long bytes;

    /// Empty until it is first needed.
    private String epoch = "";

    private boolean subscribed;
    private boolean used = true;
    private boolean removed;
    private Instant positionUntil = Instant.MIN;

    MemoryStream(String channel, MemoryLimits limits) {
        this.channel = channel;
        this.limits = limits;
    }

    String channel() {
        return channel;
    }

    /// Whether this is not the channel's stream any more: find or make another. Its monitor is held.
    boolean removed() {
        return removed;
    }

    Published publish(Draft draft, StreamOptions options, Instant now, StreamListener listener) {
        used = true;
        if (!draft.idempotencyKey().isEmpty()) {
            Remembered first = remembered(draft.idempotencyKey(), now);
            if (first != null) {
                return new Published(first.published().position(), true);
            }
        }
        boolean kept = options.keeps() && !draft.skipHistory();
        Publication publication = kept ? next(draft, epoch(), now) : passing(draft, options, now);
        if (kept) {
            keep(publication, options, now);
        }
        Published published = new Published(kept ? publication.position() : Position.NONE, false);
        if (!draft.idempotencyKey().isEmpty()) {
            remember(draft.idempotencyKey(), published, now);
        }
        listener.published(publication);
        return published;
    }

    private Publication next(Draft draft, String epoch, Instant now) {
        long previous = offset++;
        return Publication.of(channel, draft, epoch, offset, previous, now);
    }

    /// What is not kept has no position: nobody could ask for what follows it. Where others are kept, it does not count; where none is, whoever knows a position of a time
    /// when some were has missed it, and is told by another epoch.
    private Publication passing(Draft draft, StreamOptions options, Instant now) {
        if (options.keeps()) {
            return Publication.of(channel, draft, "", 0, 0, now);
        }
        if (!epoch.isEmpty()) {
            clear();
            epoch = "";
        }
        return next(draft, "", now);
    }

    HistoryPage read(HistoryQuery query, StreamOptions options, Instant now) {
        used = true;
        positionUntil = later(positionUntil, now.plus(options.positionTtl()));
        expire(now);
        Position position = new Position(epoch(), offset);
        Position since = query.since().orElse(null);
        if (since != null && !since.epoch().equals(epoch())) {
            return new HistoryPage(List.of(), position);
        }
        int limit = query.limit() == HistoryQuery.ALL ? Integer.MAX_VALUE : query.limit();
        List<Publication> page = new ArrayList<>(Math.min(limit, history.size()));
        Iterator<Kept> all = query.reverse() ? history.descendingIterator() : history.iterator();
        long bytes = 0;
        while (page.size() < limit && all.hasNext()) {
            Publication publication = all.next().publication();
            if (since == null
                    || (query.reverse()
                            ? publication.offset() < since.offset()
                            : publication.offset() > since.offset())) {
                bytes += publication.payload().size();
                if (!page.isEmpty() && bytes > query.bytes()) {
                    break;
                }
                page.add(publication);
            }
        }
        return new HistoryPage(page, position);
    }

    /// Forgets all that is there; the position stays.
    void clear() {
        trim(Long.MAX_VALUE);
    }

    /// @return `false` if the epoch is another
    boolean trim(Position position) {
        if (!position.epoch().equals(epoch)) {
            return false;
        }
        trim(position.offset());
        return true;
    }

    private void trim(long upTo) {
        while (!history.isEmpty() && history.getFirst().publication().offset() <= upTo) {
            forgetFirst();
        }
    }

    /// @return `false` if none of the publications up to `position` is there, or not that one, or the epoch is another
    boolean compact(Position position, Draft snapshot, Instant now) {
        if (!position.epoch().equals(epoch)) {
            return false;
        }
        long upTo = position.offset();
        Kept last = null;
        for (Kept kept : history) {
            if (kept.publication().offset() == upTo) {
                last = kept;
            }
        }
        if (last == null) {
            return false;
        }
        trim(upTo);
        // Stands for all before it: nothing precedes it.
        Publication stands = Publication.of(channel, snapshot, epoch, upTo, 0, now);
        Kept kept = new Kept(stands, last.until(), cost(stands));
        history.addFirst(kept);
        bytes += kept.bytes();
        return true;
    }

    void subscribed(boolean now) {
        subscribed = now;
        used = true;
    }

    boolean subscribed() {
        return subscribed;
    }

    /// Forgets what has expired.
    ///
    /// @return whether nothing is left that is worth remembering
    boolean expire(Instant now) {
        while (!history.isEmpty() && !now.isBefore(history.getFirst().until())) {
            forgetFirst();
        }
        if (keys != null) {
            Iterator<Map.Entry<String, Remembered>> oldest = keys.entrySet().iterator();
            while (oldest.hasNext()) {
                Map.Entry<String, Remembered> next = oldest.next();
                if (now.isBefore(next.getValue().until())) {
                    break;
                }
                bytes -= cost(next.getKey());
                oldest.remove();
            }
            if (keys.isEmpty()) {
                keys = null;
            }
        }
        return !subscribed && history.isEmpty() && keys == null && !now.isBefore(positionUntil);
    }

    /// Forgets the history, and with it what was published by which key.
    void forgetHistory() {
        history.clear();
        keys = null;
        bytes = 0;
    }

    void remove() {
        forgetHistory();
        removed = true;
    }

    /// What its history and its idempotency keys count.
    long bytes() {
        return bytes;
    }

    /// Whether it has been used since this was last asked.
    boolean takeUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    private void keep(Publication publication, StreamOptions options, Instant now) {
        Kept kept = new Kept(publication, now.plus(options.historyTtl()), cost(publication));
        history.addLast(kept);
        bytes += kept.bytes();
        while (history.size() > options.historySize()) {
            forgetFirst();
        }
        positionUntil = now.plus(options.positionTtl());
    }

    private void forgetFirst() {
        bytes -= history.removeFirst().bytes();
    }

    private @Nullable Remembered remembered(String key, Instant now) {
        Remembered found = keys == null ? null : keys.get(key);
        return found != null && now.isBefore(found.until()) ? found : null;
    }

    private void remember(String key, Published published, Instant now) {
        if (keys == null) {
            keys = new LinkedHashMap<>();
        }
        // One that has expired goes to the end with its new time.
        if (keys.remove(key) == null) {
            bytes += cost(key);
        }
        keys.put(key, new Remembered(published, now.plus(limits.idempotencyWindow())));
        if (keys.size() > limits.idempotencyKeys()) {
            bytes -= cost(keys.pollFirstEntry().getKey());
        }
    }

    private String epoch() {
        if (epoch.isEmpty()) {
            epoch = Epochs.make();
        }
        return epoch;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static int cost(String key) {
        return MemoryLimits.KEY_BYTES + 2 * key.length();
    }

    private static int cost(Publication publication) {
        int cost =
                MemoryLimits.PUBLICATION_BYTES
                        + publication.payload().size()
                        + 2 * publication.key().length();
        for (Map.Entry<String, String> tag : publication.tags().entrySet()) {
            cost += 2 * (tag.getKey().length() + tag.getValue().length());
        }
        return cost + publication.publisher().map(MemoryStream::cost).orElse(0);
    }

    /// A publisher that is still there has its own once for all that it has published; one that came again for each has not.
    private static int cost(Member publisher) {
        return 2 * (publisher.client().length() + publisher.user().length())
                + publisher.connectionInfo().size()
                + publisher.channelInfo().size();
    }
}
