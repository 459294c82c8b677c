package dev.duplex.centrifuge;

import dev.duplex.access.Action;
import dev.duplex.access.Grant;
import dev.duplex.access.Intent;
import dev.duplex.centrifuge.protocol.Command;
import dev.duplex.centrifuge.protocol.Event;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.centrifuge.protocol.StreamPosition;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Entry;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.RpcHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Carries out what a connected client asks for. Touched in the client's lane only.
final class Commands {
    private static final long SERVER = 2000;

    private final Client client;
    private final Hub hub;
    private final CentrifugeOptions options;

    Commands(Client client, Hub hub, CentrifugeOptions options) {
        this.client = client;
        this.hub = hub;
        this.options = options;
    }

    void carryOut(Command command) {
        long id = command.id();
        if (id == 0 && !(command.request() instanceof Request.Send)) {
            client.disconnect(DisconnectCode.BAD_REQUEST);
            return;
        }
        switch (command.request()) {
            case Request.Connect _ -> client.disconnect(DisconnectCode.BAD_REQUEST);
            case Request.Subscribe it -> subscribe(id, it);
            case Request.Unsubscribe it -> unsubscribe(id, it.channel());
            case Request.Publish it -> publish(id, it);
            case Request.Presence it -> presence(id, it.channel());
            case Request.PresenceStats it -> presenceStats(id, it.channel());
            case Request.History it -> history(id, it);
            case Request.Ping _ -> client.reply(new Reply(id, new Result.Ping()));
            case Request.Send _ -> {
                // There is nobody yet who takes messages without a method.
            }
            case Request.Rpc it -> rpc(id, it);
            case Request.Refresh _, Request.SubRefresh _ -> refuse(id, ErrorCode.NOT_AVAILABLE);
            case Request.None _ -> refuse(id, ErrorCode.METHOD_NOT_FOUND);
        }
    }

    // --- being in channels

    private void subscribe(long id, Request.Subscribe request) {
        String channel = request.channel();
        if (request.type() != 0) {
            refuse(id, ErrorCode.NOT_AVAILABLE);
            return;
        }
        if (client.subscriptions().containsKey(channel)) {
            refuse(id, ErrorCode.ALREADY_SUBSCRIBED);
            return;
        }
        if (client.subscriptions().size() >= options.channels()) {
            refuse(id, ErrorCode.LIMIT_EXCEEDED);
            return;
        }
        ChannelSubscription subscription = new ChannelSubscription(client, channel, id, request);
        client.subscriptions().put(channel, subscription);
        whenDone(
                options.access()
                        .permit(
                                new Intent(
                                        client.identity(),
                                        Action.SUBSCRIBE,
                                        channel,
                                        request.token(),
                                        false)),
                grant -> {
                    // It may have left meanwhile, and come again.
                    if (client.subscription(channel).equals(Optional.of(subscription))) {
                        subscription.enter(hub, entry(request, grant));
                    }
                },
                subscription::refuse);
    }

    private Entry entry(Request.Subscribe request, Grant grant) {
        Entry entry = Entry.PLAIN.withMember(client.member(grant));
        if (request.joinLeave()) {
            entry = entry.withSignals();
        }
        return request.recover()
                ? entry.withSince(new Position(request.epoch(), Math.max(0, request.offset())))
                : entry;
    }

    private void unsubscribe(long id, String channel) {
        client.subscription(channel).ifPresent(ChannelSubscription::leave);
        client.reply(new Reply(id, new Result.Unsubscribe()));
    }

    /// The server wants it in a channel.
    void subscribed(dev.duplex.channels.Command.Subscribe command) {
        String channel = command.channel();
        if (client.subscriptions().containsKey(channel)
                || client.subscriptions().size() >= options.channels()) {
            return;
        }
        ChannelSubscription subscription =
                new ChannelSubscription(client, channel, 0, Request.Subscribe.builder().build());
        client.subscriptions().put(channel, subscription);
        subscription.enter(
                hub,
                command.entry().member().isPresent()
                        ? command.entry()
                        : command.entry().withMember(client.member(Grant.PLAIN)));
    }

    /// The server wants it out of a channel, or of all if it names none.
    void unsubscribed(String channel) {
        List<String> all =
                channel.isEmpty() ? List.copyOf(client.subscriptions().keySet()) : List.of(channel);
        for (String one : all) {
            client.subscription(one)
                    .ifPresent(it -> {
                        it.leave();
                        client.push(one, new Event.Unsubscribe(SERVER, "server unsubscribe"));
                    });
        }
    }

    // --- publishing, reading

    private void publish(long id, Request.Publish request) {
        String channel = request.channel();
        Optional<ChannelOptions> there = hub.options(channel);
        if (there.isEmpty()) {
            refuse(id, ErrorCode.UNKNOWN_CHANNEL);
            return;
        }
        permitted(
                id,
                Action.PUBLISH,
                channel,
                grant -> {
                    Optional<Payload> payload =
                            Rendering.payload(client.codec(), request.data(), there.get().kinds());
                    if (payload.isEmpty()) {
                        refuse(id, ErrorCode.BAD_REQUEST);
                        return;
                    }
                    answer(
                            id,
                            hub.publish(
                                    channel,
                                    Draft.of(payload.get()).withPublisher(client.member(grant))),
                            _ -> new Result.Publish());
                });
    }

    private void history(long id, Request.History request) {
        permitted(
                id,
                Action.HISTORY,
                request.channel(),
                _ ->
                        answer(
                                id,
                                hub.history(
                                        request.channel(),
                                        new HistoryQuery(
                                                request.since().map(Commands::position),
                                                Math.max(HistoryQuery.ALL, request.limit()),
                                                request.reverse())),
                                page ->
                                        new Result.History(
                                                page.publications().stream()
                                                        .map(it ->
                                                                Rendering.publication(
                                                                        client.codec(), it))
                                                        .toList(),
                                                page.position().epoch(),
                                                page.position().offset())));
    }

    private void presence(long id, String channel) {
        permitted(
                id,
                Action.PRESENCE,
                channel,
                _ ->
                        answer(
                                id,
                                hub.presence(channel),
                                members ->
                                        new Result.Presence(
                                                members.stream()
                                                        .collect(
                                                                Collectors.toMap(
                                                                        it -> it.client(),
                                                                        it ->
                                                                                Rendering.info(
                                                                                        client
                                                                                                .codec(),
                                                                                        it))))));
    }

    private void presenceStats(long id, String channel) {
        permitted(
                id,
                Action.PRESENCE,
                channel,
                _ ->
                        answer(
                                id,
                                hub.presenceStats(channel),
                                it -> new Result.PresenceStats(it.clients(), it.users())));
    }

    // --- calls

    private void rpc(long id, Request.Rpc request) {
        RpcHandler handler = options.methods().get(request.method());
        if (handler == null) {
            refuse(id, ErrorCode.METHOD_NOT_FOUND);
            return;
        }
        answer(
                id,
                handler.call(
                        new RpcHandler.Call(
                                request.method(),
                                Rendering.payload(client.codec(), request.data()),
                                client.member(Grant.PLAIN))),
                it -> new Result.Rpc(Rendering.data(client.codec(), it)));
    }

    private void permitted(long id, Action action, String channel, Consumer<Grant> then) {
        whenDone(
                id,
                options.access()
                        .permit(
                                new Intent(
                                        client.identity(),
                                        action,
                                        channel,
                                        "",
                                        client.subscriptions().containsKey(channel))),
                then);
    }

    private <T> void answer(
            long id,
            CompletionStage<dev.duplex.channels.Result<T>> stage,
            Function<T, Result> result) {
        whenDone(id, stage, value -> client.reply(new Reply(id, result.apply(value))));
    }

    /// Goes on with what comes of something; if nothing does, the command gets its error.
    private <T> void whenDone(
            long id, CompletionStage<dev.duplex.channels.Result<T>> stage, Consumer<T> then) {
        whenDone(stage, then, why -> refuse(id, why));
    }

    private <T> void whenDone(
            CompletionStage<dev.duplex.channels.Result<T>> stage,
            Consumer<T> then,
            Consumer<ErrorCode> otherwise) {
        client.then(
                stage,
                done -> {
                    switch (done) {
                        case dev.duplex.channels.Result.Refused<T> refused ->
                                otherwise.accept(ErrorCode.of(refused.problem()));
                        case dev.duplex.channels.Result.Done<T>(T value) -> then.accept(value);
                    }
                },
                () -> otherwise.accept(ErrorCode.INTERNAL));
    }

    private void refuse(long id, ErrorCode why) {
        client.reply(why.reply(id));
    }

    private static Position position(StreamPosition position) {
        return new Position(position.epoch(), Math.max(0, position.offset()));
    }
}
