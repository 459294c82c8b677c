package dev.duplex.app;

import dev.duplex.app.config.UserError;
import dev.duplex.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `duplex drain`: has a running server send its clients away one after the other and end, by its HTTP API, and tells how that goes.
final class DrainCommand {
    static final String NAME = "drain";

    private static final String DELAY = "--delay";
    private static final String WINDOW = "--window";
    private static final String UNTIL = "--until";

    /// A window has about so many lines.
    private static final int LINES = 30;

    /// Until when it waits.
    private enum Until {
        BEGUN,
        EMPTY,
        ENDED
    }

    private final PrintStream out;
    private final ApiClient api;
    private final Until until;

    private DrainCommand(PrintStream out, ApiClient api, Until until) {
        this.out = out;
        this.api = api;
        this.until = until;
    }

    /// Its options.
    static CommandSpec spec() {
        CommandSpec spec = CommandLines.command(NAME);
        spec.addOption(
                one(
                        WINDOW,
                        "TIME",
                        "Over how long sessions are closed, one after the other, so that their clients"
                                + " do not all come to other servers at once; 0: all at once. Up to 24h."
                                + " Default: the server's shutdown-window, or 60s where that is 0."));
        spec.addOption(
                one(
                        DELAY,
                        "TIME",
                        "How long the server goes on serving before that, with /ready answering 503,"
                                + " so that load balancers send nobody any more. Up to 24h. Default: the"
                                + " server's shutdown-delay."));
        spec.addOption(
                one(
                        UNTIL,
                        "begun|empty|ended",
                        "Until when to wait and tell how it goes: until it has begun, until no session"
                                + " is left, or until the server has ended. Default: ended."));
        ServerChoice.addTo(spec);
        spec.usageMessage()
                .width(100)
                .description(
                        "Has a running server drain and end: its /ready answers 503, then it accepts no"
                                + " more connections and closes sessions over a window; the others of"
                                + " its clients go on meanwhile.")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(
                        CommandLines.exitCodes(
                                "what was to be waited for has come",
                                "it has not: the server cannot be reached, refuses, or was lost on the"
                                        + " way",
                                "what was given makes no sense"));
        return spec;
    }

    private static OptionSpec one(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /// Drains.
    static void run(ParseResult command, Map<String, String> environment, PrintStream out)
            throws UserError {
        JsonObject params = new JsonObject();
        for (String name : List.of(DELAY, WINDOW)) {
            Optional<String> given = option(command, name);
            if (given.isPresent()) {
                params.put(name.substring(2), time(name, given.get()));
            }
        }
        Until until = until(command);
        try (ApiClient api =
                ServerChoice.client(command, CommandLines.settings(command, environment))) {
            new DrainCommand(out, api, until).drain(params);
        }
    }

    private static Optional<String> option(ParseResult command, String name) {
        return Optional.ofNullable(command.<String>matchedOptionValue(name, null));
    }

    private static String time(String name, String text) throws UserError {
        if (DrainMethods.time(text).isEmpty()) {
            throw UserError.usage(
                    name
                            + " must be a time such as 500ms, 25s or 2m, or 0, of up to 24h, not \""
                            + text
                            + '"');
        }
        return text.strip();
    }

    private static Until until(ParseResult command) throws UserError {
        String given = option(command, UNTIL).orElse("ended");
        for (Until until : Until.values()) {
            if (until.name().toLowerCase(Locale.ROOT).equals(given)) {
                return until;
            }
        }
        throw UserError.usage(UNTIL + " must be one of begun, empty, ended, not \"" + given + '"');
    }

    // --- the drain

    private void drain(JsonObject params) throws UserError {
        Drained state = begin(params);
        tellOf(state);
        if (until != Until.BEGUN) {
            follow(state);
        }
    }

    private Drained begin(JsonObject params) throws UserError {
        try {
            return Drained.of(api.callIfThere("rpc", request(DrainMethods.DRAIN, params)));
        } catch (IOException e) {
            throw UserError.runtime(
                    api.sentence(e)
                            + (ApiClient.isRefused(e)
                                    ? ": no server, or one that is being drained already and accepts no"
                                            + " more connections"
                                    : ""));
        }
    }

    /// Its params are an object, in the one of the call.
    private static byte[] request(String method, JsonObject params) {
        return ("{\"method\":\"" + method + "\",\"params\":" + params + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Goes along until what is waited for has come, by one question after the other: a new connection would not be accepted.
    private void follow(Drained begun) throws UserError {
        Drained last = begun;
        Pace pace = new Pace(begun);
        while (last.phase() != Ending.Phase.CLOSING && !isDone(last)) {
            Drained next = after(last, pace);
            if (next.phase() != last.phase()) {
                pace = new Pace(next);
                tellOf(next);
            } else if (pace.isDue(next)) {
                out.println(pace.line(next));
            }
            last = next;
        }
        if (!isDone(last)) {
            awaitEnd(last);
        } else if (last.phase() == Ending.Phase.DRAINING) {
            out.println("No session is left");
        }
    }

    private boolean isDone(Drained state) {
        return until == Until.EMPTY && state.isEmpty();
    }

    private Drained after(Drained last, Pace pace) throws UserError {
        JsonObject params = new JsonObject().put("while", DrainMethods.state(last.phase()));
        try {
            return Drained.of(api.callIfThere("rpc", request(DrainMethods.STATE, params)));
        } catch (IOException e) {
            if (last.isOver(pace.inPhase())) {
                // It has closed between two questions.
                return last.closing();
            }
            throw lost(last, e);
        }
    }

    private void tellOf(Drained state) {
        switch (state.phase()) {
            case ANNOUNCED ->
                    out.println(
                            state.delay().isZero()
                                    ? "The server has begun to end: its /ready answers 503"
                                    : "The server's /ready answers 503; in "
                                            + Ending.written(state.delay())
                                            + " it accepts no more connections");
            case DRAINING ->
                    out.println(
                            "Draining: "
                                    + state.of()
                                    + " sessions are closed over "
                                    + Ending.written(state.window()));
            case CLOSING ->
                    out.println(
                            state.sessions() == 0
                                    ? "No session is left; the server closes"
                                    : state.sessions()
                                            + " of "
                                            + state.of()
                                            + " sessions are left, and have "
                                            + Ending.written(state.timeout())
                                            + " to close");
            case SERVING -> throw new IllegalStateException("it was told to drain");
        }
    }

    private UserError lost(Drained last, IOException cause) {
        return UserError.runtime(
                "the connection to "
                        + api.server()
                        + " was lost when "
                        + last.sessions()
                        + " of "
                        + last.of()
                        + " sessions were left ("
                        + api.sentence(cause)
                        + "); if the server lives, it goes on without being watched");
    }

    /// A process of this machine is waited for; of another one nothing more is to be learned.
    private void awaitEnd(Drained last) {
        Optional<ProcessHandle> here = last.processHere();
        if (here.isPresent()) {
            ProcessHandle _ = here.get().onExit().join();
            out.println("The server has ended");
        } else {
            out.println("The server ends within " + Ending.written(last.timeout()));
        }
    }

    /// When a line is due while a phase lasts, and how fast sessions go.
    private static final class Pace {
        private final long began = System.nanoTime();
        private long lineAt = began;
        private int sessionsThen;

        Pace(Drained state) {
            sessionsThen = state.sessions();
        }

        Duration inPhase() {
            return Duration.ofNanos(System.nanoTime() - began);
        }

        boolean isDue(Drained state) {
            return state.phase() == Ending.Phase.DRAINING
                    && System.nanoTime() - lineAt >= state.window().toNanos() / LINES;
        }

        String line(Drained state) {
            long now = System.nanoTime();
            double seconds = (now - lineAt) / 1e9;
            String line =
                    String.format(
                            Locale.ROOT,
                            "%d of %d sessions are left, %.1f a second",
                            state.sessions(),
                            state.of(),
                            Math.max(0, sessionsThen - state.sessions()) / seconds);
            lineAt = now;
            sessionsThen = state.sessions();
            return line;
        }
    }
}
