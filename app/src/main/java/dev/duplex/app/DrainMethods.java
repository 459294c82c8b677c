package dev.duplex.app;

import dev.duplex.api.ProgramMethod;
import dev.duplex.app.config.ServeOptions;
import dev.duplex.app.config.ValueType;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Result;
import dev.duplex.channels.RpcHandler.Call;
import dev.duplex.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Methods of the HTTP API by which a server is told to drain and end, and tells how that goes. For any thread.
final class DrainMethods {
    /// Begins it: `{"delay":"10s","window":"60s"}`.
    static final String DRAIN = "duplex.drain";

    /// Tells how it goes; with `{"while":"draining"}` when it has come beyond that, or a second later.
    static final String STATE = "duplex.drain.state";

    /// The longest delay and the longest window.
    static final Duration LONGEST = Duration.ofDays(1);

    /// Over how long sessions are closed where neither the caller nor the settings say so.
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final System.Logger LOG = System.getLogger(DrainMethods.class.getName());
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(1);
    private static final int MAX_LENGTH = 64;
    private static final String ABOUT =
            "has the server end: it says so at /ready for the time `delay`, accepts no more connections, and closes sessions over the time `window` of params.";
    private static final String ABOUT_STATE =
            "tells how that goes; with the state `while` in params when it is another one, or a second later.";

    private final Ending ending;
    private final Duration timeout;
    private final Duration longestAnswer;

    /// @param ending of the server
    DrainMethods(Ending ending, ServeOptions options) {
        this.ending = ending;
        timeout = options.shutdownTimeout();
        Duration half = options.api().limits().answerTimeout().dividedBy(2);
        longestAnswer = half.compareTo(LONGEST_ANSWER) < 0 ? half : LONGEST_ANSWER;
    }

    /// By their names.
    Map<String, ProgramMethod> all() {
        return Map.of(
                DRAIN, new ProgramMethod(ABOUT, this::drain),
                STATE, new ProgramMethod(ABOUT_STATE, this::state));
    }

    private CompletionStage<Result<Payload>> drain(Call call) {
        Payload params = call.payload();
        Optional<Ending.Plan> plan =
                // What is not understood must not end the server some other way than was meant.
                isNothing(params)
                        ? plan(Map.of())
                        : JsonStrings.of(params.bytes(), Set.of("delay", "window"), MAX_LENGTH)
                                .flatMap(this::plan);
        return CompletableFuture.completedStage(
                plan.map(this::begin)
                        .orElseGet(() ->
                                Result.refused(
                                        Problem.BAD_REQUEST,
                                        "delay and window are times such as 500ms, 25s or 2m, or 0, of up to 24h")));
    }

    private static boolean isNothing(Payload params) {
        return params.size() == 0
                || new String(params.bytes(), StandardCharsets.UTF_8).equals("null");
    }

    private Optional<Ending.Plan> plan(Map<String, String> given) {
        Ending.Plan told = ending.told();
        Optional<Duration> delay = time(given, "delay", told.delay());
        Optional<Duration> window =
                time(given, "window", told.window().isZero() ? WINDOW : told.window());
        return delay.flatMap(it -> window.map(over -> new Ending.Plan(it, over)));
    }

    private Result<Payload> begin(Ending.Plan plan) {
        if (ending.drain(plan)) {
            LOG.log(System.Logger.Level.INFO, "Told to drain by the HTTP API");
            return told(ending.progress());
        }
        Ending.Progress progress = ending.progress();
        String left = "; " + progress.sessions() + " sessions are left";
        return Result.refused(
                Problem.NOT_AVAILABLE,
                switch (progress.phase()) {
                    case SERVING -> "the server is only starting; try again";
                    case ANNOUNCED ->
                            "the server is ending already: it closes sessions in "
                                    + Ending.written(progress.plan().delay())
                                    + " or less, over "
                                    + Ending.written(progress.plan().window())
                                    + left;
                    case DRAINING ->
                            "the server is being drained already, over "
                                    + Ending.written(progress.plan().window())
                                    + left;
                    case CLOSING -> "the server is closing already" + left;
                });
    }

    /// What was given by this name, or else the standard; empty if it makes no sense.
    private static Optional<Duration> time(
            Map<String, String> given, String name, Duration standard) {
        String text = given.get(name);
        return text == null ? Optional.of(standard) : time(text);
    }

    /// A time as settings write it.
    static Optional<Duration> time(String text) {
        return ValueType.time()
                .reader()
                .apply(List.of(text))
                .filter(it -> it.compareTo(LONGEST) <= 0);
    }

    private CompletionStage<Result<Payload>> state(Call call) {
        Optional<Ending.Phase> known =
                Optional.ofNullable(
                                JsonStrings.of(call.payload().bytes(), Set.of("while"), MAX_LENGTH)
                                        .orElse(Map.of())
                                        .get("while"))
                        .flatMap(DrainMethods::phase);
        return CompletableFuture.completedStage(
                told(
                        known.map(it -> ending.progressBeyond(it, longestAnswer))
                                .orElseGet(ending::progress)));
    }

    /// The phase that callers read like this.
    static Optional<Ending.Phase> phase(String state) {
        return List.of(Ending.Phase.values()).stream()
                .filter(it -> state(it).equals(state))
                .findAny();
    }

    /// As callers read it.
    static String state(Ending.Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private Result<Payload> told(Ending.Progress progress) {
        ProcessHandle process = ProcessHandle.current();
        JsonObject state =
                new JsonObject()
                        .put("state", state(progress.phase()))
                        .put("sessions", progress.sessions())
                        .put("of", progress.of())
                        .put("delay_ms", progress.plan().delay().toMillis())
                        .put("window_ms", progress.plan().window().toMillis())
                        .put("timeout_ms", timeout.toMillis())
                        .put("process", process.pid());
        process.info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .ifPresent(it -> state.put("process_started_ms", it));
        return Result.done(
                Payload.of(Payload.Kind.JSON, state.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
