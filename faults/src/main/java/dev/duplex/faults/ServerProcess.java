package dev.duplex.faults;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A server as a child process, which can be paused, killed and started anew by the same command. Whatever it starts itself is treated
/// with it. It ends with this JVM, however that ends, also when it is paused.
///
/// Methods are for any thread, one at a time: a second waits for the first. [#close] does not wait for another.
public final class ServerProcess implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ServerProcess.class.getName());

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration END = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final List<String> command;
    private final Map<String, String> environment;
    private final LogFile log;
    private final Readiness ready;
    private final Duration patience;
    private final Thread atExit = new Thread(this::end, "duplex-server-process-end");

    /// Held by each method that does something to the process, for as long as it takes.
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable Process process;
    private volatile boolean paused;
    private volatile boolean closed;

    private ServerProcess(Builder builder, Path log, Readiness ready) {
        command = builder.command;
        environment = Map.copyOf(builder.environment);
        this.log = new LogFile(log);
        this.ready = ready;
        patience = builder.patience;
    }

    /// @param command the program and its arguments
    public static Builder of(List<String> command) {
        return new Builder(command);
    }

    /// How a server is started.
    public static final class Builder {
        private final List<String> command;
        private final Map<String, String> environment = new TreeMap<>();
        private Duration patience = Duration.ofSeconds(60);

        private Builder(List<String> command) {
            this.command = List.copyOf(command);
        }

        /// A variable that it gets beside those of this process.
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /// How long it may take until it is ready; by default 60 s.
        public Builder patience(Duration patience) {
            this.patience = patience;
            return this;
        }

        /// Starts it and waits until it is ready.
        ///
        /// @param log the file that gets what it prints, behind what is there; whoever made it removes it
        /// @param ready what answers 200 once it is ready; of a Redis `redis://HOST:PORT`
        /// @throws InjectionException if it does not come up; then nothing is left running
        public ServerProcess start(Path log, URI ready)
                throws InjectionException, InterruptedException {
            return start(log, Readiness.at(ready));
        }

        /// The same of what says in another way that it is ready.
        ServerProcess start(Path log, Readiness ready)
                throws InjectionException, InterruptedException {
            ServerProcess server = new ServerProcess(this, log, ready);
            Runtime.getRuntime().addShutdownHook(server.atExit);
            boolean started = false;
            try {
                server.start();
                started = true;
                return server;
            } finally {
                if (!started) {
                    server.close();
                }
            }
        }
    }

    /// The id of the process that runs, or has run last.
    public long pid() {
        return current().pid();
    }

    /// Whether the process is there, paused or not.
    public boolean isAlive() {
        return current().isAlive();
    }

    /// Whether it was paused and not resumed.
    public boolean isPaused() {
        return paused && isAlive();
    }

    /// Starts it again after it has ended, and waits until it is ready.
    ///
    /// @throws IllegalStateException if it runs, or was closed
    /// @throws InjectionException if it does not come up; says why, with the end of the log
    public void start() throws InjectionException, InterruptedException {
        lock.lock();
        try {
            if (process != null && process.isAlive()) {
                throw new IllegalStateException("the server runs");
            }
            if (closed) {
                throw new IllegalStateException("the server was closed");
            }
            requireFree();
            launch();
            awaitReady();
        } finally {
            lock.unlock();
        }
    }

    private void launch() throws InjectionException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(log.path().toFile()));
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            process = started;
            paused = false;
            Guard.over(started);
        } catch (IOException e) {
            throw new InjectionException(
                    "The server cannot be started: %s".formatted(e.getMessage()), e);
        }
        if (closed) {
            end(); // Whoever closed it meanwhile may have seen only the one before.
        }
    }

    /// Waits until it answers that it is ready.
    ///
    /// @throws InjectionException if it does not in time, and was killed therefore, or has ended
    public void awaitReady() throws InjectionException, InterruptedException {
        lock.lock();
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            Readiness.Answer answer = ready.ask(ANSWER);
            while (!answer.isReady()) {
                if (current().waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw ended();
                }
                if (System.nanoTime() - deadline > 0) {
                    end();
                    throw failed(
                            "did not answer %s at %s within %s s (%s), and was killed"
                                    .formatted(
                                            ready.wanted(),
                                            ready.where(),
                                            patience.toSeconds(),
                                            answer.text()));
                }
                answer = ready.ask(ANSWER);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Somebody else at this address would be taken for the server.
    private void requireFree() throws InjectionException, InterruptedException {
        Readiness.Answer answer = ready.ask(ANSWER);
        if (answer.isThere()) {
            throw new InjectionException(
                    "The server cannot be started: another one answers at %s."
                            .formatted(ready.where()));
        }
    }

    /// SIGSTOP: it does nothing any more, and its connections stay.
    ///
    /// @throws InjectionException if it has ended, or where a signal cannot be sent
    public void pause() throws InjectionException, InterruptedException {
        signal("STOP", true);
    }

    /// SIGCONT.
    ///
    /// @throws InjectionException if it has ended, or where a signal cannot be sent
    public void resume() throws InjectionException, InterruptedException {
        signal("CONT", false);
    }

    private void signal(String name, boolean pauses)
            throws InjectionException, InterruptedException {
        lock.lock();
        try {
            requireRunning();
            ProcessTree.of(current()).signal(name);
            paused = pauses;
        } finally {
            lock.unlock();
        }
    }

    /// SIGKILL: it ends at once, without a chance to write anything. Waits for its end.
    public void kill() throws InterruptedException {
        lock.lock();
        try {
            end();
            current().waitFor();
        } finally {
            lock.unlock();
        }
    }

    /// SIGTERM, after which a server says goodbye and ends; a paused one is resumed for that. Waits for its end, and kills what has not
    /// ended in time.
    ///
    /// @return whether it ended by itself
    public boolean terminate(Duration deadline) throws InjectionException, InterruptedException {
        lock.lock();
        try {
            Process ending = current();
            ProcessTree tree = ProcessTree.of(ending);
            boolean wasPaused = isPaused();
            tree.terminate();
            if (wasPaused) {
                tree.signal("CONT");
                paused = false;
            }
            long end = System.nanoTime() + deadline.toNanos();
            boolean inTime = ending.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS);
            while (inTime && tree.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                inTime = System.nanoTime() - end < 0;
            }
            tree.kill();
            ending.waitFor();
            return inTime;
        } finally {
            lock.unlock();
        }
    }

    /// [#terminate], then [#start].
    ///
    /// @return whether it ended by itself
    public boolean restart(Duration deadline) throws InjectionException, InterruptedException {
        lock.lock();
        try {
            boolean inTime = terminate(deadline);
            start();
            return inTime;
        } finally {
            lock.unlock();
        }
    }

    /// Says so if it is not there.
    ///
    /// @throws InjectionException with the end of the log
    public void requireRunning() throws InjectionException {
        if (!isAlive()) {
            throw ended();
        }
    }

    /// Kills it, if it is there, and waits for its end: until then it may write to its files. It cannot be started again.
    @Override
    public void close() {
        closed = true;
        ProcessTree ending = tree();
        ending.kill();
        if (!ending.awaitEnd(END)) {
            LOG.log(
                    Level.WARNING,
                    "The server was killed, and has not ended after {0} s",
                    END.toSeconds());
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // The JVM ends, and the hook runs.
        }
    }

    private void end() {
        tree().kill();
    }

    private ProcessTree tree() {
        Process current = process;
        return current == null ? ProcessTree.NONE : ProcessTree.of(current);
    }

    private Process current() {
        Process current = process;
        if (current == null) {
            throw new IllegalStateException("the server was never started");
        }
        return current;
    }

    private InjectionException ended() {
        return failed("has ended with code %d".formatted(current().exitValue()));
    }

    private InjectionException failed(String what) {
        return new InjectionException(
                "The server (process %d) %s.%n%s".formatted(current().pid(), what, log.end()));
    }
}
