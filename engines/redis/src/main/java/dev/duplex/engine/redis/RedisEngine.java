package dev.duplex.engine.redis;

import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.EngineException;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An engine that keeps channels in Redis (6.2 or newer) or Valkey, for as many nodes as connect to it.
///
/// ```java
/// Hub hub = Hub.builder().engine(RedisEngine.builder("redis://localhost").open()).build();
/// ```
///
/// Stages are completed by one thread of the engine, and the listener is told by those of connections: what hangs on them must not
/// wait.
public final class RedisEngine {
    static final System.Logger LOG = System.getLogger("dev.duplex.engine.redis");

    private final Servers servers;
    private final Engine engine;

    private RedisEngine(Servers servers, Engine engine) {
        this.servers = servers;
        this.engine = engine;
    }

    /// For the hub, which closes it.
    public Engine engine() {
        return engine;
    }

    /// Where it is connected to, for people: without what opens it.
    public List<String> servers() {
        return servers.all().stream().map(Server::name).toList();
    }

    /// Whether it does what it is for. Any thread.
    public RedisHealth health() {
        return servers.all().stream().allMatch(Server::isUp)
                ? RedisHealth.WORKING
                : RedisHealth.AWAY;
    }

    /// What it holds at the moment. Any thread.
    public RedisUsage usage() {
        return new RedisUsage(
                servers.all().stream().mapToLong(it -> it.commands().waitingBytes()).sum(),
                servers.all().stream().mapToInt(it -> it.topics().count()).sum());
    }

    /// Checks an address.
    ///
    /// @throws IllegalArgumentException if it is none; its message does not show it, for there may be a password in it
    public static void checkAddress(String address) {
        var _ = Builder.parsed(address);
    }

    /// Begins with the addresses of servers that have nothing to do with each other: channels are spread over them by their names, so that all nodes
    /// have to be given the same in the same order. An address is `redis://host:port`, `rediss://host:port` (TLS), with
    /// `user:password@` before the host and `/database` behind it as needed; or `redis-sentinel://host:port,host:port/database#master`.
    ///
    /// @throws IllegalArgumentException if there is none, or one is none
    public static Builder builder(String... addresses) {
        return new Builder(List.of(addresses));
    }

    /// Opens an engine. Not thread-safe.
    public static final class Builder {
        private static final Duration MORE_PATIENCE = Duration.ofSeconds(1);

        private final List<RedisURI> addresses = new ArrayList<>();

        /// Those without a password.
        private final List<RedisURI> open = new ArrayList<>();

        private String prefix = "duplex";
        private boolean durable;
        private boolean cluster;
        private Optional<Path> trust = Optional.empty();
        private RedisLimits limits = RedisLimits.DEFAULT;
        private RedisObserver observer = RedisObserver.NONE;

        private Builder(List<String> addresses) {
            for (String address : addresses) {
                RedisURI parsed = parsed(address);
                this.addresses.add(parsed);
                if (!address.contains("@")) {
                    open.add(parsed);
                }
            }
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("an engine on Redis needs an address");
            }
        }

        /// With which all its keys and channels begin, so that others can be beside it; `duplex` if this is not called.
        ///
        /// @throws IllegalArgumentException if it is empty or has braces
        public Builder prefix(String prefix) {
            if (prefix.isEmpty() || prefix.contains("{") || prefix.contains("}")) {
                throw new IllegalArgumentException("a prefix has characters, and no braces");
            }
            this.prefix = prefix;
            return this;
        }

        /// By which all servers let it in whose addresses have no password.
        public Builder password(String password) {
            open.forEach(it -> it.setAuthentication(password));
            return this;
        }

        /// The same, with a user that is not the default one.
        public Builder credentials(String user, String password) {
            open.forEach(it -> it.setAuthentication(user, password));
            return this;
        }

        /// A PEM file with the certificates of the authorities that are trusted for TLS; those of the JDK if this is not called.
        public Builder trust(Path certificates) {
            trust = Optional.of(certificates);
            return this;
        }

        /// Whether what Redis has answered outlives its restarts and failovers, for it is synced to the disk before
        /// (`appendfsync always`) and no replica that may lack something ever becomes the master. Then channels go on after
        /// them as if nothing had happened; otherwise they begin another epoch. Not if this is not called. Where it is said and is not so, two
        /// publications may get one position.
        public Builder durable(boolean durable) {
            this.durable = durable;
            return this;
        }

        /// Whether the addresses are those of servers of one Redis Cluster (7.0 or newer), any of them: channels are where their slots are. Not if this
        /// is not called.
        public Builder cluster(boolean cluster) {
            this.cluster = cluster;
            return this;
        }

        public Builder limits(RedisLimits limits) {
            this.limits = limits;
            return this;
        }

        /// Who hears what the engine does; nobody if this is not called.
        public Builder observer(RedisObserver observer) {
            this.observer = observer;
            return this;
        }

        /// Connects. Takes its time.
        ///
        /// @throws EngineException if a server cannot be connected to
        public Engine open() {
            return start().engine();
        }

        /// The same, for who wants to look after the engine.
        ///
        /// @throws EngineException likewise
        public RedisEngine start() {
            addresses.forEach(it -> it.setTimeout(limits.patience()));
            RedisObserver guarded =
                    observer.equals(RedisObserver.NONE) ? observer : new GuardedObserver(observer);
            Resources resources = new Resources(limits, guarded);
            Keys keys = new Keys(prefix);
            Servers servers =
                    cluster
                            ? new Slots(resources, addresses, trust, keys)
                            : new Spread(resources, addresses, trust);
            try {
                servers.open(limits.patience().plus(MORE_PATIENCE));
            } catch (RuntimeException e) {
                servers.close();
                throw e;
            }
            RedisEngine started =
                    new RedisEngine(
                            servers,
                            new Engine(
                                    new RedisStreams(servers, keys, limits, durable),
                                    new RedisPresence(servers, keys),
                                    new RedisNodes(servers, keys, resources.clock())));
            guarded.observes(started);
            return started;
        }

        private static RedisURI parsed(String address) {
            try {
                RedisURI parsed = RedisURI.create(address);
                parsed.setClientName("duplex");
                return parsed;
            } catch (IllegalArgumentException _) {
                throw new IllegalArgumentException(
                        "an address of Redis is like redis://host:port, rediss://host:port, or"
                                + " redis-sentinel://host:port,host:port/0#master");
            }
        }
    }
}
