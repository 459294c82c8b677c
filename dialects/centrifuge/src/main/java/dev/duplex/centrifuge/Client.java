package dev.duplex.centrifuge;

import dev.duplex.CloseReason;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.StreamedSessions;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Command;
import dev.duplex.centrifuge.protocol.Decoded;
import dev.duplex.centrifuge.protocol.Event;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.Connection;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Member;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// One client: its session, who it is, which channels it is in. Takes its commands and sends it replies and pushes, which are
/// gathered in one frame for each batch. Touched in its lane only, but for [#client], [#user] and [#lane].
final class Client implements Connection {
    private static final System.Logger LOG = System.getLogger(Client.class.getName());

    /// How much is gathered before it is sent.
    private static final int GATHERED_BYTES = 16 << 10;

    private enum State {
        NEW,
        CONNECTING,
        CONNECTED,
        CLOSED
    }

    private final String id = UUID.randomUUID().toString();
    private final Session session;
    private final Hub hub;
    private final CentrifugeOptions options;
    private final Codec codec;
    private final Commands commands;
    private final KeepAlive keepAlive;
    private final Map<String, ChannelSubscription> subscriptions = new HashMap<>();

    /// What came while it is not known yet who the client is.
    private final Deque<Command> waiting = new ArrayDeque<>(0);

    private final List<byte[]> gathered = new ArrayList<>(1);
    private int gatheredBytes;
    private boolean flushDue;

    /// How many of its commands wait for an answer from elsewhere.
    private int underWay;

    /// It has sent something behind its first frame.
    private boolean saysMore;

    private State state = State.NEW;
    private Identity identity = Identity.ANONYMOUS;

    Client(Session session, Hub hub, CentrifugeOptions options, Codec codec) {
        this.session = session;
        this.hub = hub;
        this.options = options;
        this.codec = codec;
        commands = new Commands(this, hub, options);
        keepAlive = new KeepAlive(this, options);
    }

    @Override
    public String client() {
        return id;
    }

    @Override
    public String user() {
        return identity.user();
    }

    @Override
    public Lane lane() {
        return session.lane();
    }

    Codec codec() {
        return codec;
    }

    Identity identity() {
        return identity;
    }

    /// As others see it in a channel.
    Member member(Grant grant) {
        return new Member(id, identity.user(), identity.info(), grant.info());
    }

    // --- what comes

    void open() {
        keepAlive.awaitConnect();
    }

    void frame(byte[] frame) {
        saysMore |= state != State.NEW;
        switch (codec.commands(frame)) {
            case Decoded.Failed<Command>(var malformed) -> {
                LOG.log(System.Logger.Level.DEBUG, "bad frame of client {0}: {1}", id, malformed);
                disconnect(DisconnectCode.BAD_REQUEST);
            }
            case Decoded.Messages<Command>(List<Command> all) -> all.forEach(this::take);
        }
    }

    private void take(Command command) {
        switch (state) {
            case NEW -> {
                if (command.request() instanceof Request.Connect connect && command.id() != 0) {
                    connect(command.id(), connect);
                } else {
                    disconnect(DisconnectCode.BAD_REQUEST);
                }
            }
            case CONNECTING -> waiting.add(command);
            case CONNECTED -> {
                if (command.isPong()) {
                    keepAlive.pong();
                } else {
                    commands.carryOut(command);
                }
            }
            case CLOSED -> {
                // What was under way when it was closed.
            }
        }
    }

    private void connect(long command, Request.Connect connect) {
        state = State.CONNECTING;
        // What has been read already waits here; nothing more is.
        session.suspendReading();
        Attempt attempt =
                new Attempt(
                        connect.token(),
                        Rendering.payload(codec, connect.data()),
                        session.request());
        then(
                options.access().connect(attempt),
                result -> {
                    switch (result) {
                        case dev.duplex.channels.Result.Refused<Admission> refused ->
                                disconnect(
                                        refused.problem()
                                                        == dev.duplex.channels.Problem
                                                                .PERMISSION_DENIED
                                                ? DisconnectCode.PERMISSION_DENIED
                                                : DisconnectCode.INVALID_TOKEN);
                        case dev.duplex.channels.Result.Done<Admission>(var admission) ->
                                connected(command, admission.identity());
                    }
                },
                () -> disconnect(DisconnectCode.SERVER_ERROR));
    }

    private void connected(long command, Identity who) {
        identity = who;
        state = State.CONNECTED;
        hub.connections().add(this);
        Result.Connect.Builder result =
                Result.Connect.builder()
                        .client(id)
                        .ping(options.pingInterval().toSeconds())
                        .pong(true);
        session.attribute(StreamedSessions.NAME)
                .ifPresent(name -> result.session(name).node(hub.node()));
        reply(new Reply(command, result.build()));
        keepAlive.begin();
        while (state == State.CONNECTED && !waiting.isEmpty()) {
            take(waiting.remove());
        }
        session.resumeReading();
    }

    @Override
    public void obey(dev.duplex.channels.Command command) {
        if (state != State.CONNECTED) {
            return;
        }
        switch (command) {
            case dev.duplex.channels.Command.Disconnect it ->
                    close(new CloseReason(it.code(), it.reason()));
            case dev.duplex.channels.Command.Unsubscribe it -> commands.unsubscribed(it.channel());
            case dev.duplex.channels.Command.Refresh it ->
                    identity = new Identity(identity.user(), identity.info(), it.expires());
            case dev.duplex.channels.Command.Subscribe it -> commands.subscribed(it);
        }
    }

    void drained() {
        flush();
        List.copyOf(subscriptions.values()).forEach(ChannelSubscription::drained);
    }

    /// Whether it has to answer pings: not before it has shown that it can, where that takes a request beside its stream. A bare
    /// `EventSource` never does; whether it still reads, its connection tells.
    boolean answersPings() {
        return saysMore || session.attribute(StreamedSessions.NAME).isEmpty();
    }

    // --- its channels

    Map<String, ChannelSubscription> subscriptions() {
        return subscriptions;
    }

    /// It is not in the channel any more, or will not be, by this subscription: it may have another there by now.
    void forget(ChannelSubscription subscription) {
        subscriptions.remove(subscription.channel(), subscription);
    }

    Offer offer(String channel, Publication publication) {
        if (state != State.CONNECTED) {
            return Offer.CLOSED;
        }
        if (gatheredBytes >= GATHERED_BYTES) {
            flush();
        }
        if (!session.isWritable()) {
            return session.isOpen() ? Offer.FULL : Offer.CLOSED;
        }
        push(channel, Rendering.publication(codec, publication));
        return Offer.ACCEPTED;
    }

    // --- what goes

    void push(String channel, Event event) {
        reply(Reply.push(channel, event));
    }

    void reply(Reply reply) {
        if (state == State.CLOSED) {
            return;
        }
        byte[] frame = codec.encode(reply);
        gathered.add(frame);
        gatheredBytes += frame.length;
        if (!flushDue) {
            flushDue = true;
            lane().onEndOfBatch(this::flushAtEnd);
        }
    }

    private void flushAtEnd() {
        flushDue = false;
        flush();
    }

    private void flush() {
        if (gathered.isEmpty() || state == State.CLOSED) {
            return;
        }
        byte[] frame = gathered.size() == 1 ? gathered.getFirst() : codec.join(gathered);
        gathered.clear();
        gatheredBytes = 0;
        Message message = Rendering.isBinary(codec) ? Message.binary(frame) : Message.text(frame);
        if (session.send(message) == Offer.FULL) {
            // Replies have nowhere to wait: a client that asks without reading goes.
            disconnect(DisconnectCode.SLOW);
        }
    }

    /// Does something in the lane, if the client is still there then. Any thread.
    void inLane(Runnable task) {
        try {
            lane().execute(() -> {
                if (state != State.CLOSED) {
                    task.run();
                }
            });
        } catch (RejectedExecutionException _) {
            // The lane has ended, and the client with it.
        }
    }

    /// Goes on in the lane when a stage is done, if the client is still there. While many wait nothing more is read from it.
    <T> void then(CompletionStage<T> stage, Consumer<T> done, Runnable failed) {
        underWay++;
        if (underWay == options.commandsUnderWay()) {
            session.suspendReading();
        }
        stage.whenComplete((value, failure) -> {
            if (failure != null) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "a command of client " + id + " failed",
                        failure);
            }
            inLane(() -> {
                landed();
                if (failure == null) {
                    done.accept(value);
                } else {
                    failed.run();
                }
            });
        });
    }

    private void landed() {
        if (underWay == options.commandsUnderWay() && state == State.CONNECTED) {
            session.resumeReading();
        }
        underWay--;
    }

    // --- the end

    void disconnect(DisconnectCode code) {
        close(code.closeReason());
    }

    private void close(CloseReason reason) {
        if (state != State.CLOSED) {
            flush();
            end();
            session.close(reason);
        }
    }

    void closed() {
        end();
    }

    private void end() {
        if (state == State.CONNECTED) {
            hub.connections().remove(this);
        }
        state = State.CLOSED;
        keepAlive.end();
        waiting.clear();
        gathered.clear();
        List.copyOf(subscriptions.values()).forEach(ChannelSubscription::leave);
    }

    Optional<ChannelSubscription> subscription(String channel) {
        return Optional.ofNullable(subscriptions.get(channel));
    }
}
