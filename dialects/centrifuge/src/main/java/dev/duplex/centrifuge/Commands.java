package dev.duplex.centrifuge;

import dev.duplex.access.Action;
import dev.duplex.access.Grant;
import dev.duplex.centrifuge.protocol.Command;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Member;
import dev.duplex.channels.Problem;
import dev.duplex.channels.RpcHandler;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Carries out what a connected client asks for. Touched in the client's lane only.
final class Commands {
    /// The method by which a client measures the time there and back: the protocol's pings come from the server.
    private static final String PING = "duplex.ping";

    private static final Data EMPTY_OBJECT = Data.utf8("{}");

    private static final System.Logger LOG = System.getLogger(Commands.class.getName());

    /// The protocol has no way to ask for a part.
    private static final String TOO_MANY_PRESENT =
            "too many are in the channel to name them; presence stats say how many";

    private final Client client;
    private final Hub hub;
    private final CentrifugeOptions options;
    private final Replies replies;
    private final Subscribing subscribing;
    private final Publishing publishing;
    private final Refreshing refreshing;

    Commands(
            Client client,
            Hub hub,
            CentrifugeOptions options,
            Replies replies,
            Subscribing subscribing) {
        this.client = client;
        this.hub = hub;
        this.options = options;
        this.replies = replies;
        this.subscribing = subscribing;
        publishing = new Publishing(client, hub, replies);
        refreshing = new Refreshing(client, options, replies);
    }

    /// How many tokens that renew subscriptions are being looked at.
    int tokensUnderWay() {
        return refreshing.tokensUnderWay();
    }

    void carryOut(Command command) {
        long id = command.id();
        if (id == 0 && !(command.request() instanceof Request.Send)) {
            client.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        switch (command.request()) {
            case Request.Connect _ -> client.disconnect(DisconnectCode.BAD_REQUEST);
            case Request.Subscribe it -> subscribing.subscribe(id, it);
            case Request.Unsubscribe it -> subscribing.unsubscribe(id, it.channel());
            case Request.Publish it -> publishing.publish(id, it);
            case Request.Presence it -> presence(id, it.channel());
            case Request.PresenceStats it -> presenceStats(id, it.channel());
            case Request.History it -> history(id, it);
            case Request.Ping _ -> replies.answer(id, new Result.Ping());
            case Request.Send it -> message(it.data());
            case Request.Rpc it -> rpc(id, it);
            case Request.Refresh it -> refreshing.connection(id, it.token());
            case Request.SubRefresh it -> refreshing.subscription(id, it);
            case Request.None _ -> replies.refuse(id, ErrorCode.METHOD_NOT_FOUND);
        }
    }

    // --- reading

    private void history(long id, Request.History request) {
        HistoryQuery query =
                new HistoryQuery(
                        request.since().map(it -> Rendering.position(it.epoch(), it.offset())),
                        Math.max(HistoryQuery.ALL, request.limit()),
                        request.reverse());
        replies.permitted(
                id,
                Action.HISTORY,
                request.channel(),
                _ ->
                        replies.answer(
                                id, () -> hub.history(request.channel(), query), this::rendered));
    }

    private Result rendered(HistoryPage page) {
        return new Result.History(
                page.publications().stream()
                        .map(it -> Rendering.publication(client.codec(), it))
                        .toList(),
                page.position().epoch(),
                page.position().offset());
    }

    private void presence(long id, String channel) {
        replies.permitted(
                id,
                Action.PRESENCE,
                channel,
                _ ->
                        replies.whenDone(
                                () -> hub.presence(channel),
                                members -> replies.answer(id, rendered(members)),
                                why -> {
                                    if (why == Problem.LIMIT_EXCEEDED) {
                                        replies.refuse(id, ErrorCode.of(why), TOO_MANY_PRESENT);
                                    } else {
                                        replies.refuse(id, ErrorCode.of(why));
                                    }
                                }));
    }

    private Result rendered(List<Member> members) {
        return new Result.Presence(
                members.stream()
                        .collect(
                                Collectors.toMap(
                                        Member::client, it -> Rendering.info(client.codec(), it))));
    }

    private void presenceStats(long id, String channel) {
        replies.permitted(
                id,
                Action.PRESENCE,
                channel,
                _ ->
                        replies.answer(
                                id,
                                () -> hub.presenceStats(channel),
                                it -> new Result.PresenceStats(it.clients(), it.users())));
    }

    // --- calls and messages

    private void rpc(long id, Request.Rpc request) {
        if (request.method().equals(Publishing.METHOD)) {
            publishing.call(id, request.data());
            return;
        }
        if (request.method().equals(PING)) {
            replies.answer(id, new Result.Rpc(EMPTY_OBJECT));
            return;
        }
        RpcHandler handler = options.methods().get(request.method());
        if (handler == null) {
            replies.refuse(id, ErrorCode.METHOD_NOT_FOUND);
            return;
        }
        RpcHandler.Call call =
                new RpcHandler.Call(
                        request.method(),
                        Rendering.payload(client.codec(), request.data()),
                        client.member(Grant.PLAIN));
        replies.answer(
                id,
                () -> handler.call(call),
                it -> new Result.Rpc(Rendering.data(client.codec(), it)));
    }

    private void message(Data data) {
        Optional<SendHandler> handler = options.messages();
        if (handler.isEmpty()) {
            // There is no reply by which it could learn that nobody listens.
            client.disconnect(DisconnectCode.NOT_AVAILABLE);
            return;
        }
        try {
            handler.get()
                    .received(Rendering.payload(client.codec(), data), client.member(Grant.PLAIN));
        } catch (RuntimeException thrown) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a message of client " + client.client() + " was not taken",
                    thrown);
        }
    }
}
