package dev.duplex.app;

import dev.duplex.Origins;
import dev.duplex.Server;
import dev.duplex.api.ProgramMethod;
import dev.duplex.app.arena.Arena;
import dev.duplex.app.config.ServeOptions;
import dev.duplex.app.config.ServedChannels;
import dev.duplex.app.config.UserError;
import dev.duplex.app.door.Doors;
import dev.duplex.app.feed.LiveFeed;
import dev.duplex.app.line.SlowLines;
import dev.duplex.app.notes.Notifications;
import dev.duplex.app.services.BrowserExamples;
import dev.duplex.app.services.CentrifugeClients;
import dev.duplex.app.services.Channels;
import dev.duplex.app.services.ClientAccess;
import dev.duplex.app.services.ClientScript;
import dev.duplex.app.services.Echo;
import dev.duplex.app.services.Health;
import dev.duplex.app.services.HttpApi;
import dev.duplex.app.services.MetricsPage;
import dev.duplex.app.services.Page;
import dev.duplex.app.services.Readiness;
import dev.duplex.app.services.Routes;
import dev.duplex.app.services.TestServices;
import dev.duplex.app.ticker.LiveTicker;
import dev.duplex.app.wire.BothTaps;
import dev.duplex.app.wire.WireTrace;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.HubObserver;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.engine.Cluster;
import dev.duplex.channels.engine.Engine;
import dev.duplex.channels.engine.EngineException;
import dev.duplex.http.HttpHandler;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// `duplex serve`: a server made of its options, from the line that says where it is to its end.
final class Serving implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Serving.class.getName());

    private final ServeOptions options;
    private final Server server;
    private final Hub hub;
    private final Storage storage;
    private final ClientAccess access;
    private final WireTrace trace;
    private final LiveFeed feed;
    private final LiveTicker ticker;
    private final Optional<Arena> arena;
    private final Optional<Doors> doors;
    private final Ending ending;

    private Serving(
            ServeOptions options,
            Server server,
            Hub hub,
            Storage storage,
            ClientAccess access,
            WireTrace trace,
            LiveFeed feed,
            LiveTicker ticker,
            Optional<Arena> arena,
            Optional<Doors> doors,
            Ending ending) {
        this.options = options;
        this.server = server;
        this.hub = hub;
        this.storage = storage;
        this.access = access;
        this.trace = trace;
        this.feed = feed;
        this.ticker = ticker;
        this.arena = arena;
        this.doors = doors;
        this.ending = ending;
    }

    /// Starts to serve.
    ///
    /// @throws UserError if it cannot
    static Serving start(ServeOptions options) throws UserError {
        MetricsPage metrics = MetricsPage.of(options.metrics().on());
        Storage storage = Storage.open(options.channels(), metrics);
        Hub hub = storage.hub(engine -> hub(options, engine, metrics.hub()));
        return start(options, hub, storage, metrics);
    }

    /// Starts to serve a hub, and closes it if it cannot.
    ///
    /// @param storage what the hub's channels are kept in
    static Serving start(ServeOptions options, Hub hub, Storage storage, MetricsPage metrics)
            throws UserError {
        ClientAccess access = new ClientAccess(options.channels(), options.dev());
        boolean started = false;
        try {
            Serving serving = start(options, hub, storage, access, metrics);
            started = true;
            return serving;
        } finally {
            if (!started) {
                access.close();
                hub.close();
            }
        }
    }

    private static Serving start(
            ServeOptions options,
            Hub hub,
            Storage storage,
            ClientAccess access,
            MetricsPage metrics)
            throws UserError {
        Readiness readiness = new Readiness(storage.problem());
        Ending ending =
                new Ending(
                        readiness,
                        new Ending.Plan(options.shutdownDelay(), options.shutdownWindow()));
        Server.Builder builder =
                Server.builder()
                        .host(options.host())
                        .port(options.port())
                        .transport(options.transport())
                        .eventLoops(options.eventLoops())
                        .limits(options.limits())
                        .hosts(options.hosts())
                        .trustedProxies(options.proxies())
                        .hub(hub)
                        .http("/health", new Health(storage.failure()))
                        .http("/ready", readiness);
        options.tls().ifPresent(builder::tls);
        metrics.mount(builder, options.metrics().token());
        Routes routes = new Routes(builder, options.webSocket(), options.sockJs());
        WireTrace trace = new WireTrace();
        LiveFeed feed = new LiveFeed();
        LiveTicker ticker = new LiveTicker(hub);
        TestServices testServices = new TestServices();
        Optional<Arena> arena =
                options.dev() ? Optional.of(new Arena(metrics.room("arena"))) : Optional.empty();
        arena.ifPresent(it -> it.mount(routes, options.limits()));
        if (options.dev()) {
            development(routes, trace, feed);
            builder.wireTap(new BothTaps(trace, feed.meter()));
        }
        Notifications notifications =
                new Notifications(hub, InstantSource.system(), System::nanoTime);
        ServedChannels channels = options.channels();
        if (!channels.isEmpty()) {
            CentrifugeClients clients =
                    new CentrifugeClients(
                            hub,
                            access.access(),
                            channels.centrifuge(),
                            options.limits().messageBytes(),
                            options.dev() ? notifications.methods() : Map.of(),
                            metrics.dialect());
            Channels.mount(routes, clients, options.origins());
            if (options.dev()) {
                new SlowLines().mount(routes, clients);
                ticker.mount(routes);
            }
        }
        if (options.api().isServed()) {
            Map<String, ProgramMethod> methods = new HashMap<>(storage.methods());
            methods.putAll(new DrainMethods(ending, options).all());
            HttpApi.mount(routes, hub, options.api(), methods, metrics.api());
        }
        if (options.testServices()) {
            testServices.mount(routes, options.origins());
        } else if (options.dev()) {
            routes.both("/echo", new Echo(), sockJs -> sockJs.origins(Origins.any()));
        }
        if (options.dev() || options.testServices() || !channels.isEmpty()) {
            routes.http(ClientScript.PATH, new ClientScript());
        }
        Server server = listen(builder, options);
        if (!options.dev()) {
            OpenFiles.warning(options.limits().connections())
                    .ifPresent(it -> LOG.log(System.Logger.Level.WARNING, it));
        }
        testServices.started(server);
        readiness.started();
        Optional<Doors> doors = arena.map(it -> doors(hub, it, ticker, notifications));
        Serving serving =
                new Serving(
                        options, server, hub, storage, access, trace, feed, ticker, arena, doors,
                        ending);
        ending.serves(server, serving::closeAll);
        if (options.channels().redis().isPresent()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Node {0} ({1}), one of those that share their channels",
                    options.node(),
                    hub.node());
        }
        return serving;
    }

    /// The channels that are configured, and no others but the rooms of the test services.
    private static Hub hub(ServeOptions options, Engine engine, HubObserver observer) {
        ServedChannels channels = options.channels();
        Map<String, ChannelOptions> namespaces = new HashMap<>();
        channels.namespaces().forEach((name, it) -> namespaces.put(name, it.options()));
        if (options.testServices()) {
            namespaces.put(TestServices.NAMESPACE, ChannelOptions.TRANSIENT);
        }
        return Hub.builder()
                .node(
                        new Cluster.Node(
                                UUID.randomUUID().toString(), options.node(), Duplex.version()))
                .namespaces(Namespaces.of(namespaces))
                .limits(channels.hub())
                .observer(observer)
                .engine(engine)
                .build();
    }

    /// The channels that it serves.
    Hub hub() {
        return hub;
    }

    /// Prints where it serves, where channels are kept, and how to publish, if only this start has the key for it. After [#endWithProcess]: whoever has read the
    /// first line may end the process.
    void announce(PrintStream out) {
        String url = url();
        out.println(announcement(url));
        storage.place().ifPresent(it -> out.println("Channels are kept in " + it));
        if (options.api().generated()) {
            out.println("To publish, with an API key that is good until it ends:");
            out.println("  " + curl(url, options.api().keys().getFirst()));
        }
    }

    /// A command for a shell.
    private String curl(String url, String key) {
        return "curl"
                // The certificate of somebody's own machine is often signed by nobody else.
                + (options.tls().isPresent() ? " --insecure" : "")
                + " -H 'X-API-Key: "
                + key
                + "' -d '{\"channel\":\"chat:lobby\",\"data\":\"hello\"}' "
                + url
                + HttpApi.PATH.substring(1)
                + "/publish";
    }

    private static void development(Routes routes, WireTrace trace, LiveFeed feed) {
        HttpHandler page = new Page();
        routes.http("/", page);
        routes.http("/*", page);
        routes.http(BrowserExamples.PATH, new BrowserExamples());
        routes.http("/_dev/wire", trace.events());
        feed.mount(routes);
    }

    /// What the front page shows of the demos.
    private static Doors doors(
            Hub hub, Arena arena, LiveTicker ticker, Notifications notifications) {
        return Doors.open(
                hub,
                Map.of(
                        "arena", () -> CompletableFuture.completedStage(arena.glance()),
                        "ticker", ticker::glance,
                        "notifications", notifications::glance));
    }

    private static Server listen(Server.Builder builder, ServeOptions options) throws UserError {
        try {
            return builder.start();
        } catch (UncheckedIOException e) {
            throw UserError.runtime(StartFailure.sentence(e, options));
        } catch (IllegalStateException e) {
            throw UserError.runtime(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        }
    }

    /// The address, as a browser takes it; it ends with a slash.
    private String url() {
        InetAddress host = server.address().getAddress();
        String name =
                host.isAnyLocalAddress()
                        ? "localhost"
                        : host.getHostAddress().contains(":")
                                ? "[" + host.getHostAddress() + "]"
                                : host.getHostAddress();
        return (options.tls().isPresent() ? "https://" : "http://")
                + name
                + ":"
                + server.address().getPort()
                + "/";
    }

    private String announcement(String url) {
        String how =
                options.dev()
                        ? " (development mode: loopback only)"
                        : server.address().getAddress().isAnyLocalAddress()
                                ? " (listening on all addresses)"
                                : "";
        return "Duplex is at " + url + how;
    }

    /// Ends the server gracefully when the process is told to end, and the process with 0: it did what
    /// it was asked for.
    void endWithProcess() {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("duplex-end")
                                .unstarted(() -> {
                                    close();
                                    Runtime.getRuntime().halt(0);
                                }));
    }

    /// Waits until the server is closed.
    void awaitEnd() {
        try {
            server.awaitClose();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends it as the options say ([Ending#end]), and returns when it has ended.
    @Override
    public void close() {
        ending.end();
    }

    /// Closes the server within the time that the options give it, and what belongs to it.
    private void closeAll() {
        LOG.log(
                System.Logger.Level.INFO,
                "Stopping: open connections ({0}) have {1} to close",
                server.connections(),
                Ending.written(options.shutdownTimeout()));
        trace.close();
        feed.close();
        doors.ifPresent(Doors::close);
        ticker.close();
        arena.ifPresent(Arena::close);
        server.close(options.shutdownTimeout());
        access.close();
        closeHub();
        LOG.log(System.Logger.Level.INFO, "Stopped");
    }

    /// After the server: what it has taken has been answered.
    private void closeHub() {
        try {
            hub.close();
        } catch (EngineException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The channels were not closed as they should be, and the next start finds out what is there: {0}",
                    e.getMessage());
        }
    }
}
