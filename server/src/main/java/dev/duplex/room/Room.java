package dev.duplex.room;

import dev.duplex.CloseReason;
import dev.duplex.Endpoint;
import dev.duplex.Message;
import dev.duplex.Session;
import dev.duplex.channels.Lane;
import dev.duplex.channels.ThreadLane;
import dev.duplex.websocket.CloseCode;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A room with a clock: its players' sessions, and a handler that is told at a fixed rate to move the world.
///
/// ```java
/// Room room = Room.builder(new MyGame()).name("game").ticksPerSecond(30).start();
/// Server.builder().webSocket("/game", room.endpoint(), options).start();
/// ```
///
/// A tick gives the handler what players have sent, has it move the world, and asks it for a view for each player. All this is done in
/// one lane, by default a thread of the room's own ([ThreadLane]), so ticks never overlap. A tick that is late makes the next ones come
/// without a pause, a limited number of them; those beyond are skipped, which [Tick#skipped] says. Unless told otherwise the room
/// pauses while nobody is in it.
///
/// Nothing waits for a player: who has not taken the last view gets none, and a later one when there is room, whole. Views wait in the
/// session's outbound queue, so give the endpoint a small one (`Limits.queueBytes`, some views' worth): what is in it is old when it
/// arrives.
///
/// What the handler throws for a player costs that player its session (1011). What [RoomHandler#tick] throws ends the tick: nobody
/// gets a view of it, and the next tick comes as ever. The first of several failures in a row is logged; after [#MAX_FAILURES] in a row
/// the room closes, with 1011 for its players. The server goes on.
///
/// All methods may be called from any thread, and none waits.
public final class Room implements AutoCloseable {
    /// After so many ticks in a row that failed a room closes itself.
    public static final int MAX_FAILURES = 100;

    private static final System.Logger LOG = System.getLogger(Room.class.getName());
    private static final CloseReason FULL =
            new CloseReason(CloseCode.TRY_AGAIN_LATER, "the room is full");
    private static final CloseReason FAILED =
            new CloseReason(CloseCode.INTERNAL_ERROR, "internal error");

    private final RoomHandler handler;
    private final RoomObserver observer;
    private final String name;
    private final int maxPlayers;
    private final int inputs;
    private final int inputBytes;
    private final boolean pauses;
    private final Lane lane;
    private final LongSupplier nanoTime;
    private final Optional<ThreadLane> ownThread;

    /// Sessions that the room holds, those too that are on their way in or out.
    private final AtomicInteger places = new AtomicInteger();

    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean observerFailed = new AtomicBoolean();

    // In the lane only:
    private final Set<Member> members = new LinkedHashSet<>();
    private final Pace pace;
    private boolean ticking;
    private boolean over;
    private int failures;

    private Room(Builder builder) {
        handler = builder.handler;
        observer = builder.observer;
        name = builder.name;
        maxPlayers = builder.players;
        inputs = builder.inputs;
        inputBytes = builder.inputBytes;
        pauses = builder.pauses;
        ownThread =
                builder.lane.isPresent()
                        ? Optional.empty()
                        : Optional.of(new ThreadLane("duplex-room-" + name));
        lane = builder.lane.isPresent() ? builder.lane.get() : ownThread.orElseThrow();
        nanoTime = builder.nanoTime;
        pace = new Pace(1_000_000_000L / builder.ticksPerSecond, builder.catchUp);
    }

    /// Starts from: 20 ticks a second, at most 1,000 players, 64 inputs and 64 KiB of each that wait for a tick, 5 ticks made up for, a
    /// pause while nobody is there, a thread of its own.
    public static Builder builder(RoomHandler handler) {
        return new Builder(handler);
    }

    /// Puts its sessions into this room: to be served at a path, by WebSocket or SockJS, or called by an endpoint of the program's own,
    /// all four callbacks. One room may have several.
    public Endpoint endpoint() {
        return endpoint((_, _) -> false);
    }

    /// Likewise, and `first` sees each message of a player before the room does, on the event loop: what it takes (returns `true` for)
    /// is no input of the room. For what is to be answered without waiting for a tick: a ping that measures the network, say. It must
    /// not block, and does not touch the handler's world; the message is valid during the call.
    public Endpoint endpoint(BiPredicate<Session, Message> first) {
        return new RoomEndpoint(this, first);
    }

    /// How many players are in it, as far as any thread can know.
    public int players() {
        return places.get();
    }

    /// Whether it was closed, or closed itself.
    public boolean isClosed() {
        return closed.get();
    }

    /// Ends the room: no tick begins any more, players are told that they have left and their sessions close with 1001, and the
    /// handler hears [RoomHandler#closed]. Does not wait for that. Later calls do nothing.
    @Override
    public void close() {
        close(CloseReason.GOING_AWAY);
    }

    private void close(CloseReason reason) {
        if (!closed.getAndSet(true)) {
            try {
                lane.execute(() -> finish(reason));
            } catch (RejectedExecutionException _) {
                // The lane has ended, and nothing runs in it beside this.
                finish(reason);
            }
        }
    }

    // --- in a session's lane

    /// A session wants to be in the room; empty if it may not.
    Optional<Member> arrived(Session session) {
        if (closed.get()) {
            return refuse(session, CloseReason.GOING_AWAY);
        }
        if (places.incrementAndGet() > maxPlayers) {
            places.decrementAndGet();
            return refuse(session, FULL);
        }
        Member member = new Member(session, new Inbox(session, inputs, inputBytes));
        try {
            lane.execute(() -> join(member));
        } catch (RejectedExecutionException _) {
            places.decrementAndGet();
            return refuse(session, CloseReason.GOING_AWAY);
        }
        return Optional.of(member);
    }

    private Optional<Member> refuse(Session session, CloseReason reason) {
        observe(RoomObserver::refused);
        session.close(reason);
        return Optional.empty();
    }

    void sent(Member member, Message message) {
        if (member.inbox.put(message)) {
            observe(RoomObserver::heldBack);
        }
    }

    void gone(Member member, CloseReason reason) {
        try {
            lane.execute(() -> leave(member, reason));
        } catch (RejectedExecutionException _) {
            // The room ended with its lane, and its players with it.
            places.decrementAndGet();
        }
    }

    // --- in the room's lane

    private void join(Member member) {
        if (over) {
            member.leave();
            member.session.close(CloseReason.GOING_AWAY);
            return;
        }
        members.add(member);
        observe(RoomObserver::joined);
        guarded(member, () -> handler.joined(member.session));
        if (!ticking) {
            begin();
        }
    }

    /// The place is free only now: so what waits in the lane is bounded by the places.
    private void leave(Member member, CloseReason reason) {
        places.decrementAndGet();
        left(member, reason);
    }

    private void left(Member member, CloseReason reason) {
        if (member.leave()) {
            members.remove(member);
            observe(RoomObserver::left);
            guarded(member, () -> handler.left(member.session, reason));
        }
    }

    private void begin() {
        ticking = true;
        pace.begin(nanoTime.getAsLong());
        next();
    }

    private void next() {
        long delay = pace.delay(nanoTime.getAsLong());
        try {
            if (delay == 0) {
                lane.execute(this::tick);
            } else {
                lane.schedule(this::tick, Duration.ofNanos(delay));
            }
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the lane of " + this + " has ended, and the room with it", e);
            if (!closed.getAndSet(true)) {
                finish(CloseReason.GOING_AWAY);
            }
        }
    }

    private void tick() {
        if (closed.get()) {
            return;
        }
        long begun = nanoTime.getAsLong();
        Tick tick = pace.next(begun);
        for (Member member : List.copyOf(members)) {
            member.inbox.take(input -> guarded(member, () -> handler.input(member.session, input)));
        }
        if (succeeds(tick)) {
            show();
        } else {
            members.forEach(Member::missed);
        }
        observe(it -> it.ticked(tick, nanoTime.getAsLong() - begun));
        if (failures >= MAX_FAILURES) {
            LOG.log(Level.ERROR, this + " closes: " + failures + " ticks in a row have failed");
            close(FAILED);
        } else if (pauses && members.isEmpty()) {
            ticking = false;
        } else {
            next();
        }
    }

    private boolean succeeds(Tick tick) {
        try {
            handler.tick(tick);
            failures = 0;
            return true;
        } catch (RuntimeException | Error e) {
            if (failures == 0) {
                LOG.log(
                        Level.ERROR,
                        "tick "
                                + tick.number()
                                + " of "
                                + this
                                + " failed; if the next ones do too, that is not said",
                        e);
            }
            failures++;
            observe(RoomObserver::failed);
            return false;
        }
    }

    private void show() {
        Views views = new Views();
        int withheld = 0;
        for (Member member : members) {
            if (member.canBeShown() && keepsUp(member)) {
                view(member, views);
            } else if (member.session.isOpen()) {
                member.missed();
                withheld++;
            }
        }
        views.handOver();
        int others = withheld;
        observe(it -> it.shown(views.count(), others));
    }

    private boolean keepsUp(Member member) {
        try {
            return handler.keepsUp(member.session);
        } catch (RuntimeException | Error e) {
            failed(member, e);
            return false;
        }
    }

    private void view(Member member, Views views) {
        boolean whole = member.needsWhole();
        guarded(
                member,
                () ->
                        handler.view(member.session, whole)
                                .ifPresent(view -> views.add(member, view)));
    }

    private void finish(CloseReason reason) {
        over = true;
        for (Member member : List.copyOf(members)) {
            left(member, reason);
            member.session.close(reason);
        }
        try {
            handler.closed();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the handler of " + this + " failed when it was closed", e);
        }
        ownThread.ifPresent(ThreadLane::close);
    }

    /// Runs what the handler does for one player: if it throws, that one goes.
    private void guarded(Member member, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            failed(member, e);
        }
    }

    private void failed(Member member, Throwable thrown) {
        LOG.log(
                Level.ERROR,
                "the handler of " + this + " failed for session " + member.session.id(),
                thrown);
        member.missed();
        member.session.close(FAILED);
    }

    private void observe(Consumer<RoomObserver> call) {
        try {
            call.accept(observer);
        } catch (RuntimeException | Error e) {
            if (!observerFailed.getAndSet(true)) {
                LOG.log(
                        Level.ERROR,
                        "the observer of " + this + " failed; that it fails again will not be said",
                        e);
            }
        }
    }

    @Override
    public String toString() {
        return "room " + name;
    }

    /// Collects what a room needs. Not thread-safe.
    public static final class Builder {
        private static final int MAX_RATE = 1000;

        private final RoomHandler handler;
        private String name = "room";
        private int ticksPerSecond = 20;
        private int players = 1000;
        private int inputs = 64;
        private int inputBytes = 64 << 10;
        private int catchUp = 5;
        private boolean pauses = true;
        private RoomObserver observer = RoomObserver.NONE;
        private Optional<Lane> lane = Optional.empty();
        private LongSupplier nanoTime = System::nanoTime;

        private Builder(RoomHandler handler) {
            this.handler = handler;
        }

        /// For people: in logs, and the name of its thread.
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /// @throws IllegalArgumentException if it is not in 1..1000
        public Builder ticksPerSecond(int ticksPerSecond) {
            if (ticksPerSecond < 1 || ticksPerSecond > MAX_RATE) {
                throw new IllegalArgumentException(
                        "ticksPerSecond must be in 1.." + MAX_RATE + ", not " + ticksPerSecond);
            }
            this.ticksPerSecond = ticksPerSecond;
            return this;
        }

        /// The most players; a session beyond is closed with 1013.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder players(int players) {
            this.players = positive("players", players);
            return this;
        }

        /// How many messages of a player may wait for a tick before nothing more is read from it.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder inputs(int inputs) {
            this.inputs = positive("inputs", inputs);
            return this;
        }

        /// How many bytes of a player's messages may wait for a tick before nothing more is read from it; the last message may go
        /// beyond.
        ///
        /// @throws IllegalArgumentException if it is not positive
        public Builder inputBytes(int inputBytes) {
            this.inputBytes = positive("inputBytes", inputBytes);
            return this;
        }

        /// How many ticks are made up for by a room that is behind; the others are skipped. 0: none.
        ///
        /// @throws IllegalArgumentException if it is negative
        public Builder catchUp(int catchUp) {
            if (catchUp < 0) {
                throw new IllegalArgumentException("catchUp must not be negative: " + catchUp);
            }
            this.catchUp = catchUp;
            return this;
        }

        /// Whether the room's time stands still while nobody is in it.
        public Builder pausesWhenEmpty(boolean pauses) {
            this.pauses = pauses;
            return this;
        }

        /// Tells `observer` what happens, for metrics. By default nobody.
        public Builder observer(RoomObserver observer) {
            this.observer = observer;
            return this;
        }

        /// Where the room runs, if not on a thread of its own: a [ThreadLane] that several rooms share, a session's event loop if the
        /// handler is quick, a lane that a test drives. The room does not close it.
        public Builder lane(Lane lane) {
            this.lane = Optional.of(lane);
            return this;
        }

        /// The clock, in nanoseconds from anywhere; for tests, with a lane whose time is the same.
        public Builder nanoTime(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            return this;
        }

        /// Opens the room.
        public Room start() {
            Room room = new Room(this);
            if (!pauses) {
                room.lane.execute(room::begin);
            }
            return room;
        }

        private static int positive(String name, int value) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + " must be positive, not " + value);
            }
            return value;
        }
    }
}
