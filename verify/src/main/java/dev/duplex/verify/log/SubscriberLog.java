package dev.duplex.verify.log;

import java.util.List;

/// All that a subscriber noticed.
///
/// @param name of which there is one in the run
/// @param client its kind, such as `sse`
/// @param channel where it is subscribed
/// @param full whether more has happened than is written down
/// @param foreign how much it got that is not of this run
/// @param events in their order
public record SubscriberLog(
        String name,
        String client,
        String channel,
        boolean full,
        long foreign,
        List<Event> events) {
    public SubscriberLog {
        events = List.copyOf(events);
    }
}
