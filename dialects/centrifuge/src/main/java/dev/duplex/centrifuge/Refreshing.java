package dev.duplex.centrifuge;

import dev.duplex.access.Access;
import dev.duplex.access.Action;
import dev.duplex.access.Expiry;
import dev.duplex.access.Grant;
import dev.duplex.access.Identity;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.Problem;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// How a client renews what expires: who it is, and that it may be in a channel. Touched in the client's lane only.
final class Refreshing {
    private final Client client;
    private final Access access;
    private final InstantSource clock;
    private final Replies replies;

    /// Whether a token for the connection is being looked at: signatures take time, so that it is one at a time.
    private boolean underWay;

    private int tokensUnderWay;

    Refreshing(Client client, CentrifugeOptions options, Replies replies) {
        this.client = client;
        this.replies = replies;
        access = options.access();
        clock = options.clock();
    }

    /// How many tokens for channels are being looked at.
    int tokensUnderWay() {
        return tokensUnderWay;
    }

    /// It shows a new token for its connection.
    void connection(long id, String token) {
        if (token.isEmpty()) {
            client.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        if (underWay) {
            replies.refuse(id, ErrorCode.TOO_MANY_REQUESTS);
            return;
        }
        underWay = true;
        replies.whenDone(
                () -> access.refresh(client.identity(), token),
                identity -> {
                    underWay = false;
                    renew(id, identity);
                },
                why -> {
                    underWay = false;
                    switch (why) {
                        case UNAUTHENTICATED -> client.disconnect(DisconnectCode.INVALID_TOKEN);
                        case EXPIRED -> client.disconnect(DisconnectCode.EXPIRED);
                        case PERMISSION_DENIED ->
                                client.disconnect(DisconnectCode.PERMISSION_DENIED);
                        case BAD_REQUEST,
                                UNKNOWN_CHANNEL,
                                NOT_AVAILABLE,
                                ALREADY_SUBSCRIBED,
                                LIMIT_EXCEEDED,
                                TOO_BUSY,
                                UNAVAILABLE,
                                UNRECOVERABLE_POSITION,
                                METHOD_NOT_FOUND ->
                                replies.refuse(id, ErrorCode.of(why));
                    }
                });
    }

    private void renew(long id, Identity identity) {
        if (!identity.user().equals(client.user())) {
            client.disconnect(DisconnectCode.INVALID_TOKEN);
            return;
        }
        if (Expiry.isOver(identity.expires(), clock)) {
            client.disconnect(DisconnectCode.EXPIRED);
            return;
        }
        client.is(identity);
        replies.answer(
                id,
                new Result.Refresh(
                        client.client(),
                        Client.VERSION,
                        client.expiry().expires(),
                        client.expiry().secondsLeft()));
    }

    /// It shows a new token for one of its channels.
    void subscription(long id, Request.SubRefresh request) {
        if (request.type() != 0 || !request.track().isEmpty() || !request.untrack().isEmpty()) {
            replies.refuse(id, ErrorCode.NOT_AVAILABLE);
            return;
        }
        Optional<ChannelSubscription> subscription =
                client.subscription(request.channel()).filter(ChannelSubscription::isBegun);
        if (subscription.isEmpty()) {
            replies.refuse(id, ErrorCode.PERMISSION_DENIED);
            return;
        }
        if (request.token().isEmpty()) {
            replies.refuse(id, ErrorCode.BAD_REQUEST);
            return;
        }
        tokensUnderWay++;
        replies.permitted(
                Action.SUBSCRIBE,
                request.channel(),
                request.token(),
                grant -> {
                    renew(id, subscription.get(), grant);
                    // Last: should it not come so far, it is refused, and counted there.
                    tokensUnderWay--;
                },
                why -> {
                    tokensUnderWay--;
                    if (why == Problem.UNAUTHENTICATED) {
                        client.disconnect(DisconnectCode.INVALID_TOKEN);
                    } else {
                        replies.refuse(
                                id, why == Problem.EXPIRED ? ErrorCode.EXPIRED : ErrorCode.of(why));
                    }
                });
    }

    private void renew(long id, ChannelSubscription subscription, Grant grant) {
        if (Expiry.isOver(grant.expires(), clock)) {
            replies.refuse(id, ErrorCode.EXPIRED);
            return;
        }
        if (!client.isIn(subscription)) {
            // It has left meanwhile.
            replies.refuse(id, ErrorCode.PERMISSION_DENIED);
            return;
        }
        Expiry expiry = subscription.expiry();
        expiry.set(grant.expires());
        replies.answer(
                id, new Result.SubRefresh(expiry.expires(), expiry.secondsLeft(), List.of()));
    }
}
