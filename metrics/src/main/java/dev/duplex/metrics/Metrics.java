package dev.duplex.metrics;

import dev.duplex.ServerObserver;
import dev.duplex.channels.HubObserver;
import dev.duplex.http.HttpHandler;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.Optional;

/// Metrics for Prometheus. Its observers count; its handler tells what they have counted.
///
/// ```java
/// Metrics metrics = Metrics.create();
/// Hub hub = Hub.builder().observer(metrics.hub()).build();
/// Server server =
///         Server.builder()
///                 .hub(hub)
///                 .observer(metrics.server())
///                 .webSocket("/echo", endpoint)
///                 .http("/metrics", metrics.handler(token))
///                 .start();
/// ```
///
/// Several servers and hubs may have the same observers: what they do is summed up. What there is: `docs/metrics.md`. All methods may be called
/// from any thread.
public final class Metrics {
    private final PrometheusRegistry registry;
    private final ServerMetrics server;
    private final HubMetrics hub;

    private Metrics(Builder builder) {
        registry = builder.registry;
        Registration registration = new Registration(registry);
        registration.info(Family.BUILD_INFO, version());
        server = new ServerMetrics(registration);
        hub = new HubMetrics(registration, builder.clock);
        if (builder.jvm) {
            JvmMetrics.builder().register(registry);
        }
    }

    /// In a registry of their own, with those of the JVM.
    public static Metrics create() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    private static String version() {
        return Optional.ofNullable(Metrics.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }

    /// For [dev.duplex.Server.Builder#observer].
    public ServerObserver server() {
        return server;
    }

    /// For [dev.duplex.channels.Hub.Builder#observer].
    public HubObserver hub() {
        return hub;
    }

    /// Tells the metrics to whoever asks: for a path that strangers do not reach. They say how much there is of what, and what for,
    /// but not of whom.
    public HttpHandler handler() {
        return new Scrape(registry);
    }

    /// Tells the metrics to who shows this token (`Authorization: Bearer …`); others get 401.
    ///
    /// @throws IllegalArgumentException if the token has less than [#MIN_TOKEN_LENGTH] characters
    public HttpHandler handler(String token) {
        return new BearerToken(token, handler());
    }

    /// The fewest characters of a token.
    public static final int MIN_TOKEN_LENGTH = 16;

    /// The registry in which they are, for metrics of the program's own, and for exporters of other kinds.
    public PrometheusRegistry registry() {
        return registry;
    }

    /// Makes metrics. What is not set is as in [Metrics#create].
    public static final class Builder {
        private PrometheusRegistry registry = new PrometheusRegistry();
        private boolean jvm = true;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /// The registry to put them into: that of a program that has metrics already. By default one of their own.
        public Builder registry(PrometheusRegistry registry) {
            this.registry = registry;
            return this;
        }

        /// Whether there are those of the JVM and the process too, which a program may have already. By default they are there.
        public Builder jvm(boolean jvm) {
            this.jvm = jvm;
            return this;
        }

        Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /// @throws IllegalArgumentException if the registry has such metrics already
        public Metrics build() {
            return new Metrics(this);
        }
    }
}
