package dev.duplex.verify.judge;

import dev.duplex.verify.log.Event;
import dev.duplex.verify.log.PublisherLog;
import dev.duplex.verify.log.Sending;
import dev.duplex.verify.log.SubscriberLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All publications of one channel.
final class Publications {
    private final String channel;
    private final Map<String, List<Published>> byPublisher = new HashMap<>();
    private final List<Published> existing;
    private final boolean foreign;

    Publications(String channel, List<PublisherLog> publishers, List<SubscriberLog> subscribers) {
        this.channel = channel;
        for (PublisherLog publisher : publishers) {
            List<Published> all = new ArrayList<>();
            for (Sending sending : publisher.sendings()) {
                all.add(new Published(publisher.name(), sending));
            }
            byPublisher.put(publisher.name(), all);
        }
        for (SubscriberLog subscriber : subscribers) {
            for (Event event : subscriber.events()) {
                if (event instanceof Event.Received received) {
                    find(received).ifPresent(it -> it.seenAt(received.at()));
                }
            }
        }
        foreign = subscribers.stream().anyMatch(it -> it.foreign() > 0);
        existing =
                byPublisher.values().stream()
                        .flatMap(List::stream)
                        .filter(Published::exists)
                        .sorted(Comparator.comparingLong(Published::sentAt))
                        .toList();
    }

    /// What a subscriber got; empty if it was not published here.
    Optional<Published> find(Event.Received received) {
        List<Published> all = byPublisher.getOrDefault(received.publisher(), List.of());
        boolean known =
                received.channel().equals(channel)
                        && received.sequence() >= 1
                        && received.sequence() <= all.size();
        return known ? Optional.of(all.get((int) received.sequence() - 1)) : Optional.empty();
    }

    /// Those that were published, by when they were sent.
    List<Published> existing() {
        return existing;
    }

    /// Whether others published here too, nobody knows how much.
    boolean hasForeign() {
        return foreign;
    }

    /// How many were, or may be, published until a time, but for some.
    long atMostUntil(long at, Set<Published> without) {
        return byPublisher.values().stream()
                .flatMap(List::stream)
                .filter(it -> it.sentAt() <= at && it.mayExist() && !without.contains(it))
                .count();
    }

    /// The index, in [#existing], of the first that was sent after a time; their number if there is none.
    int firstSentAfter(long at) {
        int low = 0;
        int high = existing.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (existing.get(middle).sentAt() > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// Of a publisher.
    List<Published> of(String publisher) {
        return byPublisher.getOrDefault(publisher, List.of());
    }
}
