package dev.duplex.centrifuge;

import dev.duplex.CloseReason;
import dev.duplex.Session;
import dev.duplex.StreamedSessions;
import dev.duplex.access.Attempt;
import dev.duplex.access.Expiry;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Command;
import dev.duplex.centrifuge.protocol.Decoded;
import dev.duplex.centrifuge.protocol.Event;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.Burst;
import dev.duplex.channels.Connection;
import dev.duplex.channels.Failures;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Member;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client: its session, who it is, which channels it is in, and what it may do in which state of its life. What it sends waits in its
/// [Intake], what it is sent in its [Outbox]. Touched in its lane only, but for [#client], [#user] and [#lane].
final class Client implements Connection {
    private static final System.Logger LOG = System.getLogger(Client.class.getName());

    /// What the server says of itself.
    static final String VERSION = "duplex";

    private enum State {
        NEW,
        CONNECTING,
        CONNECTED,
        REFUSED,
        CLOSED
    }

    private final String id = UUID.randomUUID().toString();
    private final Session session;
    private final Hub hub;
    private final CentrifugeOptions options;
    private final Codec codec;
    private final Deltas deltas;
    private final Pushes pushes;
    private final Replies replies;
    private final Subscribing subscribing;
    private final Commands commands;
    private final KeepAlive keepAlive;
    private final Expiry expiry;
    private final Map<String, ChannelSubscription> subscriptions = new HashMap<>(2);

    private final Intake intake;
    private final Outbox outbox;

    /// What the server wanted of it while it is not known yet who the client is; null if that is nothing.
    private @Nullable Deque<dev.duplex.channels.Command> orders;

    /// How often it has had room again.
    private int drains;

    /// How many of its commands wait for an answer from elsewhere.
    private int underWay;

    /// It has sent something behind its first frame.
    private boolean saysMore;

    private State state = State.NEW;
    private Identity identity = Identity.ANONYMOUS;

    /// Whether the hub knows of it.
    private boolean known;

    /// @param deltas those of all clients of the endpoint
    /// @param pushes those of all clients of the endpoint
    Client(
            Session session,
            Hub hub,
            CentrifugeOptions options,
            Codec codec,
            Deltas deltas,
            Pushes pushes) {
        this.session = session;
        this.hub = hub;
        this.options = options;
        this.codec = codec;
        this.deltas = deltas;
        this.pushes = pushes;
        intake = new Intake(session, this::isBusy, this::take);
        outbox = new Outbox(session, codec, () -> disconnect(DisconnectCode.SLOW));
        replies = new Replies(this, options.access());
        subscribing = new Subscribing(this, hub, options, replies);
        commands = new Commands(this, hub, options, replies, subscribing);
        keepAlive = new KeepAlive(this, options);
        expiry = newExpiry(options.connectionGrace(), () -> disconnect(DisconnectCode.EXPIRED));
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

    CentrifugeOptions options() {
        return options;
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
            case Decoded.Messages<Command>(List<Command> all) -> {
                for (Command command : all) {
                    if (command.isPong() && state == State.CONNECTED) {
                        keepAlive.pong();
                    } else {
                        intake.add(command);
                    }
                }
                intake.take();
            }
        }
    }

    /// Whether its next command has to wait.
    private boolean isBusy() {
        return state == State.CONNECTING
                || (state == State.CONNECTED
                        && (underWay >= options.commandsUnderWay()
                                || subscribing.tokensUnderWay() + commands.tokensUnderWay()
                                        >= options.tokensUnderWay()));
    }

    /// Whether it can be heard: only then it can be silent.
    boolean isHeard() {
        return intake.isHeard();
    }

    private void take(Command command) {
        boolean heeded = state == State.NEW || state == State.CONNECTED;
        if (heeded && !command.isPong()) {
            options.observer().command(command.request());
        }
        switch (state) {
            case NEW -> {
                if (command.request() instanceof Request.Connect connect && command.id() != 0) {
                    connect(command.id(), connect);
                } else {
                    disconnect(DisconnectCode.BAD_REQUEST);
                }
            }
            case CONNECTED -> {
                if (command.isPong()) {
                    keepAlive.pong();
                } else {
                    commands.carryOut(command);
                }
            }
            case CONNECTING, REFUSED, CLOSED -> {
                // What was under way when it was refused or closed.
            }
        }
    }

    private void connect(long command, Request.Connect connect) {
        state = State.CONNECTING;
        new Connecting(this, options, replies, subscribing, command, connect)
                .begin(
                        new Attempt(
                                connect.token(),
                                Rendering.payload(codec, connect.data()),
                                session.request()));
    }

    /// It is known who it is; what it is in from the beginning is being found out.
    void admit(Identity who) {
        identity = who;
        expiry.set(who.expires());
        known = true;
        hub.connections().add(this);
    }

    /// It is in all channels that it is to be in from the beginning.
    ///
    /// @param result with which its command is answered
    void connected(long command, Result.Connect.Builder result) {
        state = State.CONNECTED;
        options.observer().connected();
        session.attribute(StreamedSessions.NAME)
                .ifPresent(name -> result.session(name).node(hub.node()));
        // Before what came from those channels meanwhile.
        outbox.begin(new Reply(command, result.build()));
        keepAlive.begin();
        drainSubscriptions();
        while (state == State.CONNECTED && orders != null) {
            dev.duplex.channels.Command next = orders.poll();
            if (next == null) {
                orders = null;
            } else {
                obey(next);
            }
        }
        intake.take();
    }

    /// It cannot connect, and is told why; it ends the connection itself, or in time is found stale.
    void refuseConnection(long command, ErrorCode why) {
        if (state == State.CLOSED) {
            return;
        }
        leave();
        state = State.REFUSED;
        outbox.beginAnew();
        refuse(why, why.reply(command));
        intake.take();
    }

    @Override
    public void obey(dev.duplex.channels.Command command) {
        if (state == State.CONNECTING) {
            if (command instanceof dev.duplex.channels.Command.Disconnect it) {
                close(new CloseReason(it.code(), it.reason()));
            } else {
                if (orders == null) {
                    orders = new ArrayDeque<>(2);
                }
                orders.add(command);
            }
            return;
        }
        if (state != State.CONNECTED) {
            return;
        }
        switch (command) {
            case dev.duplex.channels.Command.Disconnect it ->
                    close(new CloseReason(it.code(), it.reason()));
            case dev.duplex.channels.Command.Unsubscribe it ->
                    subscribing.unsubscribed(it.channel());
            case dev.duplex.channels.Command.Refresh it -> refreshed(it.expires());
            case dev.duplex.channels.Command.Subscribe it -> subscribing.subscribed(it);
        }
    }

    private void refreshed(Optional<Instant> expires) {
        if (Expiry.isOver(expires, options.clock())) {
            disconnect(DisconnectCode.EXPIRED);
            return;
        }
        is(new Identity(identity.user(), identity.info(), expires));
        push("", new Event.Refresh(expiry.expires(), expiry.secondsLeft()));
    }

    /// It has shown anew who it is: the same user.
    void is(Identity renewed) {
        identity = renewed;
        expiry.set(renewed.expires());
    }

    /// Until when it is who it is.
    Expiry expiry() {
        return expiry;
    }

    Expiry newExpiry(Duration grace, Runnable expired) {
        return new Expiry(lane(), options.clock(), grace, expired);
    }

    void drained() {
        outbox.flush();
        drainSubscriptions();
    }

    /// Each channel is the first once: what one of them has waiting may take all the room that there is.
    private void drainSubscriptions() {
        List<ChannelSubscription> all = new ArrayList<>(subscriptions.values());
        Collections.rotate(all, -drains++);
        all.forEach(ChannelSubscription::drained);
    }

    /// Whether it has to answer pings: not before it has shown that it can, where that takes a request beside its stream. A bare
    /// `EventSource` never does; whether it still reads, its connection tells.
    boolean answersPings() {
        return saysMore || session.attribute(StreamedSessions.NAME).isEmpty();
    }

    // --- its channels

    /// As they are now.
    List<ChannelSubscription> subscriptions() {
        return List.copyOf(subscriptions.values());
    }

    int subscriptionCount() {
        return subscriptions.size();
    }

    Optional<ChannelSubscription> subscription(String channel) {
        return Optional.ofNullable(subscriptions.get(channel));
    }

    /// Whether it is in that channel, or about to be: it may have left meanwhile, and come again.
    boolean isIn(ChannelSubscription subscription) {
        return subscriptions.get(subscription.channel()) == subscription;
    }

    void remember(ChannelSubscription subscription) {
        subscriptions.put(subscription.channel(), subscription);
    }

    /// It is not in the channel any more, or will not be, by this subscription: it may have another there by now.
    void forget(ChannelSubscription subscription) {
        subscriptions.remove(subscription.channel(), subscription);
    }

    DeltaSequence deltaSequence() {
        return new DeltaSequence(codec, deltas);
    }

    /// Whether there is room for a publication.
    Offer room() {
        return isGone() ? Offer.CLOSED : outbox.room();
    }

    /// Whether nothing of its channels goes to it.
    private boolean isGone() {
        return state != State.CONNECTED && state != State.CONNECTING;
    }

    // --- what goes

    void push(String channel, Event event) {
        reply(Reply.push(channel, event));
    }

    /// Sends a join or leave, in a frame that other clients are sent as well.
    void pushShared(String channel, Signal signal) {
        outbox.add(pushes.of(codec, channel, signal));
    }

    /// Sends a publication whole, if there is room for it, in a frame that other clients are sent as well.
    Offer offerShared(dev.duplex.channels.Publication publication) {
        return isGone() ? Offer.CLOSED : outbox.offer(pushes.of(codec, publication));
    }

    /// Sends publications whole and together, likewise.
    Offer offerShared(Burst burst) {
        return isGone() ? Offer.CLOSED : outbox.offer(pushes.of(codec, burst));
    }

    /// Answers a command with an error.
    void refuse(ErrorCode why, Reply reply) {
        if (state != State.CLOSED) {
            options.observer().refused(why);
            reply(reply);
        }
    }

    void reply(Reply reply) {
        outbox.add(reply);
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
    ///
    /// @param failed what is done if the stage fails, or `done` throws
    <T> void then(CompletionStage<T> stage, Consumer<T> done, Runnable failed) {
        underWay++;
        stage.whenComplete((value, failure) -> {
            if (failure != null) {
                logFailed(failure);
            }
            inLane(() -> {
                underWay--;
                try {
                    if (failure != null || !succeeds(() -> done.accept(value))) {
                        failed.run();
                    }
                } finally {
                    // Whatever has become of this one, those behind it have their turn.
                    intake.take();
                }
            });
        });
    }

    /// What a program has answered may be such that nothing can be made of it: that costs one command.
    private boolean succeeds(Runnable action) {
        try {
            action.run();
            return true;
        } catch (RuntimeException thrown) {
            logFailed(thrown);
            return false;
        }
    }

    private void logFailed(Throwable failure) {
        LOG.log(Failures.level(failure), "a command of client " + id + " failed", failure);
    }

    // --- the end

    void disconnect(DisconnectCode code) {
        close(code.closeReason());
    }

    private void close(CloseReason reason) {
        outbox.flush();
        // What has no room any more has closed it already.
        if (state != State.CLOSED) {
            end();
            options.observer().disconnected(reason.code());
            session.close(reason);
        }
    }

    void closed(CloseReason reason) {
        if (state != State.CLOSED && reason.code() == DisconnectCode.SHUTDOWN.code()) {
            // Its session was closed by the server that ends.
            options.observer().disconnected(reason.code());
        }
        end();
    }

    private void end() {
        if (state == State.CONNECTED) {
            options.observer().left();
        }
        state = State.CLOSED;
        leave();
        keepAlive.end();
        intake.end();
        outbox.end();
    }

    /// It is nowhere any more, and nothing of it waits.
    private void leave() {
        if (known) {
            known = false;
            hub.connections().remove(this);
        }
        expiry.end();
        intake.clear();
        orders = null;
        subscriptions().forEach(ChannelSubscription::leave);
    }
}
