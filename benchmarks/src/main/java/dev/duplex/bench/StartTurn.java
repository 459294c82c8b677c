package dev.duplex.bench;

import dev.duplex.bench.disk.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What one start of a program was.
///
/// @param answeredNanos from before its process was made until it had answered
/// @param cpuNanos processor time that it had used by then, all its threads on all cores
/// @param residentBytes what it had in memory then
record StartTurn(long answeredNanos, long cpuNanos, long residentBytes) {
    private static final long PATIENCE_SECONDS = 120;

    /// How often it is asked: often enough to cost a start nothing that is seen, and rarely enough to leave it the processors.
    private static final long PAUSE_NANOS = 500_000;

    /// How to start a program.
    ///
    /// @param command all words of it
    /// @param environment what is set besides
    /// @param port where it will listen
    /// @param probe what it has to do
    record Start(
            List<String> command, Map<String, String> environment, int port, StartProbe probe) {}

    /// Starts a program, waits until it has answered, and ends it.
    ///
    /// @throws BenchException if it does not answer, or does not end
    static StartTurn take(Start start) throws InterruptedException {
        try {
            Path said = Files.createTempFile("duplex-start-", ".log");
            try {
                return take(start, said);
            } finally {
                Files.deleteIfExists(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StartTurn take(Start start, Path said) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(start.command())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
        builder.environment().putAll(start.environment());
        long begun = System.nanoTime();
        Process process = builder.start();
        Thread atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            while (!start.probe().answers(start.port())) {
                boolean late =
                        System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
                if (late || !process.isAlive()) {
                    throw new BenchException(
                            "it does not start:\n" + Files.readString(said).strip());
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            long answered = System.nanoTime() - begun;
            long cpu = ProcessorClock.nanos(process.pid());
            StartTurn turn = new StartTurn(answered, cpu, Disk.residentBytes(process.pid()));
            end(process);
            return turn;
        } catch (AssertionError | UncheckedIOException e) {
            throw new BenchException("it does not answer as it should: " + e.getMessage());
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(atExit);
        }
    }

    /// Asks it to end, and waits until it has: one that records its start writes that down meanwhile.
    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new BenchException("it does not end");
        }
    }
}
