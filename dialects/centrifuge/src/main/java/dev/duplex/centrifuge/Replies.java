package dev.duplex.centrifuge;

import static java.util.Objects.requireNonNull;

import dev.duplex.access.Access;
import dev.duplex.access.Action;
import dev.duplex.access.Grant;
import dev.duplex.access.Intent;
import dev.duplex.centrifuge.protocol.Reply;
import dev.duplex.centrifuge.protocol.Result;
import dev.duplex.channels.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// How a client's commands are answered, now or when somebody else has. Touched in the client's lane only.
final class Replies {
    private static final System.Logger LOG = System.getLogger(Replies.class.getName());

    private final Client client;
    private final Access access;

    Replies(Client client, Access access) {
        this.client = client;
        this.access = access;
    }

    void answer(long id, Result result) {
        client.reply(new Reply(id, result));
    }

    void refuse(long id, ErrorCode why) {
        client.refuse(why, why.reply(id));
    }

    void refuse(long id, ErrorCode why, String hint) {
        client.refuse(why, why.reply(id, hint));
    }

    /// Answers with what comes of something, or why nothing does.
    <T> void answer(
            long id,
            Supplier<CompletionStage<dev.duplex.channels.Result<T>>> asked,
            Function<T, Result> result) {
        whenDone(
                asked,
                value -> answer(id, result.apply(value)),
                why -> refuse(id, ErrorCode.of(why)));
    }

    /// Goes on if the client may do that; else the command gets its error.
    void permitted(long id, Action action, String channel, Consumer<Grant> then) {
        permitted(action, channel, "", then, why -> refuse(id, ErrorCode.of(why)));
    }

    void permitted(
            Action action,
            String channel,
            String token,
            Consumer<Grant> then,
            Consumer<Problem> otherwise) {
        boolean subscribed =
                client.subscription(channel).filter(ChannelSubscription::isBegun).isPresent();
        permitted(
                new Intent(client.identity(), action, channel, token, subscribed), then, otherwise);
    }

    /// Goes on if the client may do that once it is in the channel.
    void permittedInside(
            Action action, String channel, Consumer<Grant> then, Consumer<Problem> otherwise) {
        permitted(new Intent(client.identity(), action, channel, "", true), then, otherwise);
    }

    private void permitted(Intent intent, Consumer<Grant> then, Consumer<Problem> otherwise) {
        whenDone(() -> access.permit(intent), then, otherwise);
    }

    /// Goes on with what comes of something, or with why nothing does; what fails is [Problem#UNAVAILABLE].
    <T> void whenDone(
            Supplier<CompletionStage<dev.duplex.channels.Result<T>>> asked,
            Consumer<T> then,
            Consumer<Problem> otherwise) {
        client.then(
                stage(asked),
                done -> {
                    switch (requireNonNull(done, "null was answered, and no result")) {
                        case dev.duplex.channels.Result.Refused<T>(
                                        Problem problem,
                                        String reason) -> {
                            // The client learns the code only.
                            LOG.log(
                                    System.Logger.Level.DEBUG,
                                    "client {0} is refused ({1}): {2}",
                                    client.client(),
                                    problem,
                                    reason);
                            otherwise.accept(problem);
                        }
                        case dev.duplex.channels.Result.Done<T>(T value) -> then.accept(value);
                    }
                },
                () -> otherwise.accept(Problem.UNAVAILABLE));
    }

    /// What a program's code throws instead of failing, or that it answers with nothing, costs one command, not the connection.
    private static <T> CompletionStage<T> stage(Supplier<CompletionStage<T>> asked) {
        try {
            return requireNonNull(asked.get(), "null was returned, and no stage");
        } catch (RuntimeException thrown) {
            return CompletableFuture.failedStage(thrown);
        }
    }
}
