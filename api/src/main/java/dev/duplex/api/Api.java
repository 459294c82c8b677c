package dev.duplex.api;

import dev.duplex.channels.Hub;
import dev.duplex.channels.Payload;
import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import dev.duplex.http.Request;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// The hub over HTTP, for the servers of an application. Mounted at two paths:
///
///     Api api = new Api(hub, ApiOptions.builder().key(key).build());
///     Server.builder().hub(hub).http("/api", api).http("/api/*", api).start();
///
/// `POST /api/METHOD` carries out a method, `POST /api` commands of an older form, one a line; both are those of Centrifugo's API. What
/// there is, `GET /api/openapi.json` describes, which needs no key.
///
/// A request is checked on the event loop, and carried out on a virtual thread of its own (`duplex-api`). Pages of other origins
/// are not let in: there is no CORS.
public final class Api implements HttpHandler {
    private static final System.Logger LOG = System.getLogger(Api.class.getName());
    private static final String DESCRIPTION = "openapi.json";

    private static final Field<String> METHOD = Field.of("method", Type.TEXT, "The method.");
    private static final Field<Payload> PARAMS = Field.of("params", Type.JSON, "Its request.");
    private static final List<Field<?>> COMMAND = List.of(Envelope.ID, METHOD, PARAMS);

    private final ApiOptions options;
    private final Methods methods;
    private final Semaphore room;

    /// @param hub whose channels and connections these are; it is not closed with the API
    public Api(Hub hub, ApiOptions options) {
        this.options = options;
        methods = new Methods(hub, options);
        room = new Semaphore(options.requestsUnderWay());
    }

    @Override
    public void handle(HttpExchange exchange) {
        exchange.header("X-Content-Type-Options", "nosniff");
        String name = exchange.request().pathParameters().getOrDefault("*", "");
        if (name.equals(DESCRIPTION)) {
            describe(exchange);
            return;
        }
        Optional<Method> method = methods.find(name);
        if (!name.isEmpty() && method.isEmpty() && !Methods.isNotAvailable(name)) {
            refuse(exchange, method, 404, Calls.unknown(name));
        } else if (!exchange.request().method().equals("POST")) {
            exchange.header("Allow", "POST");
            refuse(exchange, method, 405, Answer.bad("methods are called by POST"));
        } else if (isAdmitted(exchange, method)) {
            exchange.body(options.bodyBytes(), body -> begin(exchange, name, method, body));
        }
    }

    // --- on the event loop

    private void describe(HttpExchange exchange) {
        Request request = exchange.request();
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            exchange.header("Allow", "GET, HEAD");
            refuse(exchange, Optional.empty(), 405, Answer.bad("the description is only read"));
            return;
        }
        String base =
                request.path().substring(0, request.path().length() - DESCRIPTION.length() - 1);
        exchange.header("Content-Type", "application/json")
                .header("Cache-Control", "no-cache")
                .respond(OpenApi.describe(methods, base.isEmpty() ? "/" : base));
    }

    /// Whether a request may be carried out; otherwise it has been answered.
    private boolean isAdmitted(HttpExchange exchange, Optional<Method> method) {
        Request request = exchange.request();
        Keys keys = options.keys();
        if (keys.isEmpty()) {
            unauthorized(exchange, method, "this server has no API key, and so its API is closed");
        } else if (!keys.open(request)) {
            unauthorized(
                    exchange,
                    method,
                    "an API key must be shown in X-API-Key, or as Authorization: apikey KEY");
        } else if (isCompressed(request)) {
            refuse(exchange, method, 415, Answer.bad("the body must not be compressed"));
        } else if (!room.tryAcquire()) {
            exchange.header("Retry-After", "1");
            refuse(
                    exchange,
                    method,
                    503,
                    new Answer.Failed(ErrorCode.TOO_BUSY, "too many are under way, try again"));
        } else {
            exchange.onClosed(room::release);
            return true;
        }
        return false;
    }

    private static boolean isCompressed(Request request) {
        return request.headers().all("Content-Encoding").stream()
                .anyMatch(it -> !it.toLowerCase(Locale.ROOT).equals("identity"));
    }

    private void unauthorized(HttpExchange exchange, Optional<Method> method, String why) {
        exchange.header("WWW-Authenticate", "apikey");
        refuse(exchange, method, 401, new Answer.Failed(ErrorCode.UNAUTHORIZED, why));
    }

    private void begin(HttpExchange exchange, String name, Optional<Method> method, byte[] body) {
        Calls.onThreadOfItsOwn(() -> {
            try {
                work(exchange, name, method, body);
            } catch (MalformedException malformed) {
                refuse(exchange, method, 400, Answer.bad(String.valueOf(malformed.getMessage())));
            } catch (RuntimeException bug) {
                LOG.log(Level.ERROR, "the API could not answer " + name, bug);
                refuse(exchange, method, 500, new Answer.Failed(ErrorCode.INTERNAL, ""));
            }
        });
    }

    // --- on the request's thread

    private void work(HttpExchange exchange, String name, Optional<Method> method, byte[] body)
            throws MalformedException {
        if (name.isEmpty()) {
            lines(exchange, body);
        } else if (method.isEmpty()) {
            answer(exchange, Optional.empty(), Calls.unknown(name));
        } else {
            Values request = JsonInput.only(body, method.get().fields());
            long deadline = Calls.deadline(options.answerTimeout());
            answer(exchange, method, Calls.await(Calls.run(method.get(), request), deadline));
        }
    }

    private void answer(HttpExchange exchange, Optional<Method> method, Answer answer) {
        if (answer instanceof Answer.Failed failed) {
            Answer _ = Calls.told(options, method, failed);
            boolean transport =
                    options.transportErrors()
                            || exchange.request()
                                    .headers()
                                    .first("X-Centrifugo-Error-Mode")
                                    .equals(Optional.of("transport"));
            if (transport) {
                exchange.status(failed.code().status());
                respond(exchange, Envelope.bareError(failed));
            } else {
                respond(exchange, Envelope.error(failed));
            }
            return;
        }
        Method of = method.orElseThrow();
        byte[] bytes;
        try {
            bytes = Envelope.answer(of, methods.isBare(of), answer, options.answerBytes());
        } catch (JsonOutput.TooLongException _) {
            answer(exchange, method, tooLong());
            return;
        }
        Answer _ = Calls.told(options, method, answer);
        respond(exchange, bytes);
    }

    /// What was asked has been done, if it was something to do.
    private Answer.Failed tooLong() {
        return new Answer.Failed(
                ErrorCode.LIMIT_EXCEEDED,
                "the answer is longer than " + options.answerBytes() + " bytes");
    }

    /// The commands of the older form, each carried out when the one before is done.
    private void lines(HttpExchange exchange, byte[] body) throws MalformedException {
        List<Values> commands =
                JsonInput.read(
                        body,
                        in -> {
                            List<Values> all = new ArrayList<>();
                            while (in.next()) {
                                all.add(in.object(COMMAND));
                            }
                            return all;
                        });
        if (commands.isEmpty()) {
            throw new MalformedException("the body is empty");
        }
        if (commands.size() > options.batchCommands()) {
            refuse(exchange, Optional.empty(), 400, Calls.tooManyCommands(options));
            return;
        }
        long deadline = Calls.deadline(options.answerTimeout());
        List<Envelope.Reply> replies = new ArrayList<>(commands.size());
        for (Values command : commands) {
            replies.add(reply(command, deadline));
        }
        try {
            respond(exchange, Envelope.lines(replies, options.answerBytes()));
        } catch (JsonOutput.TooLongException _) {
            refuse(exchange, Optional.empty(), 400, tooLong());
        }
    }

    private Envelope.Reply reply(Values command, long deadline) {
        String name = command.get(METHOD).toLowerCase(Locale.ROOT);
        Optional<Method> method = methods.find(name).filter(it -> !methods.isBare(it));
        Answer answer;
        if (method.isEmpty()) {
            answer = Calls.unknown(name);
        } else {
            byte[] params =
                    command.has(PARAMS)
                            ? command.get(PARAMS).bytes()
                            : "{}".getBytes(StandardCharsets.UTF_8);
            try {
                Values request = JsonInput.only(params, method.get().fields());
                answer = Calls.await(Calls.run(method.get(), request), deadline);
            } catch (MalformedException malformed) {
                answer = Answer.bad(String.valueOf(malformed.getMessage()));
            }
        }
        return new Envelope.Reply(
                command.get(Envelope.ID), method, Calls.told(options, method, answer));
    }

    // --- from anywhere

    private void refuse(
            HttpExchange exchange, Optional<Method> method, int status, Answer.Failed why) {
        Answer _ = Calls.told(options, method, why);
        exchange.status(status);
        respond(exchange, Envelope.error(why));
    }

    private static void respond(HttpExchange exchange, byte[] body) {
        exchange.header("Content-Type", "application/json").respond(body);
    }
}
