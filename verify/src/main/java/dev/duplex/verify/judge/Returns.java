package dev.duplex.verify.judge;

import dev.duplex.verify.log.Event;
import dev.duplex.verify.log.Resumption;
import dev.duplex.verify.log.SubscriberLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How long a subscriber took, each time that all was recovered, from the end of a connection, or from when it woke, to having all that had been
/// published when it was back. If it is cut off again before it has all of that, the time goes on; if it never has, the return does not count. Of who is not told that
/// all is recovered nothing can be said.
final class Returns {
    private final Publications publications;
    private final List<Duration> times = new ArrayList<>();
    private final Set<Published> heard = new HashSet<>();
    private final Set<Published> owed = new HashSet<>();

    /// Where what has to come begins, in what exists.
    private int from;

    private boolean begun;
    private long endedAt = -1;
    private boolean back;

    private Returns(Publications publications) {
        this.publications = publications;
    }

    static List<Duration> of(SubscriberLog subscriber, Publications publications) {
        Returns returns = new Returns(publications);
        for (Event event : subscriber.events()) {
            switch (event) {
                case Event.Ended ended -> returns.ended(ended.at());
                case Event.Woke woke -> returns.woke(woke.at());
                case Event.Began began -> returns.began(began);
                case Event.Received received -> returns.received(received);
            }
        }
        return returns.times;
    }

    private void ended(long at) {
        if (endedAt < 0) {
            endedAt = at;
        }
        back = false;
    }

    private void woke(long at) {
        endedAt = at;
    }

    private void began(Event.Began began) {
        if (!begun || began.how() != Resumption.RECOVERED) {
            begun = true;
            from = publications.firstSentAfter(began.at());
            endedAt = -1;
            back = false;
            return;
        }
        if (endedAt >= 0) {
            owe(began.at());
            back = true;
            note(began.at());
        }
    }

    private void owe(long backAt) {
        owed.clear();
        List<Published> existing = publications.existing();
        while (from < existing.size() && heard.contains(existing.get(from))) {
            from++;
        }
        for (int i = from; i < existing.size() && existing.get(i).sentAt() <= backAt; i++) {
            Published published = existing.get(i);
            if (published.knownAt() <= backAt && !heard.contains(published)) {
                owed.add(published);
            }
        }
    }

    private void received(Event.Received received) {
        publications
                .find(received)
                .ifPresent(it -> {
                    heard.add(it);
                    owed.remove(it);
                    note(received.at());
                });
    }

    private void note(long at) {
        if (back && owed.isEmpty()) {
            times.add(Duration.ofNanos(at - endedAt));
            endedAt = -1;
            back = false;
        }
    }
}
