package dev.duplex.channels;

import dev.duplex.channels.engine.Engine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// How a subscription with an [Entry] begins and ends: the member is in the channel already, and what comes waits in
/// its [Course]; then the engine brings what is published; then the member is put into presence; then it is read where it
/// begins; then, in its lane, it begins, and others are told. Any thread, but as said.
final class Arrivals {
    private final Hub hub;
    private final Engine engine;
    private final Reads reads;

    Arrivals(Hub hub, Engine engine) {
        this.hub = hub;
        this.engine = engine;
        reads = new Reads(engine.streams());
    }

    /// Has a membership begin, which has been made just now.
    void arrive(Membership membership, Residents residents) {
        // Asked for first: what fails is replaced at once.
        CompletionStage<Void> attached = membership.in().attached();
        residents.settle(membership.in());
        attached.thenCompose(_ -> appear(membership))
                .whenComplete((_, failure) -> {
                    if (failure == null) {
                        readStart(membership);
                    } else {
                        unavailable(membership, failure);
                    }
                });
    }

    /// Finds out where a membership begins, and has it begin.
    void readStart(Membership membership) {
        ChannelOptions options = membership.options();
        if (!options.keepsHistory()) {
            begin(membership, new HistoryPage(List.of(), Position.NONE));
            return;
        }
        reads.read(membership.channel(), startQuery(membership), options.stream())
                .whenComplete((page, failure) -> {
                    if (failure == null) {
                        begin(membership, page);
                    } else {
                        unavailable(membership, failure);
                    }
                });
    }

    void renewPresence(Membership membership) {
        membership
                .course()
                .entry()
                .member()
                .ifPresent(member -> {
                    tell(
                            engine.presence().add(membership.channel(), member, PresenceKeeper.TTL),
                            "presence");
                    if (membership.ended()) {
                        // It went meanwhile: perhaps before it was put in again.
                        vanish(membership, member);
                    }
                });
    }

    private HistoryQuery startQuery(Membership membership) {
        Optional<Position> since = membership.course().entry().since();
        if (since.isEmpty()) {
            return HistoryQuery.POSITION;
        }
        return switch (membership.options().recovery()) {
            case OFF -> HistoryQuery.POSITION;
            case CACHE -> HistoryQuery.LATEST;
            case STREAM -> {
                int most = hub.limits().recoverPublications();
                HistoryQuery query =
                        since.get().equals(Position.NONE)
                                ? new HistoryQuery(Optional.empty(), most, false)
                                : HistoryQuery.after(since.get(), most);
                // Cut short, it does not reach the position: then it has not recovered.
                yield query.withinBytes(hub.limits().historyPageBytes());
            }
        };
    }

    private void begin(Membership membership, HistoryPage page) {
        boolean _ =
                membership
                        .queue()
                        .execute(() -> {
                            if (membership.ended()) {
                                return;
                            }
                            membership.guarded(() -> {
                                membership.course().begin(page);
                                if (!membership.ended()) {
                                    announce(membership);
                                }
                            });
                            endBatch(membership.queue().lane());
                        });
    }

    /// The lane's tasks of the hub are batches too.
    private void endBatch(Lane lane) {
        try {
            lane.endOfBatch();
        } catch (Throwable thrown) {
            hub.thrown(lane + " at the end of a batch", thrown);
        }
    }

    /// Puts a member into presence.
    private CompletionStage<Void> appear(Membership membership) {
        Optional<Member> member = membership.course().entry().member();
        if (member.isEmpty() || !membership.options().presence() || membership.ended()) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> added = new CompletableFuture<>();
        membership
                .course()
                .presence()
                .say(
                        () ->
                                engine.presence()
                                        .add(membership.channel(), member.get(), PresenceKeeper.TTL)
                                        .whenComplete((_, failure) -> {
                                            if (failure == null) {
                                                added.complete(null);
                                            } else {
                                                added.completeExceptionally(failure);
                                            }
                                        }),
                        () -> vanish(membership, member.get()));
        return added;
    }

    private void vanish(Membership membership, Member member) {
        tell(engine.presence().remove(membership.channel(), member.client()), "presence");
    }

    private void signal(Membership membership, Signal signal, String what) {
        tell(engine.streams().signal(membership.channel(), signal), what);
    }

    /// Has others told that a member has come, and its presence renewed. In its lane.
    private void announce(Membership membership) {
        Optional<Member> member = membership.course().entry().member();
        if (member.isEmpty()) {
            return;
        }
        if (membership.course().presence().said()) {
            membership.queue().presence().keep(membership);
        }
        if (membership.options().joinLeave()) {
            membership
                    .course()
                    .join()
                    .say(
                            () -> signal(membership, new Signal.Join(member.get()), "a join"),
                            () -> signal(membership, new Signal.Leave(member.get()), "a leave"));
        }
    }

    void disappear(Membership membership) {
        Course course = membership.course();
        course.entry()
                .member()
                .ifPresent(member -> {
                    course.presence().end(() -> vanish(membership, member));
                    course.join()
                            .end(() -> signal(membership, new Signal.Leave(member), "a leave"));
                });
        if (membership.queue().lane().inLane()) {
            membership.stop();
        } else {
            boolean _ = membership.queue().execute(membership::stop);
        }
    }

    /// What the engine was told and nobody waits for.
    void tell(CompletionStage<?> told, String what) {
        told.whenComplete((_, failure) -> {
            if (failure != null) {
                hub.thrown("the engine on " + what, failure);
            }
        });
    }

    private void unavailable(Membership membership, Throwable failure) {
        hub.thrown("the engine on a subscription to channel " + membership.channel(), failure);
        if (hub.leave(membership)) {
            // Else it has gone by itself, and waits for no answer.
            refuse(membership, Problem.UNAVAILABLE, "the channel is not available at the moment");
        }
    }

    void refuse(Membership membership, Problem problem, String reason) {
        boolean _ = membership.markEnded();
        hub.observer().refused(membership.channel(), problem);
        boolean _ =
                membership
                        .queue()
                        .execute(() -> {
                            membership.guarded(() ->
                                    membership.subscriber().refused(membership, problem, reason));
                            endBatch(membership.queue().lane());
                        });
    }
}
