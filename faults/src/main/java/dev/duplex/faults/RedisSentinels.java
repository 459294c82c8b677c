package dev.duplex.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A Redis with a replica, and three sentinels that make the replica the master when something was done to the master and it does not answer for a
/// second; all of them child processes on loopback. What they have is in their memory only, as where a replica is what keeps it. For one thread.
public final class RedisSentinels implements AutoCloseable {
    /// The name by which the sentinels know the master.
    private static final String NAME = "duplex";

    private static final int SENTINELS = 3;

    /// How many of them have to agree that the master is down.
    private static final int QUORUM = 2;

    /// After how long without an answer the master is down that something was done to.
    private static final Duration DOWN_AFTER = Duration.ofSeconds(1);

    /// After how long a failover that did not come to its end is given up; the next begins after twice as long.
    private static final Duration FAILOVER = Duration.ofSeconds(3);

    /// What stands for both until then: a machine that does much else may stand still for seconds, and nothing is to change of itself.
    private static final Duration UNDISTURBED = Duration.ofMinutes(5);

    /// So many times as long as the master may not answer, a replica may have been without it to take over.
    private static final int TOLERATED = 10;

    /// How long anything may take. A sentinel that was not given processor time for two seconds trusts nothing for half a minute.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// Who is there answers at once, unless the machine stalls.
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(50);

    /// Where nobody listens.
    private static final int NOWHERE = 1;

    private final List<Member> redis = new ArrayList<>();
    private final List<Member> sentinels = new ArrayList<>();

    /// Of `redis`, which is the master.
    private int master;

    /// Since when the replica gets nothing, by [System#nanoTime].
    private OptionalLong heldBack = OptionalLong.empty();

    private record Member(ServerProcess process, Path configuration, Path data, int port) {}

    private RedisSentinels() {}

    /// Starts all of them, and waits until the replica has everything and the sentinels know each other.
    ///
    /// @param folder gets their configurations and what they print; whoever made it removes it
    /// @throws InjectionException if they do not come up, or Redis is not installed
    /// @throws IOException if there can be no files, or no port is free
    public static RedisSentinels start(Path folder)
            throws InjectionException, IOException, InterruptedException {
        RedisSentinels all = new RedisSentinels();
        boolean started = false;
        try {
            all.startRedis(folder, "redis-1", "");
            all.startRedis(folder, "redis-2", follows(all.redis.getFirst().port()));
            for (int i = 1; i <= SENTINELS; i++) {
                all.startSentinel(folder, "sentinel-" + i);
            }
            all.awaitComplete();
            started = true;
            return all;
        } finally {
            if (!started) {
                all.close();
            }
        }
    }

    private void startRedis(Path folder, String name, String role)
            throws InjectionException, IOException, InterruptedException {
        start(redis, folder, name, role, List.of());
    }

    private void startSentinel(Path folder, String name)
            throws InjectionException, IOException, InterruptedException {
        String watched =
                """
                sentinel monitor %1$s 127.0.0.1 %2$d %3$d
                sentinel down-after-milliseconds %1$s %4$d
                sentinel failover-timeout %1$s %5$d
                """
                        .formatted(
                                NAME,
                                redis.getFirst().port(),
                                QUORUM,
                                UNDISTURBED.toMillis(),
                                UNDISTURBED.toMillis());
        start(sentinels, folder, name, watched, List.of("--sentinel"));
        // One that was not given processor time for two seconds trusts nothing for half a minute.
        // Before Redis 7 that cannot be changed.
        String _ =
                say(sentinels.getLast(), "SENTINEL DEBUG tilt-trigger " + UNDISTURBED.toMillis());
    }

    /// Has the sentinels notice that the master does not answer.
    private void watch() throws InjectionException {
        Duration held = Duration.ofNanos(System.nanoTime() - heldBack.orElse(System.nanoTime()));
        watch(DOWN_AFTER.plus(held.dividedBy(TOLERATED)), FAILOVER);
    }

    private void watch(Duration downAfter, Duration failover) throws InjectionException {
        for (Member each : sentinels) {
            String answer =
                    say(
                            each,
                            "SENTINEL SET %s down-after-milliseconds %d failover-timeout %d"
                                    .formatted(NAME, downAfter.toMillis(), failover.toMillis()));
            if (!answer.startsWith("+OK")) {
                throw new InjectionException("A sentinel does not do as it is told: " + answer);
            }
        }
    }

    private static void start(
            List<Member> among, Path folder, String name, String more, List<String> options)
            throws InjectionException, IOException, InterruptedException {
        Path data = Files.createDirectories(folder.resolve(name));
        Path configuration = folder.resolve(name + ".conf");
        int port = LastingPort.find();
        Files.writeString(configuration, configuration(port, data) + more);
        List<String> command = new ArrayList<>(List.of("redis-server", configuration.toString()));
        command.addAll(options);
        ServerProcess process =
                ServerProcess.of(command)
                        .start(
                                folder.resolve(name + ".log"),
                                URI.create("redis://127.0.0.1:" + port));
        among.add(new Member(process, configuration, data, port));
    }

    private static String configuration(int port, Path data) {
        return """
        port %d
        bind 127.0.0.1
        dir %s
        save ""
        repl-diskless-sync-delay 0
        """
                .formatted(port, data.toAbsolutePath());
    }

    private static String follows(int port) {
        return "replicaof 127.0.0.1 " + port + "\n";
    }

    /// The sentinels and the master's name, as an address of the engine on Redis.
    public String url() {
        return sentinels.stream()
                .map(it -> "127.0.0.1:" + it.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "/0#" + NAME));
    }

    /// The id of the master's process.
    public long master() {
        return redis.get(master).process().pid();
    }

    /// Where the master listens on loopback.
    int port() {
        return redis.get(master).port();
    }

    /// Where the replica listens.
    int replicaPort() {
        return replica().port();
    }

    /// From now on the replica gets nothing, while the master goes on answering. For a few minutes: then the sentinels do something about it.
    ///
    /// @throws InjectionException if it does not do so
    public void holdBack() throws InjectionException {
        String answer = say(replica(), "REPLICAOF 127.0.0.1 " + NOWHERE);
        if (!answer.startsWith("+OK")) {
            throw new InjectionException("The replica is not held back: " + answer);
        }
        heldBack = OptionalLong.of(System.nanoTime());
    }

    /// SIGKILL to the master. Waits for its end.
    ///
    /// @throws InjectionException if the sentinels cannot be told to look
    public void kill() throws InjectionException, InterruptedException {
        redis.get(master).process().kill();
        watch();
    }

    /// The master does nothing any more, and its connections stay.
    public void pause() throws InjectionException, InterruptedException {
        redis.get(master).process().pause();
        watch();
    }

    /// Whoever was paused goes on.
    public void resume() throws InjectionException, InterruptedException {
        for (Member each : redis) {
            if (each.process().isPaused()) {
                each.process().resume();
            }
        }
    }

    /// Waits until the sentinels have made the replica the master.
    ///
    /// @throws InjectionException if they do not
    public void awaitFailover() throws InjectionException, InterruptedException {
        int next = replica().port();
        await(
                "the replica takes over",
                () -> {
                    for (Member each : sentinels) {
                        if (!masterOf(each).contains("\r\n" + next + "\r\n")) {
                            return false;
                        }
                    }
                    return say(replica(), "INFO replication").contains("role:master");
                });
        watch(UNDISTURBED, UNDISTURBED);
        heldBack = OptionalLong.empty();
        master = 1 - master;
    }

    /// Starts who was killed, as the replica of the master, and waits until it has everything and the sentinels know.
    ///
    /// @throws InjectionException if it does not come to that
    public void mend() throws InjectionException, InterruptedException {
        Member lost = replica();
        try {
            Files.writeString(
                    lost.configuration(),
                    configuration(lost.port(), lost.data()) + follows(redis.get(master).port()));
        } catch (IOException e) {
            throw new InjectionException(
                    "The configuration of a Redis cannot be written: " + e.getMessage(), e);
        }
        lost.process().start();
        awaitComplete();
    }

    private Member replica() {
        return redis.get(1 - master);
    }

    private void awaitComplete() throws InjectionException, InterruptedException {
        await(
                "the replica has everything",
                () -> say(replica(), "INFO replication").contains("master_link_status:up"));
        await(
                "the sentinels know the replica, and each other",
                () -> {
                    for (Member each : sentinels) {
                        String replicas = say(each, "SENTINEL REPLICAS " + NAME);
                        boolean whole =
                                replicas.contains("\r\n" + replica().port() + "\r\n")
                                        && !replicas.contains("_down")
                                        && !replicas.contains("disconnected")
                                        && say(each, "SENTINEL MASTER " + NAME)
                                                .contains(
                                                        "num-other-sentinels\r\n$1\r\n"
                                                                + (SENTINELS - 1));
                        if (!whole) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    private static String masterOf(Member sentinel) throws InjectionException {
        return say(sentinel, "SENTINEL GET-MASTER-ADDR-BY-NAME " + NAME);
    }

    private static String say(Member to, String command) throws InjectionException {
        try {
            // Its end is where lines end, too.
            return RedisWords.say(to.port(), command, ANSWER) + "\r\n";
        } catch (IOException e) {
            throw new InjectionException(
                    "A Redis does not answer (process %d): %s"
                            .formatted(to.process().pid(), e.getMessage()),
                    e);
        }
    }

    private interface Condition {
        boolean holds() throws InjectionException;
    }

    private static void await(String what, Condition condition)
            throws InjectionException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - deadline > 0) {
                throw new InjectionException(
                        "After %d s it is not so that %s.".formatted(PATIENCE.toSeconds(), what));
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    /// Says so if one of them is not there.
    ///
    /// @throws InjectionException with the end of its log
    void requireRunning() throws InjectionException {
        for (Member each : redis) {
            each.process().requireRunning();
        }
        for (Member each : sentinels) {
            each.process().requireRunning();
        }
    }

    /// Kills all of them.
    @Override
    public void close() {
        sentinels.forEach(it -> it.process().close());
        redis.forEach(it -> it.process().close());
    }
}
