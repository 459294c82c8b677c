package dev.duplex.verify.judge;

import dev.duplex.verify.log.Event;
import dev.duplex.verify.log.Resumption;
import dev.duplex.verify.log.SubscriberLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What the subscribers of one kind of client heard.
///
/// @param client the kind
/// @param subscribers how many there were
/// @param received publications, those that came twice counted twice
/// @param reconnects how often they came back
/// @param recovered how often they were told that they have all that they missed
/// @param notRecovered how often they were told that they may not
/// @param untold how often the protocol had no way to tell
/// @param foreign how much they got that is not of the run
/// @param catchUp how long it took to be up to date again
public record ClientTally(
        String client,
        int subscribers,
        long received,
        long reconnects,
        long recovered,
        long notRecovered,
        long untold,
        long foreign,
        CatchUp catchUp) {
    static ClientTally of(
            String client, List<SubscriberLog> subscribers, Map<String, Publications> channels) {
        long received = 0;
        long ends = 0;
        Map<Resumption, Long> how = new EnumMap<>(Resumption.class);
        List<Duration> times = new ArrayList<>();
        for (SubscriberLog subscriber : subscribers) {
            boolean first = true;
            for (Event event : subscriber.events()) {
                switch (event) {
                    case Event.Received _ -> received++;
                    case Event.Ended _ -> ends++;
                    case Event.Woke _ -> {}
                    case Event.Began began -> {
                        if (!first || began.how() == Resumption.NOT_RECOVERED) {
                            how.merge(began.how(), 1L, Long::sum);
                        }
                        first = false;
                    }
                }
            }
            Publications publications = channels.get(subscriber.channel());
            if (publications != null) {
                times.addAll(Returns.of(subscriber, publications));
            }
        }
        return new ClientTally(
                client,
                subscribers.size(),
                received,
                ends,
                how.getOrDefault(Resumption.RECOVERED, 0L),
                how.getOrDefault(Resumption.NOT_RECOVERED, 0L)
                        + how.getOrDefault(Resumption.SKIPPED, 0L),
                how.getOrDefault(Resumption.UNTOLD, 0L) + how.getOrDefault(Resumption.NEW, 0L),
                subscribers.stream().mapToLong(SubscriberLog::foreign).sum(),
                CatchUp.of(times));
    }
}
