package dev.duplex.verify.judge;

import dev.duplex.verify.log.Event;
import dev.duplex.verify.log.SubscriberLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How long a subscriber took, each time, from the end of a connection to having all that had been published when it was back.
final class Returns {
    private final Publications publications;
    private final List<Duration> times = new ArrayList<>();
    private long endedAt = -1;
    private long backAt = -1;
    private long caughtUpAt;

    private Returns(Publications publications) {
        this.publications = publications;
    }

    static List<Duration> of(SubscriberLog subscriber, Publications publications) {
        Returns returns = new Returns(publications);
        for (Event event : subscriber.events()) {
            switch (event) {
                case Event.Ended ended -> returns.ended(ended.at());
                case Event.Began began -> returns.began(began.at());
                case Event.Received received -> returns.received(received);
            }
        }
        returns.note();
        return returns.times;
    }

    private void ended(long at) {
        note();
        endedAt = at;
        backAt = -1;
    }

    private void began(long at) {
        if (endedAt >= 0 && backAt < 0) {
            backAt = at;
            caughtUpAt = at;
        }
    }

    private void received(Event.Received received) {
        if (backAt >= 0
                && publications.find(received).filter(it -> it.knownAt() <= backAt).isPresent()) {
            caughtUpAt = received.at();
        }
    }

    private void note() {
        if (endedAt >= 0 && backAt >= 0) {
            times.add(Duration.ofNanos(caughtUpAt - endedAt));
        }
        endedAt = -1;
    }
}
