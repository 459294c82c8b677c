package dev.duplex.app.services;

import dev.duplex.Server;
import dev.duplex.api.ApiObserver;
import dev.duplex.centrifuge.CentrifugeObserver;
import dev.duplex.channels.HubObserver;
import dev.duplex.engine.disk.DiskObserver;
import dev.duplex.engine.redis.RedisObserver;
import dev.duplex.http.HttpHandler;
import dev.duplex.metrics.ApiMetrics;
import dev.duplex.metrics.CentrifugeMetrics;
import dev.duplex.metrics.DiskMetrics;
import dev.duplex.metrics.Metrics;
import dev.duplex.metrics.RedisMetrics;
import dev.duplex.metrics.RoomMetrics;
import dev.duplex.room.RoomObserver;
import java.util.Optional;

/// The program's metrics, and `/metrics`; without them nothing is counted.
public final class MetricsPage {
    /// Where they are.
    public static final String PATH = "/metrics";

    private final Optional<Metrics> metrics;
    private final CentrifugeObserver dialect;
    private final ApiObserver api;

    private MetricsPage(Optional<Metrics> metrics) {
        this.metrics = metrics;
        dialect =
                metrics.<CentrifugeObserver>map(CentrifugeMetrics::new)
                        .orElse(CentrifugeObserver.NONE);
        api = metrics.<ApiObserver>map(ApiMetrics::new).orElse(ApiObserver.NONE);
    }

    /// @param on whether there are any
    public static MetricsPage of(boolean on) {
        return new MetricsPage(on ? Optional.of(Metrics.create()) : Optional.empty());
    }

    /// Counts what the server does, and serves what was counted: to who shows the token; if there is none, as in the development mode, to whom the server answers at all.
    public void mount(Server.Builder server, Optional<String> token) {
        metrics.ifPresent(all -> {
            HttpHandler handler = token.map(all::handler).orElseGet(all::handler);
            server.observer(all.server()).http(PATH, handler);
        });
    }

    /// For the hub.
    public HubObserver hub() {
        return metrics.map(Metrics::hub).orElse(HubObserver.NONE);
    }

    /// For the HTTP API.
    public ApiObserver api() {
        return api;
    }

    /// For the engine on disk. Once.
    public DiskObserver disk() {
        return metrics.<DiskObserver>map(DiskMetrics::new).orElse(DiskObserver.NONE);
    }

    /// For the engine on Redis. Once.
    public RedisObserver redis() {
        return metrics.<RedisObserver>map(RedisMetrics::new).orElse(RedisObserver.NONE);
    }

    /// For the room of a game, under its name. Once.
    public RoomObserver room(String name) {
        return metrics.map(it -> new RoomMetrics(it).room(name)).orElse(RoomObserver.NONE);
    }

    /// For endpoints of the dialect.
    public CentrifugeObserver dialect() {
        return dialect;
    }
}
