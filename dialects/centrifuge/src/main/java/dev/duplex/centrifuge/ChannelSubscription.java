package dev.duplex.centrifuge;

import dev.duplex.access.Expiry;
import dev.duplex.access.Grant;
import dev.duplex.centrifuge.filter.TagsFilter;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.Burst;
import dev.duplex.channels.BurstSubscriber;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Delta;
import dev.duplex.channels.End;
import dev.duplex.channels.Entry;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Position;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Recovery;
import dev.duplex.channels.Signal;
import dev.duplex.channels.Start;
import dev.duplex.channels.Subscription;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One channel that a client is in, or is about to be in. Touched in the client's lane only.
final class ChannelSubscription implements BurstSubscriber {
    private static final String FOSSIL = "fossil";

    private final Client client;
    private final String channel;
    private final boolean rejectsUnrecovered;
    private final boolean wantsDeltas;
    private final boolean wantsPosition;
    private final Wish wish;

    /// Gone once it is told: it may hold all that came with it.
    private @Nullable Pending pending;

    private final Expiry expiry;

    private Grant grant = Grant.PLAIN;
    private Optional<TagsFilter> filter = Optional.empty();
    private @Nullable DeltaSequence deltas;
    private @Nullable Subscription subscription;
    private boolean begun;

    /// Who is to be told what came of it.
    ///
    /// @param since where the client was, if it comes back
    private record Pending(Outcome outcome, Optional<Position> since) {}

    /// Whose wish it is that the client is in the channel.
    enum Wish {
        /// Its own: it can come back by itself.
        CLIENT,
        /// The server's, whenever it connects: it comes back by connecting again.
        ADMISSION,
        /// The server's, once.
        COMMAND
    }

    ChannelSubscription(
            Client client, String channel, Request.Subscribe request, Wish wish, Outcome outcome) {
        this.client = client;
        this.channel = channel;
        // The request itself may be large, and is not kept.
        rejectsUnrecovered = (request.flag() & Request.Subscribe.FLAG_REJECT_UNRECOVERED) != 0;
        wantsDeltas = request.delta().equals(FOSSIL);
        wantsPosition = request.positioned();
        this.wish = wish;
        pending = new Pending(outcome, Optional.empty());
        // Who cannot renew it needs no time to do so.
        Duration grace =
                wish == Wish.COMMAND ? Duration.ZERO : client.options().subscriptionGrace();
        expiry = client.newExpiry(grace, this::expired);
    }

    /// Enters the channel, unless what was granted is over already.
    ///
    /// @param granted that it may, and until when
    /// @param wanted which publications it is to get, if not all
    void enter(Hub hub, Entry entry, Grant granted, Optional<TagsFilter> wanted) {
        grant = granted;
        filter = wanted;
        if (pending != null) {
            pending = new Pending(pending.outcome(), entry.since());
        }
        if (grantIsOver()) {
            refuse(ErrorCode.TOKEN_EXPIRED);
        } else {
            subscription = hub.subscribe(channel, this, entry);
        }
    }

    private boolean grantIsOver() {
        return Expiry.isOver(grant.expires(), client.options().clock());
    }

    String channel() {
        return channel;
    }

    /// Whether the client is in the channel, and knows it.
    boolean isBegun() {
        return begun;
    }

    /// Whether the client has asked for it and has no answer yet.
    boolean isAwaited() {
        return wish == Wish.CLIENT && pending != null;
    }

    /// As what it is in the channel.
    Grant grant() {
        return grant;
    }

    /// Until when it may stay.
    Expiry expiry() {
        return expiry;
    }

    /// Leaves it, or does not enter. Whoever has not heard of it yet is told that nothing came of it.
    void leave() {
        leave(ErrorCode.INTERNAL);
    }

    /// The same, for this reason.
    void leave(ErrorCode why) {
        over();
        if (subscription != null) {
            subscription.unsubscribe();
        }
        fail(why);
    }

    /// It will not be in the channel, and is told so.
    void refuse(ErrorCode why) {
        over();
        fail(why);
    }

    private void over() {
        client.forget(this);
        expiry.end();
        begun = false;
    }

    private void fail(ErrorCode why) {
        Pending told = answered();
        if (told != null) {
            told.outcome().failed(why);
        }
    }

    /// Who is to be told, the first time.
    private @Nullable Pending answered() {
        Pending told = pending;
        pending = null;
        return told;
    }

    void drained() {
        if (subscription != null) {
            subscription.drained();
        }
    }

    @Override
    public Lane lane() {
        return client.lane();
    }

    @Override
    public void subscribed(Subscription it, Start start) {
        if (rejectsUnrecovered && start.recovering() && !start.recovered()) {
            it.unsubscribe();
            refuse(ErrorCode.UNRECOVERABLE_POSITION);
            return;
        }
        if (grantIsOver()) {
            it.unsubscribe();
            refuse(ErrorCode.TOKEN_EXPIRED);
            return;
        }
        ChannelOptions options = it.options();
        if (wantsDeltas && options.delta().contains(Delta.FOSSIL)) {
            deltas = client.deltaSequence();
        }
        begun = true;
        expiry.set(grant.expires());
        Pending told = answered();
        if (told != null) {
            told.outcome().begun(result(options, start, told.since()));
        }
    }

    private Result.Subscribe result(ChannelOptions options, Start start, Optional<Position> since) {
        Position position = start.position();
        // Who gets what it missed is where it was until it has that: each of those moves it on.
        long offset =
                start.recovered() && !start.publications().isEmpty()
                        ? since.orElse(position).offset()
                        : position.offset();
        boolean recoverable = options.recovery() != Recovery.OFF;
        return Result.Subscribe.builder()
                // What the server began, the client cannot renew.
                .expires(wish == Wish.CLIENT && expiry.expires())
                .ttl(wish == Wish.CLIENT ? expiry.secondsLeft() : 0)
                .recoverable(recoverable)
                .positioned(options.keepsHistory() && (recoverable || wantsPosition))
                .epoch(position.epoch())
                .offset(offset)
                .wasRecovering(start.recovering())
                .recovered(start.recovered())
                .publications(start.publications().stream().map(this::rendered).toList())
                .data(Rendering.data(client.codec(), grant.data()))
                .delta(deltas != null)
                .build();
    }

    private dev.duplex.centrifuge.protocol.Publication rendered(Publication publication) {
        return deltas == null
                ? Rendering.publication(client.codec(), publication)
                : deltas.next(publication);
    }

    @Override
    public void refused(Subscription none, Problem problem, String reason) {
        refuse(ErrorCode.of(problem));
    }

    @Override
    public boolean wants(Publication publication) {
        return filter.isEmpty() || filter.get().matches(publication.tags());
    }

    @Override
    public Offer offer(Publication publication) {
        if (deltas == null) {
            return client.offerShared(publication);
        }
        Offer room = client.room();
        if (room == Offer.ACCEPTED) {
            client.push(channel, deltas.next(publication));
        }
        return room;
    }

    @Override
    public boolean takes(Burst burst) {
        return deltas == null && filter.isEmpty() && burst.bytes() <= Outbox.GATHERED_BYTES;
    }

    @Override
    public Offer offer(Burst burst) {
        return client.offerShared(burst);
    }

    @Override
    public void signalled(Subscription from, Signal signal) {
        client.pushShared(channel, signal);
    }

    @Override
    public void ended(Subscription ended, End end) {
        switch (end) {
            case SLOW -> client.disconnect(DisconnectCode.SLOW);
            // It connects again, with nothing of what may be broken here, and recovers.
            case FAILED -> client.disconnect(DisconnectCode.SERVER_ERROR);
            case INTERRUPTED -> {
                // The client subscribes again by itself, from its position, and learns what it
                // missed; or by connecting again.
                if (wish == Wish.CLIENT) {
                    end(UnsubscribeCode.INSUFFICIENT_STATE);
                } else {
                    client.disconnect(DisconnectCode.INSUFFICIENT_STATE);
                }
            }
        }
    }

    private void expired() {
        if (wish == Wish.ADMISSION) {
            client.disconnect(DisconnectCode.SUBSCRIPTION_EXPIRED);
        } else {
            end(UnsubscribeCode.EXPIRED);
        }
    }

    private void end(UnsubscribeCode why) {
        leave();
        client.push(channel, why.push());
    }
}
