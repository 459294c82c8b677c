package dev.duplex.api;

import dev.duplex.api.Method.Example;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.RpcHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Calls of the program's own methods.
final class Calling {
    private static final Field<Payload> PARAMS =
            Field.of("params", Type.JSON, "What the method is given.");
    private static final Field<Payload> DATA =
            Field.of("data", Type.JSON, "What the method answers.");

    private final ApiOptions options;
    private final Field<String> method;

    Calling(ApiOptions options) {
        this.options = options;
        method = Field.of("method", Type.TEXT, about(options.methods())).always();
    }

    private static String about(Map<String, ProgramMethod> methods) {
        StringBuilder about = new StringBuilder("The name that the program gave it.");
        methods.forEach((name, it) -> {
            if (!it.about().isEmpty()) {
                about.append(" `").append(name).append("`: ").append(it.about());
            }
        });
        return about.toString();
    }

    Method rpc() {
        return new Method(
                "rpc",
                "Calls a method of the program.",
                List.of(method, PARAMS),
                Type.object(DATA),
                List.of(
                        new Example(
                                "A method that answers with what it is given",
                                "{\"method\":\"echo\",\"params\":{\"n\":1}}",
                                "{\"data\":{\"n\":1}}")),
                this::call);
    }

    private CompletionStage<Answer> call(Values request) {
        String name = request.get(method);
        ProgramMethod called = options.methods().get(name);
        if (called == null) {
            return CompletableFuture.completedStage(
                    new Answer.Failed(ErrorCode.NOT_FOUND, "the program has no such method"));
        }
        return called.handler()
                .call(new RpcHandler.Call(name, request.get(PARAMS), Member.of("", "")))
                .thenApply(result -> Answer.of(result.map(it -> Values.of().with(DATA, it))));
    }
}
