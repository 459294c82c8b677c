package dev.duplex.api;

import dev.duplex.api.Method.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JsonGenerator;

/// Several commands in one request, one after the other or all at once.
final class Batch {
    /// A command: a method and its request; or nothing that is known.
    private record Command(Optional<Method> method, Values request) {
        static final Command UNKNOWN = new Command(Optional.empty(), Values.ABSENT);
    }

    /// What came of a command.
    private record Reply(Optional<Method> method, Answer answer) {}

    private static final Field<Boolean> PARALLEL =
            Field.of(
                    "parallel",
                    Type.FLAG,
                    "All commands are begun at once; without it each when the one before is done.");

    private final List<Method> methods;
    private final ApiOptions options;
    private final Field<List<Command>> commands;
    private final Field<List<Reply>> replies;

    /// @param methods which may be in a batch
    Batch(List<Method> methods, ApiOptions options) {
        this.methods = methods;
        this.options = options;
        commands =
                Field.of(
                                "commands",
                                Type.list(
                                        new Type<>(
                                                Command.UNKNOWN,
                                                this::command,
                                                (_, _) -> {
                                                    throw new UnsupportedOperationException(
                                                            "commands are only read");
                                                },
                                                out -> describe("Request", out))),
                                "Each with one member: the method's name, and its request.")
                        .always();
        replies =
                Field.of(
                                "replies",
                                Type.list(
                                        new Type<>(
                                                new Reply(Optional.empty(), Answer.EMPTY),
                                                _ -> {
                                                    throw new MalformedException(
                                                            "replies are only written");
                                                },
                                                Batch::write,
                                                out -> describe("Result", out))),
                                "In the order of the commands, each with the method's name and its result, or with `error`.")
                        .always();
    }

    Method method() {
        return new Method(
                "batch",
                "Carries out several commands.",
                List.of(commands, PARALLEL),
                Type.object(replies),
                List.of(
                        new Example(
                                "Two commands",
                                "{\"commands\":[{\"publish\":{\"channel\":\"chat:lobby\",\"data\":\"hello\"}},{\"presence_stats\":{\"channel\":\"chat:lobby\"}}],\"parallel\":true}",
                                "{\"replies\":[{\"publish\":{\"offset\":1,\"epoch\":\"k3v7qjfa\"}},{\"presence_stats\":{\"num_clients\":3,\"num_users\":2}}]}")),
                this::run);
    }

    private CompletionStage<Answer> run(Values request) {
        List<Command> all = request.get(commands);
        if (all.size() > options.batchCommands()) {
            return CompletableFuture.completedStage(Calls.tooManyCommands(options));
        }
        CompletionStage<List<Reply>> done =
                CompletableFuture.completedStage(new ArrayList<>(all.size()));
        for (Command command : all) {
            done =
                    request.get(PARALLEL)
                            ? done.thenCombine(run(command), Batch::added)
                            : done.thenComposeAsync(
                                    before -> run(command).thenApply(it -> added(before, it)),
                                    Calls::onThreadOfItsOwn);
        }
        return done.thenApply(it -> new Answer.Done(Values.of().with(replies, it)));
    }

    private CompletionStage<Reply> run(Command command) {
        CompletionStage<Answer> answer =
                command.method().isEmpty()
                        ? CompletableFuture.completedStage(
                                new Answer.Failed(ErrorCode.NOT_FOUND, "there is no such method"))
                        : Calls.run(command.method().get(), command.request());
        return answer.thenApply(
                it -> new Reply(command.method(), Calls.told(options, command.method(), it)));
    }

    private static List<Reply> added(List<Reply> before, Reply next) {
        before.add(next);
        return before;
    }

    /// Of several methods in one command the first of the table counts.
    private Command command(JsonInput in) throws MalformedException {
        Command[] first = {Command.UNKNOWN};
        int[] at = {methods.size()};
        in.members(name -> {
            for (int i = 0; i < at[0]; i++) {
                Method method = methods.get(i);
                if (method.name().equals(name) && !in.isNull()) {
                    first[0] = new Command(Optional.of(method), in.object(method.fields()));
                    at[0] = i;
                    return;
                }
            }
            in.skip();
        });
        return first[0];
    }

    private static void write(Reply reply, JsonGenerator out) {
        out.writeStartObject();
        switch (reply.answer()) {
            case Answer.Failed failed -> {
                out.writeName(Fields.ERROR.name());
                Fields.ERRORS.write(Fields.error(failed), out);
            }
            case Answer.Done(Values result) -> {
                Method method = reply.method().orElseThrow();
                out.writeName(method.name());
                method.result().write(result, out);
            }
        }
        out.writeEndObject();
    }

    private void describe(String of, JsonGenerator out) {
        out.writeStringProperty("type", "object");
        out.writeObjectPropertyStart("properties");
        for (Method method : methods) {
            out.writeObjectPropertyStart(method.name());
            out.writeStringProperty("$ref", OpenApi.reference(method, of));
            out.writeEndObject();
        }
        if (of.equals("Result")) {
            out.writeObjectPropertyStart(Fields.ERROR.name());
            out.writeStringProperty("$ref", OpenApi.ERROR);
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
