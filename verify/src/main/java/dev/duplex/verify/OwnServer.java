package dev.duplex.verify;

import dev.duplex.faults.FaultProxy;
import dev.duplex.faults.InjectionException;
import dev.duplex.faults.LastingPort;
import dev.duplex.faults.Nodes;
import dev.duplex.faults.ProxyProcess;
import dev.duplex.faults.RedisProcess;
import dev.duplex.faults.RedisSentinels;
import dev.duplex.faults.ServerProcess;
import dev.duplex.verify.client.Target;
import dev.duplex.verify.json.Json;
import dev.duplex.verify.judge.Kept;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A `duplex serve` of the run's own on loopback, with its channels on disk; or several on one Redis, which is the run's own too, and before them perhaps a
/// balancer, likewise.
///
/// @param nodes the processes, which may be paused and killed
/// @param targets where each node is, and its key, in the order of the processes
/// @param balancer where the balancer is that is one of `nodes`; empty if there is none
public record OwnServer(Nodes nodes, List<Target> targets, Optional<Target> balancer)
        implements AutoCloseable {
    /// The most nodes.
    public static final int NODES_LIMIT = 16;

    /// What a channel keeps, and a client is brought up to date with.
    public static final Kept KEPT = new Kept(100_000, Duration.ofHours(1));

    /// How long a node that ends goes on serving, so that a balancer's checks find out (HAProxy's two, a second apart); then it sends its clients away over
    /// some time.
    private static final Map<String, Object> BEHIND_A_BALANCER =
            Map.of(
                    "trusted-proxies",
                    List.of("127.0.0.1"),
                    "shutdown-delay",
                    "3s",
                    "shutdown-window",
                    "1s");

    /// After how long a node has noticed that Redis says nothing: it asks every 3 s, and waits 5 s for the answer (`redis.patience`); busy machines take more.
    static final Duration SILENCE = Duration.ofSeconds(10);

    /// No payload of a run is as large.
    private static final long PAYLOAD_BYTES = 1_024;

    public OwnServer {
        targets = List.copyOf(targets);
    }

    /// Starts one with its channels on disk.
    ///
    /// @param program how the program `duplex` is started, without a command
    /// @param folder where its configuration, its data and what it prints are kept
    /// @param namespaces those of the run's channels
    /// @throws CannotRunException if it does not come up
    public static OwnServer start(List<String> program, Path folder, List<String> namespaces)
            throws CannotRunException, InterruptedException {
        Map<String, Object> engine = new LinkedHashMap<>();
        engine.put("engine", "disk");
        engine.put(
                "disk", Map.of("directory", folder.resolve("data").toString(), "sync", "always"));
        try (Starting starting = new Starting(program, folder, namespaces)) {
            starting.node("", engine);
            return starting.done();
        } catch (IOException e) {
            throw new CannotRunException("the server cannot be set up: " + e.getMessage());
        } catch (InjectionException e) {
            throw new CannotRunException(String.valueOf(e.getMessage()));
        }
    }

    /// Starts several that share their channels by a Redis, that Redis, and what is to stand before them. Of a Redis alone each node has a proxy of its own on the
    /// way there, or a cable.
    ///
    /// @param program how the program `duplex` is started, without a command
    /// @param folder where their configurations, Redis's data and what all of them print are kept
    /// @param namespaces those of the run's channels
    /// @throws CannotRunException if one does not come up, or Redis or the balancer is not installed, or there can be no network of Redis's own
    public static OwnServer startNodes(
            List<String> program, Path folder, List<String> namespaces, Layout layout)
            throws CannotRunException, InterruptedException {
        try (Starting starting = new Starting(program, folder, namespaces)) {
            if (layout.balancer().isPresent()) {
                layout.balancer().get().requireInstalled();
            }
            if (layout.sentinels()) {
                starting.sentinels = Optional.of(RedisSentinels.start(folder));
            } else {
                starting.redis =
                        Optional.of(
                                layout.apart()
                                        ? RedisProcess.startApart(folder, layout.nodes())
                                        : RedisProcess.start(folder));
            }
            for (int i = 1; i <= layout.nodes(); i++) {
                Map<String, Object> settings = starting.onRedis();
                layout.balancer().ifPresent(_ -> settings.putAll(BEHIND_A_BALANCER));
                starting.node("-" + i, settings);
            }
            if (layout.balancer().isPresent()) {
                starting.balancer(layout.balancer().get());
            }
            return starting.done();
        } catch (IOException e) {
            throw new CannotRunException("the nodes cannot be set up: " + e.getMessage());
        } catch (InjectionException e) {
            throw new CannotRunException(String.valueOf(e.getMessage()));
        }
    }

    /// Kills all of it.
    @Override
    public void close() {
        nodes.balancer().ifPresent(ProxyProcess::close);
        close(nodes.processes(), nodes.redis(), nodes.sentinels(), nodes.links());
    }

    private static void close(
            List<ServerProcess> processes,
            Optional<RedisProcess> redis,
            Optional<RedisSentinels> sentinels,
            List<FaultProxy> links) {
        processes.forEach(ServerProcess::close);
        redis.ifPresent(RedisProcess::close);
        sentinels.ifPresent(RedisSentinels::close);
        links.forEach(FaultProxy::close);
    }

    /// What has been started so far, which is closed with it unless all of it has.
    private static final class Starting implements AutoCloseable {
        private final List<String> program;
        private final Path folder;
        private final List<String> namespaces;
        private final String key = UUID.randomUUID().toString();
        private final List<ServerProcess> processes = new ArrayList<>();
        private final List<Target> targets = new ArrayList<>();
        private final List<FaultProxy> links = new ArrayList<>();
        private Optional<RedisProcess> redis = Optional.empty();
        private Optional<RedisSentinels> sentinels = Optional.empty();
        private Optional<Balancer> balancer = Optional.empty();
        private boolean done;

        Starting(List<String> program, Path folder, List<String> namespaces) {
            this.program = program;
            this.folder = folder;
            this.namespaces = namespaces;
        }

        /// The settings of another node on what they share.
        Map<String, Object> onRedis() throws IOException {
            if (sentinels.isPresent()) {
                return onRedis(sentinels.get().url(), "", false);
            }
            RedisProcess shared = redis.orElseThrow();
            return onRedis("redis://" + way(shared), shared.password(), true);
        }

        /// Where another node finds Redis.
        private String way(RedisProcess shared) throws IOException {
            if (!shared.cables().isEmpty()) {
                return shared.cables().get(processes.size()).address() + ":" + shared.port();
            }
            FaultProxy link = FaultProxy.start(shared.port());
            links.add(link);
            return "127.0.0.1:" + link.address().getPort();
        }

        /// @param password empty for none
        private static Map<String, Object> onRedis(
                String address, String password, boolean durable) {
            Map<String, Object> redis = new LinkedHashMap<>();
            redis.put("addresses", List.of(address));
            redis.put("durable", durable);
            if (!password.isEmpty()) {
                redis.put("password", password);
            }
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("engine", "redis");
            settings.put("redis", redis);
            return settings;
        }

        void node(String suffix, Map<String, Object> engine)
                throws InjectionException, IOException, InterruptedException {
            int port = LastingPort.find();
            Path configuration = folder.resolve("duplex" + suffix + ".yaml");
            Files.writeString(configuration, configuration(port, key, namespaces, engine));
            List<String> command = new ArrayList<>(withoutVariables());
            command.addAll(program);
            command.addAll(List.of("serve", "--config", configuration.toString()));
            URI base = URI.create("http://127.0.0.1:" + port);
            processes.add(
                    ServerProcess.of(command)
                            .start(
                                    folder.resolve("server" + suffix + ".log"),
                                    base.resolve("/ready")));
            targets.add(new Target(base, key, "", Map.of()));
        }

        void balancer(ProxyProcess.Program program)
                throws InjectionException, IOException, InterruptedException {
            List<Integer> ports = targets.stream().map(it -> it.base().getPort()).toList();
            balancer = Optional.of(Balancer.start(program, folder, ports));
        }

        OwnServer done() {
            Nodes nodes =
                    new Nodes(processes, redis, links, sentinels, balancer.map(Balancer::process));
            OwnServer server =
                    new OwnServer(
                            nodes,
                            targets,
                            balancer.map(it -> new Target(it.url(), "", "", Map.of())));
            done = true;
            return server;
        }

        @Override
        public void close() {
            if (!done) {
                balancer.ifPresent(Balancer::close);
                OwnServer.close(processes, redis, sentinels, links);
            }
        }
    }

    /// JSON, which is YAML.
    private static String configuration(
            int port, String key, List<String> namespaces, Map<String, Object> engine) {
        Map<String, Object> namespace = new LinkedHashMap<>();
        namespace.put("history-size", KEPT.publications());
        namespace.put("history-ttl", KEPT.time().toSeconds() + "s");
        namespace.put("recovery", "stream");
        namespace.put("allow", Map.of("subscribe", "anyone", "publish", "anyone"));
        Map<String, Object> all = new LinkedHashMap<>();
        namespaces.forEach(it -> all.put(it, namespace));
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("host", "127.0.0.1");
        settings.put("port", port);
        settings.put("anonymous", true);
        settings.put("api", Map.of("keys", List.of(key)));
        settings.putAll(engine);
        settings.put(
                "limits",
                Map.of(
                        "recover-publications",
                        KEPT.publications(),
                        "history-page-bytes",
                        KEPT.publications() * PAYLOAD_BYTES));
        settings.put("namespaces", all);
        return Json.write(settings);
    }

    /// Nothing of the user's environment configures it.
    private static List<String> withoutVariables() {
        List<String> command = new ArrayList<>(List.of("env"));
        System.getenv().keySet().stream()
                .filter(it -> it.startsWith("DUPLEX_"))
                .forEach(it -> command.addAll(List.of("-u", it)));
        return command;
    }
}
