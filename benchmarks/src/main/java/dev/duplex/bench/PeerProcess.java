package dev.duplex.bench;

import dev.duplex.bench.disk.Disk;
import dev.duplex.bench.load.LoadException;
import dev.duplex.bench.load.Target;
import dev.duplex.bench.load.TlsClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A peer that runs, on a core of its own.
final class PeerProcess implements Running {
    /// Of a quiet machine's peers the slowest takes a second; tests start some beside all else.
    private static final long START_SECONDS = 120;

    private static final long STOP_SECONDS = 5;
    private static final String READY = "ready ";

    private final Peer peer;
    private final Optional<TlsClient> tls;
    private final Process process;
    private final Path errors;
    private final Thread atExit;
    private final int port;

    /// Starts it and waits until it says that it is ready.
    ///
    /// @param tls for a peer that speaks TLS, who trusts it
    /// @throws BenchException if it does not
    PeerProcess(Peer peer, Optional<TlsClient> tls, int core, List<String> command)
            throws InterruptedException {
        this.peer = peer;
        this.tls = tls;
        try {
            errors = Files.createTempFile("duplex-bench-", ".err");
            List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
            pinned.addAll(command);
            process = new ProcessBuilder(pinned).redirectError(errors.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        port = awaitReady();
    }

    private int awaitReady() throws InterruptedException {
        CompletableFuture<Integer> ready = new CompletableFuture<>();
        // Not a virtual thread: it waits in a read for the peer's whole life, and holds its
        // carrier,
        // of which a process with one core has one.
        Thread.ofPlatform().daemon().start(() -> readOutput(ready));
        try {
            return ready.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException _) {
            throw notStarted(":");
        } catch (TimeoutException _) {
            throw notStarted(", and is not ready after " + START_SECONDS + " s");
        }
    }

    private BenchException notStarted(String how) {
        String said = errorText();
        close();
        return new BenchException(
                "%s does not start%s\n%s"
                        .formatted(peer.title(), how, said.isBlank() ? "(it said nothing)" : said));
    }

    /// Reads to the end, so that the peer never waits for a full pipe.
    private void readOutput(CompletableFuture<Integer> ready) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith(READY)) {
                    ready.complete(Integer.parseInt(line.substring(READY.length()).strip()));
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IOException("it ended"));
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Target target() {
        return new Target(port, tls);
    }

    @Override
    public ProcessorTime processorTime() {
        return ProcessorTime.of(process.pid());
    }

    long pid() {
        return process.pid();
    }

    @Override
    public BenchException failed(Scenario scenario, LoadException e) {
        return new BenchException(
                "%s, %s: %s%n%s"
                        .formatted(scenario.name(), peer.title(), e.getMessage(), errorText()));
    }

    /// The end of what it has written to its error output.
    private String errorText() {
        try {
            String text = Files.readString(errors);
            return text.substring(Math.max(0, text.length() - 4000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// After a collection of its garbage.
    Memory memory() throws InterruptedException {
        collectGarbage();
        long resident =
                Disk.residentBytes(process.pid()); // first: to count the heap takes memory itself
        return new Memory(resident, peer.onJvm() ? liveHeap() : HeapClasses.NONE);
    }

    /// For which the JVM collects once more.
    private HeapClasses liveHeap() throws InterruptedException {
        return HeapClasses.parse(Commands.run(jcmd("GC.class_histogram")));
    }

    private List<String> jcmd(String what) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                what);
    }

    private void collectGarbage() throws InterruptedException {
        List<String> command =
                peer.onJvm()
                        ? jcmd("GC.run")
                        : List.of("kill", "-USR2", Long.toString(process.pid()));
        for (int i = 0; i < 2; i++) { // the second gives back what the first made free
            Commands.run(command);
            TimeUnit.SECONDS.sleep(1);
        }
        if (peer.onJvm()) {
            // What compilers used and freed, and the C library keeps: 1,500 bytes a connection when
            // they were at work between two readings. The program gives it back by itself.
            Commands.run(jcmd("System.trim_native_heap"));
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(atExit);
            Files.deleteIfExists(errors);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
