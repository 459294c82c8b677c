package dev.duplex.verify.judge;

import dev.duplex.verify.log.PublisherLog;
import dev.duplex.verify.log.SubscriberLog;
import java.util.List;
import java.util.Optional;

/// What is judged.
///
/// @param publishers of all channels
/// @param subscribers of all channels
/// @param recoveryDemanded whether it counts as a breach that the server cannot give what was missed, though it says so
/// @param kept what histories hold, by which it is judged whether who slept could be given what it missed; empty if that is not known
public record Run(
        List<PublisherLog> publishers,
        List<SubscriberLog> subscribers,
        boolean recoveryDemanded,
        Optional<Kept> kept) {
    public Run {
        publishers = List.copyOf(publishers);
        subscribers = List.copyOf(subscribers);
    }

    List<PublisherLog> publishersOf(String channel) {
        return publishers.stream().filter(it -> it.channel().equals(channel)).toList();
    }

    List<SubscriberLog> subscribersOf(String channel) {
        return subscribers.stream().filter(it -> it.channel().equals(channel)).toList();
    }
}
