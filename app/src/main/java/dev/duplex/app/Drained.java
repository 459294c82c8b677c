package dev.duplex.app;

import dev.duplex.app.config.UserError;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/// What a server says of how its drain goes ([DrainMethods]).
///
/// @param sessions that are left
/// @param of how many there were when draining began
/// @param timeout how long what is left has to close
/// @param process its id, on its machine
/// @param processStarted in milliseconds since 1970; 0 if it is not known
record Drained(
        Ending.Phase phase,
        int sessions,
        int of,
        Duration delay,
        Duration window,
        Duration timeout,
        long process,
        long processStarted) {
    /// @param answer the scalars of an answer
    /// @throws UserError if it is none of this server's
    static Drained of(Map<String, String> answer) throws UserError {
        Optional<Ending.Phase> phase =
                DrainMethods.phase(answer.getOrDefault("/result/data/state", ""));
        try {
            return new Drained(
                    phase.orElseThrow(),
                    Math.toIntExact(number(answer, "sessions")),
                    Math.toIntExact(number(answer, "of")),
                    Duration.ofMillis(number(answer, "delay_ms")),
                    Duration.ofMillis(number(answer, "window_ms")),
                    Duration.ofMillis(number(answer, "timeout_ms")),
                    number(answer, "process"),
                    number(answer, "process_started_ms"));
        } catch (NoSuchElementException | NumberFormatException | ArithmeticException _) {
            throw UserError.runtime("the server's answer makes no sense to this version");
        }
    }

    private static long number(Map<String, String> answer, String name) {
        return Long.parseLong(answer.getOrDefault("/result/data/" + name, "0"));
    }

    /// Whether no session is left, and none can come any more.
    boolean isEmpty() {
        return sessions == 0 && phase.compareTo(Ending.Phase.DRAINING) >= 0;
    }

    /// Whether the server closes by now.
    ///
    /// @param inPhase for how long this has been going on
    boolean isOver(Duration inPhase) {
        return switch (phase) {
            case SERVING -> false;
            case ANNOUNCED -> lastTurn(sessions).isZero() && inPhase.compareTo(delay) >= 0;
            case DRAINING -> sessions == 0 || inPhase.compareTo(lastTurn(of)) >= 0;
            case CLOSING -> true;
        };
    }

    /// When it is the turn of the last of so many, and the window is over: the first has its turn at once.
    private Duration lastTurn(int count) {
        return count == 0 ? Duration.ZERO : window.multipliedBy(count - 1).dividedBy(count);
    }

    /// The same, of which nothing is known any more but that it closes.
    Drained closing() {
        return new Drained(
                Ending.Phase.CLOSING,
                sessions,
                of,
                delay,
                window,
                timeout,
                process,
                processStarted);
    }

    /// The server's process, if that is another one of this machine, and lives.
    Optional<ProcessHandle> processHere() {
        return ProcessHandle.of(process)
                .filter(it -> !it.equals(ProcessHandle.current()))
                .filter(it ->
                        it.info()
                                .startInstant()
                                .filter(started -> started.toEpochMilli() == processStarted)
                                .isPresent());
    }
}
