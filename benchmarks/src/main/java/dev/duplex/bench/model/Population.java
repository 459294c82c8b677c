package dev.duplex.bench.model;

import dev.duplex.Endpoint;
import dev.duplex.Limits;
import dev.duplex.Message;
import dev.duplex.SessionObserver;
import dev.duplex.bench.BenchException;
import dev.duplex.bench.Channels;
import dev.duplex.centrifuge.Centrifuge;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Payload;
import dev.duplex.session.LaneSession;
import dev.duplex.testkit.InMemoryRequest;

/// Sessions without connections, on one lane and one hub in memory. One thread.
final class Population implements AutoCloseable {
    /// The channel that all are in who are together.
    static final String ALL = "all";

    private static final InMemoryRequest REQUEST = InMemoryRequest.of("/connection/websocket");
    private static final int ANSWERS_OF_A_CLIENT = 2;

    private final ModelLane lane = new ModelLane();
    private final CountingCarrier carrier = new CountingCarrier();
    private final Hub hub = Channels.hub().build();
    private final Clients clients;
    private final Endpoint endpoint;
    private final LaneSession[] sessions;
    private int opened;
    private int more;

    /// Nobody yet.
    ///
    /// @param most how many there will be
    Population(Clients clients, int most) {
        this.clients = clients;
        sessions = new LaneSession[most];
        endpoint =
                switch (clients) {
                    case ROOM -> new Endpoint() {};
                    case CENTRIFUGE_JSON, CENTRIFUGE_OWN ->
                            new Centrifuge(hub, Channels.centrifuge().build());
                };
    }

    /// Has some come who are all in [#ALL], or each in a channel of its own.
    void open(int count) {
        for (int i = 0; i < count; i++) {
            LaneSession session =
                    new LaneSession(
                            carrier, lane, REQUEST, "", hub, Limits.DEFAULT, SessionObserver.NONE);
            session.began();
            session.call(() -> endpoint.onOpen(session));
            if (clients.speak()) {
                says(session, "{\"id\":1,\"connect\":{}}");
            }
            enter(session, clients.together() ? ALL : own(opened));
            sessions[opened++] = session;
        }
        checkAnswers();
    }

    /// The channel of a client of its own, counted from 0.
    static String own(int number) {
        return Channels.KEPT + ":user" + number;
    }

    /// Has the first so many enter another channel.
    void enter(int count, String channel) {
        for (int i = 0; i < count; i++) {
            enter(sessions[i], channel);
        }
        more += count;
        checkAnswers();
    }

    private void enter(LaneSession session, String channel) {
        if (clients.speak()) {
            says(session, "{\"id\":2,\"subscribe\":{\"channel\":\"%s\"}}".formatted(channel));
        } else {
            session.subscribe(channel);
        }
        lane.run();
    }

    private void says(LaneSession session, String text) {
        session.call(() -> endpoint.onMessage(session, Message.text(text)));
        lane.run();
    }

    private void checkAnswers() {
        long wanted = clients.speak() ? (long) ANSWERS_OF_A_CLIENT * opened + more : 0;
        if (carrier.answers() != wanted) {
            throw new BenchException(
                    "%d clients got %d answers, not %d"
                            .formatted(opened, carrier.answers(), wanted));
        }
    }

    /// Publishes JSON, and returns when all who are in the channel have it.
    ///
    /// @param members how many these are
    /// @return how long that took, in nanoseconds
    /// @throws BenchException if others have it, or some do not
    long publish(String channel, byte[] json, int members) {
        long before = carrier.deliveries();
        long begun = System.nanoTime();
        var _ = hub.publish(channel, Draft.of(Payload.of(Payload.Kind.JSON, json)));
        lane.run();
        long nanos = System.nanoTime() - begun;
        if (carrier.deliveries() - before != members) {
            throw new BenchException(
                    "a publication to %d was delivered %d times"
                            .formatted(members, carrier.deliveries() - before));
        }
        return nanos;
    }

    /// How long a publication is as its members get it, the mean of all so far.
    double deliveredBytesEach() {
        return (double) carrier.deliveredBytes() / carrier.deliveries();
    }

    /// Ends the hub; sessions are left where they are.
    @Override
    public void close() {
        hub.close();
    }
}
