package dev.duplex.metrics;

import dev.duplex.ServerObserver;
import dev.duplex.SessionObserver;
import dev.duplex.SessionTransport;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// Counts what servers do. Its labels are routes, statuses, and constants of the code: none of it is made up by peers.
final class ServerMetrics implements ServerObserver {
    private record Group(String endpoint, SessionTransport transport) {}

    private record Refused(String endpoint, int status) {}

    private final LongAdder accepted = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final LongAdder tlsFailed = new LongAdder();
    private final LongAdder tooMany = new LongAdder();
    private final LongAdder tooManyOfAddress = new LongAdder();
    private final LongAdder closing = new LongAdder();
    private final StatusCounts responses = new StatusCounts();
    private final Map<Refused, LongAdder> refused = new ConcurrentHashMap<>();
    private final Map<Group, SessionGroup> groups = new ConcurrentHashMap<>();
    private final Histogram roundTrip;

    ServerMetrics(Registration registration) {
        registration.gauge(Family.CONNECTIONS_OPEN, values -> values.add(open()));
        registration.counter(Family.CONNECTIONS_ACCEPTED, values -> values.add(accepted.sum()));
        registration.counter(Family.CONNECTIONS_REFUSED, this::tellRefusedConnections);
        registration.counter(Family.TLS_FAILED, values -> values.add(tlsFailed.sum()));
        registration.counter(Family.HTTP_RESPONSES, responses::tell);
        registration.counter(
                Family.SESSIONS_REFUSED,
                values ->
                        refused.forEach((which, count) ->
                                values.add(
                                        count.sum(),
                                        which.endpoint(),
                                        StatusCounts.label(which.status()))));
        registration.gauge(Family.SESSIONS_OPEN, all(SessionGroup::open));
        registration.counter(Family.SESSIONS_OPENED, all(SessionGroup::opened));
        registration.counter(
                Family.SESSIONS_CLOSED,
                values -> groups.values().forEach(group -> group.tellClosed(values)));
        registration.counter(Family.MESSAGES_RECEIVED, all(SessionGroup::received));
        registration.counter(Family.RECEIVED_BYTES, all(SessionGroup::receivedBytes));
        registration.counter(Family.MESSAGES_SENT, all(SessionGroup::sent));
        registration.counter(Family.SENT_BYTES, all(SessionGroup::sentBytes));
        registration.counter(Family.SEND_QUEUE_FULL, all(SessionGroup::full));
        roundTrip = registration.histogram(Family.ROUND_TRIP);
    }

    private Consumer<Registration.Values> all(ToLongFunction<SessionGroup> number) {
        return values -> groups.values().forEach(group -> group.tell(values, number));
    }

    private long open() {
        // In this order, so that it is never less than none.
        long gone = ended.sum();
        return accepted.sum() - gone;
    }

    private void tellRefusedConnections(Registration.Values values) {
        values.add(tooMany.sum(), "total");
        values.add(tooManyOfAddress.sum(), "address");
        values.add(closing.sum(), "closing");
    }

    @Override
    public void connectionOpened() {
        accepted.increment();
    }

    @Override
    public void connectionClosed() {
        ended.increment();
    }

    @Override
    public void connectionRefused(Refusal why) {
        switch (why) {
            case TOO_MANY -> tooMany.increment();
            case TOO_MANY_OF_ADDRESS -> tooManyOfAddress.increment();
            case CLOSING -> closing.increment();
        }
    }

    @Override
    public void tlsFailed() {
        tlsFailed.increment();
    }

    @Override
    public void responded(int status) {
        responses.add(status);
    }

    @Override
    public void sessionRefused(String endpoint, int status) {
        refused.computeIfAbsent(
                        new Refused(endpoint, StatusCounts.bounded(status)), _ -> new LongAdder())
                .increment();
    }

    @Override
    public SessionObserver sessions(String endpoint, SessionTransport transport) {
        return groups.computeIfAbsent(
                        new Group(endpoint, transport),
                        _ ->
                                new SessionGroup(
                                        endpoint,
                                        transport,
                                        roundTrip.labelValues(endpoint, transport.label())))
                .loop();
    }
}
