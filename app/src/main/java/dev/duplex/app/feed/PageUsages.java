package dev.duplex.app.feed;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What each page has used the wire for so far, by the random id that it has chosen. Any thread.
final class PageUsages {
    /// Pages remembered; for a further one the page that was quiet for the longest time is forgotten.
    static final int MAX_PAGES = 64;

    /// How long a quiet page is remembered.
    static final Duration EXPIRY = Duration.ofMinutes(10);

    /// What a page may call itself.
    static final String ID = "[A-Za-z0-9_-]{1,64}";

    private static final Pattern WHOLE_ID = Pattern.compile(ID);

    /// By what a page may be told the feed.
    enum Way {
        POLL("poll"),
        LONG_POLL("longPoll"),
        SSE("sse"),
        WEB_SOCKET("webSocket");

        private final String json;

        Way(String json) {
            this.json = json;
        }
    }

    /// The totals of one page, by way.
    static final class Usage {
        private record Totals(AtomicLong requests, AtomicLong in, AtomicLong out) {}

        private final Map<Way, Totals> totals = new EnumMap<>(Way.class);
        private volatile long usedAt;

        private Usage() {
            for (Way way : Way.values()) {
                totals.put(way, new Totals(new AtomicLong(), new AtomicLong(), new AtomicLong()));
            }
        }

        /// Counts a request whose head had this many bytes.
        void request(Way way, long headBytes) {
            of(way).requests().incrementAndGet();
            of(way).in().addAndGet(headBytes);
        }

        void in(Way way, long bytes) {
            of(way).in().addAndGet(bytes);
        }

        void out(Way way, long bytes) {
            of(way).out().addAndGet(bytes);
        }

        private Totals of(Way way) {
            Totals found = totals.get(way);
            if (found == null) {
                throw new IllegalStateException("every way has totals");
            }
            return found;
        }

        String json() {
            return totals.entrySet().stream()
                    .map(entry ->
                            "\"%s\":{\"requests\":%d,\"in\":%d,\"out\":%d}"
                                    .formatted(
                                            entry.getKey().json,
                                            entry.getValue().requests().get(),
                                            entry.getValue().in().get(),
                                            entry.getValue().out().get()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
    }

    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, Usage> pages = new ConcurrentHashMap<>();

    PageUsages() {
        this(System::nanoTime);
    }

    PageUsages(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Whether a page may call itself so.
    static boolean isPage(@Nullable String id) {
        return id != null && WHOLE_ID.matcher(id).matches();
    }

    /// What the page has used so far; it counts as not quiet now.
    ///
    /// @param id one that [#isPage] has allowed
    Usage of(String id) {
        Usage known = pages.get(id);
        if (known == null) {
            forget();
            known = pages.computeIfAbsent(id, _ -> new Usage());
        }
        known.usedAt = nanoTime.getAsLong();
        return known;
    }

    int size() {
        return pages.size();
    }

    private void forget() {
        long now = nanoTime.getAsLong();
        pages.values().removeIf(usage -> now - usage.usedAt > EXPIRY.toNanos());
        while (pages.size() >= MAX_PAGES) {
            pages.entrySet().stream()
                    .max(Comparator.comparingLong(page -> now - page.getValue().usedAt))
                    .ifPresent(quietest -> pages.remove(quietest.getKey()));
        }
    }
}
