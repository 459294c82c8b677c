package dev.duplex.engine.redis;

import dev.duplex.faults.LastingPort;
import dev.duplex.testkit.RedisServer;
import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A Redis Cluster of three masters, and perhaps a replica of the first.
final class Cluster implements AutoCloseable {
    static final int MASTERS = 3;

    private static final int MOST_PORT = 22_767;

    /// After how many milliseconds without an answer one is taken for dead that is dead.
    private static final int SOON = 1_000;

    /// What stands for that until then: a machine that does much else may stand still for seconds, and nobody is to take over meanwhile.
    private static final int LATE = 60_000;

    private static final int MIGRATE_MILLIS = 30_000;

    final List<RedisServer> servers = new ArrayList<>();

    /// Those that were killed, or stand still.
    private final List<RedisServer> gone = new ArrayList<>();

    private Cluster() {}

    static Cluster start(Path directory, boolean withReplica) throws IOException {
        Cluster cluster = new Cluster();
        for (int i = 0; i < (withReplica ? MASTERS + 1 : MASTERS); i++) {
            Path own = Files.createDirectory(directory.resolve("node-" + i));
            cluster.servers.add(
                    RedisServer.startAt(
                            port(),
                            own,
                            "--cluster-enabled",
                            "yes",
                            "--cluster-node-timeout",
                            Integer.toString(SOON),
                            "--cluster-replica-validity-factor",
                            "0",
                            "--repl-diskless-sync-delay",
                            "0"));
        }
        cluster.form(withReplica);
        return cluster;
    }

    /// One whose bus, 10,000 above, is not among those that systems give to whoever asks for any.
    private static int port() throws IOException {
        int port = LastingPort.find();
        while (port > MOST_PORT) {
            port = LastingPort.find();
        }
        return port;
    }

    private void form(boolean withReplica) {
        for (int i = 0; i < MASTERS; i++) {
            int[] slots = IntStream.range(from(i), from(i + 1)).toArray();
            Asked.of(servers.get(i), it -> it.clusterAddSlots(slots));
        }
        for (RedisServer each : servers.subList(1, servers.size())) {
            Asked.of(servers.getFirst(), it -> it.clusterMeet("127.0.0.1", each.port()));
        }
        Waiting.until("all know each other", () -> servers.stream().allMatch(it -> knowsAll(it)));
        // Not before: it takes them as long to begin, up to five seconds.
        waitForOthers(servers, LATE);
        if (withReplica) {
            haveReplicaFollow(0);
        }
    }

    /// Has the replica be one of this master.
    void haveReplicaFollow(int master) {
        String id = id(master);
        Asked.of(servers.getLast(), it -> it.clusterReplicate(id));
        Waiting.until(
                "the replica follows",
                () ->
                        Asked.info(servers.getLast(), "replication", "master_link_status")
                                .equals("up"));
        Waiting.until(
                "all know the replica",
                () ->
                        servers.stream()
                                .allMatch(it ->
                                        Asked.of(it, asked -> asked.clusterNodes())
                                                .contains("slave " + id)));
    }

    private String id(int server) {
        return Asked.of(servers.get(server), it -> it.clusterMyId());
    }

    private static void waitForOthers(List<RedisServer> servers, int millis) {
        servers.forEach(each ->
                Asked.of(
                        each,
                        it -> it.configSet("cluster-node-timeout", Integer.toString(millis))));
    }

    void kill(int server) {
        servers.get(server).kill();
        gone.add(servers.get(server));
    }

    /// Has one stand still: the system takes connections for it, and nobody answers.
    void pause(int server) throws IOException, InterruptedException {
        String process = Long.toString(servers.get(server).pid());
        int code = new ProcessBuilder("kill", "-STOP", process).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException("kill ends with " + code);
        }
        gone.add(servers.get(server));
    }

    /// The master that the replica follows was killed, or stands still.
    void haveReplicaTakeOver() {
        waitForOthers(servers.stream().filter(it -> !gone.contains(it)).toList(), SOON);
    }

    /// Cuts a master off from the others, one of which takes over its slots. It goes on telling that it has them.
    void cutOff(int master) {
        RedisServer away = servers.get(master);
        RedisServer heir = servers.get((master + 1) % MASTERS);
        List<RedisServer> others = servers.stream().filter(it -> !it.equals(away)).toList();
        String awayId = Asked.of(away, it -> it.clusterMyId());
        for (RedisServer each : others) {
            String id = Asked.of(each, it -> it.clusterMyId());
            Asked.of(away, it -> it.clusterForget(id));
        }
        others.forEach(each -> Asked.of(each, it -> it.clusterForget(awayId)));
        int[] slots = IntStream.range(from(master), from(master + 1)).toArray();
        Asked.of(heir, it -> it.clusterAddSlots(slots));
        Waiting.until(
                "the others go on without it",
                () ->
                        others.stream().allMatch(Cluster::isWhole)
                                && !isWhole(away)
                                && !Asked.of(away, it -> it.clusterSlots()).isEmpty());
    }

    private static boolean isWhole(RedisServer server) {
        return Asked.of(server, it -> it.clusterInfo()).contains("cluster_state:ok");
    }

    /// Tells the first that it has the first slot, or that it has not: then it takes nothing.
    void haveFirstSlot(boolean has) {
        RedisServer first = servers.getFirst();
        Asked.of(first, it -> has ? it.clusterAddSlots(0) : it.clusterDelSlots(0));
        Waiting.until("it is so", () -> isWhole(first) == has);
    }

    /// From now on nobody can connect.
    void shut() {
        servers.forEach(each -> Asked.of(each, it -> it.configSet("requirepass", "secret")));
    }

    /// Which of the masters is at a port.
    int at(int port) {
        return IntStream.range(0, MASTERS)
                .filter(i -> servers.get(i).port() == port)
                .findFirst()
                .orElseThrow();
    }

    private boolean knowsAll(RedisServer server) {
        String info = Asked.of(server, it -> it.clusterInfo());
        return info.contains("cluster_state:ok")
                && info.contains("cluster_known_nodes:" + servers.size())
                && Asked.of(server, it -> it.clusterSlots()).size() == MASTERS;
    }

    private static int from(int master) {
        return SlotHash.SLOT_COUNT * master / MASTERS;
    }

    /// A channel whose slot a master has; not the first slot.
    String channelOf(int master) {
        return channelsOf(master).findFirst().orElseThrow();
    }

    /// Channels of a master.
    Stream<String> channelsOf(int master) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "news:" + i)
                .filter(it ->
                        slot(it) > 0 && slot(it) >= from(master) && slot(it) < from(master + 1));
    }

    private static int slot(String channel) {
        return SlotHash.getSlot(new Keys("duplex").topic(channel));
    }

    /// Has a channel's slot, which has nothing in it, go to another master, and all know it but that one.
    void moveUnknownTo(int to, String channel) {
        String target = id(to);
        for (RedisServer each : servers) {
            if (!each.equals(servers.get(to))) {
                Asked.of(each, it -> it.clusterSetSlotNode(slot(channel), target));
            }
        }
    }

    /// Tells that one.
    void tell(int to, String channel) {
        String target = id(to);
        Asked.of(servers.get(to), it -> it.clusterSetSlotNode(slot(channel), target));
    }

    /// Moves a channel's slot with all that is in it.
    void move(String channel, int from, int to) {
        int slot = slot(channel);
        RedisServer source = servers.get(from);
        RedisServer target = servers.get(to);
        String sourceId = id(from);
        String targetId = id(to);
        Asked.of(target, it -> it.clusterSetSlotImporting(slot, sourceId));
        Asked.of(source, it -> it.clusterSetSlotMigrating(slot, targetId));
        Asked.of(
                source,
                it -> {
                    for (String key : it.clusterGetKeysInSlot(slot, 1_000)) {
                        it.migrate("127.0.0.1", target.port(), key, 0, MIGRATE_MILLIS);
                    }
                    return true;
                });
        Asked.of(target, it -> it.clusterSetSlotNode(slot, targetId));
        Asked.of(source, it -> it.clusterSetSlotNode(slot, targetId));
    }

    RedisEngine.Builder engine() {
        return RedisEngine.builder(servers.getFirst().url()).cluster(true);
    }

    @Override
    public void close() {
        // Who stands still does not end otherwise.
        gone.forEach(RedisServer::kill);
        servers.forEach(RedisServer::close);
    }
}
