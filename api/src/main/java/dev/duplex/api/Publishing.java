package dev.duplex.api;

import static dev.duplex.api.Fields.B64DATA;
import static dev.duplex.api.Fields.CHANNEL;
import static dev.duplex.api.Fields.DATA;
import static dev.duplex.api.Fields.DELTA;
import static dev.duplex.api.Fields.ERROR;
import static dev.duplex.api.Fields.IDEMPOTENCY_KEY;
import static dev.duplex.api.Fields.KEY;
import static dev.duplex.api.Fields.POSITION;
import static dev.duplex.api.Fields.SKIP_HISTORY;
import static dev.duplex.api.Fields.TAGS;
import static dev.duplex.api.Fields.VERSION;
import static dev.duplex.api.Fields.VERSION_EPOCH;

import dev.duplex.api.Method.Example;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Draft;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Publishing, in one channel or in several.
final class Publishing {
    private static final Field<List<String>> CHANNELS =
            Field.of("channels", Type.TEXTS, "The channels' names.").always();
    private static final Field<Values> RESULT =
            Field.of("result", POSITION, "Where it was published.");
    private static final Field<List<Values>> RESPONSES =
            Field.of(
                            "responses",
                            Type.list(Type.object(ERROR, RESULT)),
                            "For each channel, in the order of the request, its position or why it was not published there.")
                    .always();

    private final Hub hub;
    private final ApiOptions options;

    Publishing(Hub hub, ApiOptions options) {
        this.hub = hub;
        this.options = options;
    }

    Method publish() {
        return new Method(
                "publish",
                "Publishes in a channel. It is answered when the publication is committed.",
                List.of(
                        CHANNEL,
                        DATA,
                        B64DATA,
                        SKIP_HISTORY,
                        TAGS,
                        KEY,
                        IDEMPOTENCY_KEY,
                        DELTA,
                        VERSION,
                        VERSION_EPOCH),
                POSITION,
                List.of(
                        new Example(
                                "JSON, once however often it is sent",
                                "{\"channel\":\"chat:lobby\",\"data\":{\"text\":\"hello\"},\"idempotency_key\":\"order-17\"}",
                                "{\"offset\":1,\"epoch\":\"k3v7qjfa\"}"),
                        new Example(
                                "Bytes, to whoever is there now",
                                "{\"channel\":\"chat:lobby\",\"b64data\":\"AAEC\",\"skip_history\":true}",
                                "{}")),
                request -> publish(request.get(CHANNEL), request));
    }

    Method broadcast() {
        return new Method(
                "broadcast",
                "Publishes the same in several channels.",
                List.of(
                        CHANNELS,
                        DATA,
                        B64DATA,
                        SKIP_HISTORY,
                        TAGS,
                        KEY,
                        IDEMPOTENCY_KEY,
                        DELTA,
                        VERSION,
                        VERSION_EPOCH),
                Type.object(RESPONSES),
                List.of(
                        new Example(
                                "To the channels of two users",
                                "{\"channels\":[\"chat:ann\",\"chat:ben\"],\"data\":\"hello\"}",
                                "{\"responses\":[{\"result\":{\"offset\":1,\"epoch\":\"k3v7qjfa\"}},{\"error\":{\"code\":102,\"message\":\"unknown channel\"}}]}")),
                this::broadcast);
    }

    private CompletionStage<Answer> publish(String channel, Values request) {
        if (request.get(VERSION) != 0 || !request.get(VERSION_EPOCH).isEmpty()) {
            return now(Answer.notAvailable("publications have no version"));
        }
        if (request.has(B64DATA) ? request.has(DATA) : !request.has(DATA)) {
            return now(Answer.bad("either data or b64data must be given"));
        }
        Optional<ChannelOptions> there = hub.options(channel);
        Payload came = request.has(DATA) ? request.get(DATA) : request.get(B64DATA);
        Optional<Payload> payload = there.flatMap(it -> Payloads.published(came, it.kinds()));
        // What the channel does not take, and that there is none, the hub says.
        Draft draft =
                Draft.of(payload.orElse(came))
                        .withTags(request.get(TAGS))
                        .withKey(request.get(KEY))
                        .withIdempotencyKey(request.get(IDEMPOTENCY_KEY));
        return hub.publish(channel, request.get(SKIP_HISTORY) ? draft.withoutHistory() : draft)
                .thenApply(result -> Answer.of(result.map(it -> Fields.position(it.position()))));
    }

    private CompletionStage<Answer> broadcast(Values request) {
        List<String> channels = request.get(CHANNELS);
        if (channels.size() > options.broadcastChannels()) {
            return now(
                    new Answer.Failed(
                            ErrorCode.LIMIT_EXCEEDED,
                            "a broadcast goes to at most "
                                    + options.broadcastChannels()
                                    + " channels"));
        }
        CompletionStage<List<Values>> all =
                CompletableFuture.completedStage(new ArrayList<>(channels.size()));
        for (String channel : channels) {
            // Started all at once; put together in their order.
            all =
                    all.thenCombine(
                            Calls.guarded(() -> publish(channel, request), "broadcast"),
                            (responses, answer) -> {
                                responses.add(response(answer));
                                return responses;
                            });
        }
        return all.thenApply(it -> new Answer.Done(Values.of().with(RESPONSES, it)));
    }

    private static Values response(Answer answer) {
        return switch (answer) {
            case Answer.Done(Values result) -> Values.of().with(RESULT, result);
            case Answer.Failed failed -> Values.of().with(ERROR, Fields.error(failed));
        };
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedStage(answer);
    }
}
