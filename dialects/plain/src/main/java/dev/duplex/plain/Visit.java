package dev.duplex.plain;

import static java.util.Objects.requireNonNull;

import dev.duplex.access.Access;
import dev.duplex.access.Action;
import dev.duplex.access.Admission;
import dev.duplex.access.Attempt;
import dev.duplex.access.Expiry;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.access.Intent;
import dev.duplex.channels.Command;
import dev.duplex.channels.Connection;
import dev.duplex.channels.End;
import dev.duplex.channels.Entry;
import dev.duplex.channels.Failures;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Result;
import dev.duplex.channels.Start;
import dev.duplex.channels.Subscriber;
import dev.duplex.channels.Subscription;
import dev.duplex.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A client in its one channel, whatever carries it: finds out who it is and whether it may enter, enters, and leaves when it goes, when
/// its time is over, or when it is told to. Touched in its lane only, but for [#client], [#user] and [#lane].
abstract class Visit implements Connection, Subscriber {
    private static final System.Logger LOG = System.getLogger(Visit.class.getName());

    private enum State {
        ARRIVING,
        THERE,
        GONE
    }

    private final String id = UUID.randomUUID().toString();
    private final Hub hub;
    private final Access access;
    private final Lane lane;
    private final Request request;
    private final InstantSource clock;
    private final Expiry expiry;
    private final String channel;

    private State state = State.ARRIVING;
    private volatile Identity identity = Identity.ANONYMOUS;
    private Grant grant = Grant.PLAIN;
    private @Nullable Subscription subscription;

    Visit(Hub hub, PlainOptions options, Lane lane, Request request) {
        this.hub = hub;
        access = options.access();
        clock = options.clock();
        expiry = new Expiry(lane, clock, Duration.ZERO, () -> refuse(Refusal.EXPIRED));
        this.lane = lane;
        this.request = request;
        channel = Plain.channel(request);
    }

    // --- what carries it

    /// It is in the channel.
    abstract void entered(Start start);

    /// It is not let in, or is let go: says why, and ends what carries it.
    abstract void end(Refusal why);

    /// It is told from outside to go.
    abstract void disconnect(int code, String reason);

    // --- who it is

    @Override
    public final String client() {
        return id;
    }

    @Override
    public final String user() {
        return identity.user();
    }

    @Override
    public final Lane lane() {
        return lane;
    }

    final Hub hub() {
        return hub;
    }

    final String channel() {
        return channel;
    }

    final boolean isThere() {
        return state == State.THERE;
    }

    final boolean isGone() {
        return state == State.GONE;
    }

    /// As others see it.
    final Member member(Grant as) {
        return new Member(id, identity.user(), identity.info(), as.seenAs(grant).info());
    }

    // --- coming

    /// Asks who it is and whether it may enter, and enters.
    ///
    /// @param since where it was when it left
    /// @param last how many of the last publications it wants first, if it was not there before; 0 for none
    final void arrive(Optional<Position> since, int last) {
        Attempt attempt = new Attempt(query("token"), Payload.none(), request);
        ask(
                () -> access.connect(attempt),
                (Admission admission) -> {
                    identity = admission.identity();
                    // What is done to its user from now on is done to it.
                    hub.connections().add(this);
                    permitted(
                            Action.SUBSCRIBE,
                            it -> {
                                if (last > 0) {
                                    lookBack(it, last);
                                } else {
                                    enter(it, since);
                                }
                            });
                },
                this::refuse);
    }

    /// Enters where the last publications begin, if it may have them: as if it had been away since.
    private void lookBack(Grant as, int last) {
        boolean canRecover =
                hub.options(channel).filter(it -> it.recovery() != Recovery.STREAM).isEmpty();
        if (!canRecover) {
            refuse(Refusal.NO_HISTORY);
            return;
        }
        // It is as good as in the channel: whoever may be there recovers as much.
        permitted(
                Action.HISTORY,
                true,
                _ -> latest(last, page -> enter(as, Optional.of(before(page)))));
    }

    /// Reads the last publications, the latest first.
    final void latest(int last, Consumer<HistoryPage> then) {
        HistoryQuery query = new HistoryQuery(Optional.empty(), last, true);
        ask(() -> hub.history(channel, query), then, this::refuse);
    }

    private static Position before(HistoryPage latestFirst) {
        if (latestFirst.publications().isEmpty()) {
            return latestFirst.position();
        }
        Publication oldest = latestFirst.publications().getLast();
        return new Position(oldest.epoch(), oldest.previous());
    }

    private void enter(Grant as, Optional<Position> since) {
        grant = as;
        Entry entry = Entry.PLAIN.withMember(member(as));
        subscription = hub.subscribe(channel, this, since.map(entry::withSince).orElse(entry));
    }

    /// Asks whether it may do something, and goes on if it may; else it goes.
    final void permitted(Action action, Consumer<Grant> then) {
        permitted(action, state == State.THERE, then);
    }

    private void permitted(Action action, boolean subscribed, Consumer<Grant> then) {
        Intent intent = new Intent(identity, action, channel, query("channelToken"), subscribed);
        ask(() -> access.permit(intent), then, this::refuse);
    }

    @Override
    public final void subscribed(Subscription begun, Start start) {
        subscription = begun;
        state = State.THERE;
        awaitExpiry();
        if (isThere()) {
            entered(start);
        }
    }

    @Override
    public final void refused(Subscription none, Problem problem, String reason) {
        refuse(Refusal.of(problem));
    }

    // --- going

    @Override
    public final void ended(Subscription over, End end) {
        refuse(
                switch (end) {
                    case SLOW -> Refusal.SLOW;
                    case INTERRUPTED -> Refusal.INTERRUPTED;
                    case FAILED -> Refusal.FAILED;
                });
    }

    /// It has to go.
    final void refuse(Refusal why) {
        if (!isGone()) {
            leave();
            end(why);
        }
    }

    /// It goes, or has gone. Later calls do nothing.
    final void leave() {
        if (isGone()) {
            return;
        }
        state = State.GONE;
        hub.connections().remove(this);
        if (subscription != null) {
            subscription.unsubscribe();
        }
        expiry.end();
    }

    @Override
    public final void obey(Command command) {
        if (isGone()) {
            return;
        }
        switch (command) {
            case Command.Disconnect it -> {
                leave();
                disconnect(it.code(), it.reason());
            }
            case Command.Unsubscribe it -> {
                if (it.channel().isEmpty() || it.channel().equals(channel)) {
                    refuse(Refusal.REMOVED);
                }
            }
            case Command.Refresh it -> {
                identity = new Identity(identity.user(), identity.info(), it.expires());
                awaitExpiry();
            }
            case Command.Subscribe _ -> {
                // It has one channel, and can have no other.
            }
        }
    }

    /// What carries it has room again.
    final void roomAgain() {
        if (isThere() && subscription != null) {
            subscription.drained();
        }
    }

    // --- time

    /// Waits for the end of what holds for a shorter time; if that is over, it has to go.
    private void awaitExpiry() {
        Optional<Instant> end =
                Stream.of(identity.expires(), grant.expires())
                        .flatMap(Optional::stream)
                        .min(Instant::compareTo);
        if (Expiry.isOver(end, clock)) {
            refuse(Refusal.EXPIRED);
        } else {
            expiry.set(end);
        }
    }

    // --- asking

    private String query(String name) {
        return request.query(name).orElse("");
    }

    /// Asks, and goes on in the lane with the answer, if the client is still there then.
    final <T> void ask(
            Supplier<CompletionStage<Result<T>>> question,
            Consumer<T> then,
            Consumer<Refusal> otherwise) {
        CompletionStage<Result<T>> stage;
        try {
            stage = requireNonNull(question.get(), "null was returned, and no stage");
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedStage(e);
        }
        stage.whenComplete((result, failure) -> {
            if (failure != null) {
                logFailed(failure);
            }
            inLane(() -> {
                if (failure != null || !goesOn(result, then, otherwise)) {
                    otherwise.accept(Refusal.UNAVAILABLE);
                }
            });
        });
    }

    /// What a program has answered may be such that nothing can be made of it: then it is as if it had failed.
    private <T> boolean goesOn(Result<T> answer, Consumer<T> then, Consumer<Refusal> otherwise) {
        try {
            switch (requireNonNull(answer, "null was answered, and no result")) {
                case Result.Done<T>(T value) -> then.accept(value);
                case Result.Refused<T>(Problem problem, String reason) -> {
                    // The client learns less.
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "client {0} is refused ({1}): {2}",
                            id,
                            problem,
                            reason);
                    otherwise.accept(Refusal.of(problem));
                }
            }
            return true;
        } catch (RuntimeException thrown) {
            logFailed(thrown);
            return false;
        }
    }

    private void logFailed(Throwable failure) {
        LOG.log(
                Failures.level(failure),
                "a question of client " + id + " in channel " + channel + " failed",
                failure);
    }

    private void inLane(Runnable task) {
        try {
            lane.execute(() -> {
                if (!isGone()) {
                    task.run();
                }
            });
        } catch (RejectedExecutionException _) {
            // The lane has ended, and the client with it.
        }
    }
}
