package dev.duplex.centrifuge;

import dev.duplex.access.Action;
import dev.duplex.access.Grant;
import dev.duplex.centrifuge.protocol.Codec;
import dev.duplex.centrifuge.protocol.Data;
import dev.duplex.centrifuge.protocol.PublishCall;
import dev.duplex.centrifuge.protocol.Request;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.centrifuge.protocol.StreamPosition;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Published;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// How a client publishes: by the protocol's command, or by a call that has an idempotency key and is answered with the position. Touched in
/// the client's lane only.
final class Publishing {
    /// The method that publishes.
    static final String METHOD = "duplex.publish";

    /// The longest idempotency key, in UTF-16 units: the engine keeps them for a while.
    static final int MAX_KEY_LENGTH = 256;

    private final Client client;
    private final Hub hub;
    private final Replies replies;

    Publishing(Client client, Hub hub, Replies replies) {
        this.client = client;
        this.hub = hub;
        this.replies = replies;
    }

    void publish(long id, Request.Publish request) {
        if (request.type() != 0 || request.removed()) {
            replies.refuse(id, ErrorCode.NOT_AVAILABLE);
            return;
        }
        publish(
                id,
                request.channel(),
                client.codec(),
                request.data(),
                (payload, grant) -> draft(request.channel(), payload, grant),
                _ -> new Result.Publish());
    }

    void call(long id, Data parameters) {
        Optional<PublishCall> call = PublishCall.of(parameters.toByteArray());
        if (call.isEmpty() || call.get().idempotencyKey().length() > MAX_KEY_LENGTH) {
            replies.refuse(id, ErrorCode.BAD_REQUEST);
            return;
        }
        String channel = call.get().channel();
        publish(
                id,
                channel,
                // Its parameters are JSON, whatever the connection speaks.
                Codec.json(),
                call.get().data(),
                (payload, grant) ->
                        draft(channel, payload, grant)
                                .withIdempotencyKey(own(call.get().idempotencyKey())),
                published ->
                        new Result.Rpc(
                                PublishCall.answer(
                                        new StreamPosition(
                                                published.position().offset(),
                                                published.position().epoch()))));
    }

    /// A key of its user's own: a client that guesses what key somebody else will publish by, the application's servers say, must not have that
    /// taken for published already. Anonymous clients are one user here too: they may come back as another client.
    private String own(String key) {
        String user = client.user();
        return key.isEmpty() ? "" : "client:" + user.length() + ':' + user + ':' + key;
    }

    private Draft draft(String channel, Payload payload, Grant grant) {
        Grant as =
                client.subscription(channel)
                        .filter(ChannelSubscription::isBegun)
                        .map(it -> grant.seenAs(it.grant()))
                        .orElse(grant);
        return Draft.of(payload).withPublisher(client.member(as));
    }

    private void publish(
            long id,
            String channel,
            Codec codec,
            Data data,
            BiFunction<Payload, Grant, Draft> draft,
            Function<Published, Result> result) {
        Optional<ChannelOptions> there = hub.options(channel);
        if (there.isEmpty()) {
            replies.refuse(id, ErrorCode.UNKNOWN_CHANNEL);
            return;
        }
        replies.permitted(
                id,
                Action.PUBLISH,
                channel,
                grant -> {
                    Optional<Payload> payload = Rendering.payload(codec, data, there.get().kinds());
                    if (payload.isEmpty()) {
                        replies.refuse(id, ErrorCode.BAD_REQUEST);
                        return;
                    }
                    replies.answer(
                            id,
                            () -> hub.publish(channel, draft.apply(payload.get(), grant)),
                            result);
                });
    }
}
