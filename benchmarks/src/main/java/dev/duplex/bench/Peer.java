package dev.duplex.bench;

import dev.duplex.bench.load.Carrier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A server to measure, and where that is what is compared, the way in which its clients are served.
enum Peer {
    /// Ours.
    DUPLEX("Duplex", duplex()),
    /// Netty's own WebSocket handlers.
    NETTY("Netty handlers", new Program.Java("NettyPeer")),
    /// Bun, whose server is uWebSockets.
    BUN("Bun", new Program.Bun("server.js")),
    /// Jetty 12, by its own WebSocket API.
    JETTY("Jetty", new Program.Java("JettyPeer")),
    /// Undertow.
    UNDERTOW("Undertow", new Program.Java("UndertowPeer")),
    /// Vert.x 5, which is on Netty.
    VERTX("Vert.x", new Program.Java("VertxPeer")),
    /// Java-WebSocket.
    JAVA_WEBSOCKET("Java-WebSocket", new Program.Java("JavaWebSocketPeer")),
    /// ws, on Node.js.
    WS("ws (Node.js)", new Program.Node("ws.js")),
    /// nginx with nchan.
    NCHAN("nchan (nginx)", new Program.Debian("nchan")),
    /// NATS by WebSocket, whose clients speak its own protocol.
    NATS("NATS", new Program.Debian("nats")),
    /// sockjs-node, on Node.js.
    SOCKJS_NODE("sockjs-node", new Program.Node("sockjs.js")),
    /// Ours, through the hub and the Centrifuge protocol in JSON.
    CENTRIFUGE_JSON("Duplex, Centrifuge JSON", duplex()),
    /// The same in a channel with a history, kept in memory.
    CENTRIFUGE_MEMORY("Duplex, history in memory", duplex()),
    /// The same, kept on disk: delivered when it is synced.
    CENTRIFUGE_DISK("Duplex, history on disk", duplex()),
    /// The same in a channel with presence, joins and leaves.
    CENTRIFUGE_PRESENCE("Duplex, presence", duplex()),
    /// Ours, with a handler that waits for messages on a virtual thread of its session.
    BLOCKING("Duplex, forEach", duplex()),
    /// Ours on epoll, which is what it is on by default.
    EPOLL("Duplex, epoll", duplex()),
    /// Ours on io_uring.
    IO_URING("Duplex, io_uring", duplex()),
    /// Ours on the JDK's selectors.
    NIO("Duplex, NIO", duplex()),
    /// One node, its channels in memory.
    MEMORY_NODE("memory, 1 node", duplex()),
    /// One node, its channels on disk.
    DISK_NODE("disk, 1 node", duplex()),
    /// One node on Redis.
    REDIS_1("Redis, 1 node", duplex()),
    /// Two nodes on one Redis.
    REDIS_2("Redis, 2 nodes", duplex()),
    /// Three nodes on one Redis.
    REDIS_3("Redis, 3 nodes", duplex()),
    /// Ours with the JDK's TLS, as it is.
    JDK("Duplex, JDK", tls("JDK")),
    /// Ours with BoringSSL by tcnative, whose memory a finalizer gives back.
    OPENSSL("Duplex, OpenSSL", tls("OPENSSL")),
    /// The same, counting references instead.
    OPENSSL_REFCNT("Duplex, OpenSSL, counted", tls("OPENSSL_REFCNT")),
    /// Ours without TLS, to see what TLS adds.
    PLAIN("Duplex, no TLS", duplex()),
    /// Ours, by WebSocket.
    WEBSOCKET("WebSocket", Carrier.WEBSOCKET),
    /// Ours, by SockJS over WebSocket.
    SOCKJS_WEBSOCKET("SockJS, websocket", Carrier.SOCKJS_WEBSOCKET),
    /// Ours, by a response that stays open.
    XHR_STREAMING("SockJS, xhr_streaming", Carrier.XHR_STREAMING),
    /// Ours, by server-sent events.
    EVENTSOURCE("SockJS, eventsource", Carrier.EVENTSOURCE),
    /// Ours, by long polling.
    XHR("SockJS, xhr (long polling)", Carrier.XHR),
    /// Ours, asked at intervals.
    POLLING("plain polling", Carrier.POLLING);

    /// What the tables without TLS compare; the ratios are to the first.
    static final List<Peer> WITHOUT_TLS =
            List.of(DUPLEX, NETTY, BUN, JETTY, UNDERTOW, VERTX, JAVA_WEBSOCKET, WS);

    /// What those of fan-out compare: brokers have no echo.
    static final List<Peer> FANNING_OUT =
            List.of(DUPLEX, NETTY, BUN, JETTY, UNDERTOW, VERTX, JAVA_WEBSOCKET, WS, NCHAN, NATS);

    /// What those of SockJS compare; the ratios are to the first.
    static final List<Peer> OF_SOCKJS = List.of(DUPLEX, SOCKJS_NODE);

    /// What the tables of channels compare; the ratios are to the first. The others have rooms.
    static final List<Peer> IN_A_CHANNEL = List.of(CENTRIFUGE_JSON, DUPLEX, BUN);

    /// What those of histories compare; the ratios are to the first.
    static final List<Peer> WITH_HISTORY =
            List.of(CENTRIFUGE_MEMORY, CENTRIFUGE_DISK, CENTRIFUGE_JSON);

    /// What those of coming and going in a channel compare; the ratios are to the first.
    static final List<Peer> WITH_PRESENCE = List.of(CENTRIFUGE_PRESENCE, CENTRIFUGE_JSON);

    /// What those of handlers compare; the ratios are to the first.
    static final List<Peer> HANDLING = List.of(DUPLEX, BLOCKING);

    /// What those of transports compare; the ratios are to the first. Their names are the transports'.
    static final List<Peer> ON_TRANSPORTS = List.of(EPOLL, IO_URING, NIO);

    /// What those of nodes compare; the ratios are to the first.
    static final List<Peer> NODES = List.of(MEMORY_NODE, REDIS_1, REDIS_2, REDIS_3);

    /// Those with a history, which the disk keeps too; the ratios are to the first.
    static final List<Peer> NODES_WITH_HISTORY =
            List.of(MEMORY_NODE, DISK_NODE, REDIS_1, REDIS_2, REDIS_3);

    /// What those with TLS compare; the ratios are to the first.
    static final List<Peer> WITH_TLS = List.of(JDK, OPENSSL, OPENSSL_REFCNT, PLAIN);

    /// What the table of carriers compares; the ratios are to the first.
    static final List<Peer> CARRIED =
            List.of(WEBSOCKET, SOCKJS_WEBSOCKET, XHR_STREAMING, EVENTSOURCE, XHR, POLLING);

    /// Those of them whose clients wait; the ratios are to the first.
    static final List<Peer> WAITING =
            List.of(WEBSOCKET, SOCKJS_WEBSOCKET, XHR_STREAMING, EVENTSOURCE, XHR);

    private final String title;

    @SuppressWarnings(
            "ImmutableEnumChecker") // records of strings and of lists that cannot be changed
    private final Program program;

    private final Optional<Carrier> carrier;

    Peer(String title, Program program) {
        this(title, program, Optional.empty());
    }

    Peer(String title, Carrier carrier) {
        this(title, duplex(), Optional.of(carrier));
    }

    Peer(String title, Program program, Optional<Carrier> carrier) {
        this.title = title;
        this.program = program;
        this.carrier = carrier;
    }

    private static Program duplex() {
        return new Program.Java("DuplexPeer");
    }

    /// @param provider as the server takes it in `Certificates`
    private static Program tls(String provider) {
        return new Program.Java(
                "DuplexPeer", List.of("-Ddev.duplex.transport.tlsProvider=" + provider));
    }

    /// For people.
    String title() {
        return title;
    }

    /// What chooses it on the command line.
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The peer of an option, however it is spelled: `java-websocket` is `java_websocket`.
    static Optional<Peer> of(String option) {
        String name = option.strip().replace('-', '_');
        return Arrays.stream(values()).filter(it -> it.name().equalsIgnoreCase(name)).findFirst();
    }

    Program program() {
        return program;
    }

    boolean onJvm() {
        return program instanceof Program.Java;
    }

    /// Whether it speaks TLS.
    boolean secure() {
        return WITH_TLS.contains(this) && this != PLAIN;
    }

    /// Whether it is on a Redis.
    boolean onRedis() {
        return this == REDIS_1 || this == REDIS_2 || this == REDIS_3;
    }

    /// Of how many servers it is.
    int nodes() {
        return this == REDIS_3 ? 3 : this == REDIS_2 ? 2 : 1;
    }

    /// By what its messages get to clients, where that is what is compared.
    Optional<Carrier> carrier() {
        return carrier;
    }

    /// The command that starts it.
    ///
    /// @param bench the directory `benchmarks/` of the project
    /// @param certificate for a peer that speaks TLS, where its files are
    /// @param jvmArguments further ones, for the peers that are on one
    List<String> command(
            Path bench, Scenario scenario, Optional<Path> certificate, List<String> jvmArguments) {
        List<String> command =
                new ArrayList<>(program.start(bench, scenario.isIdle(), jvmArguments));
        command.add(Integer.toString(program.port()));
        if (scenario.deflated()) {
            command.add("--deflate");
        }
        if (this == CENTRIFUGE_DISK || this == DISK_NODE) {
            command.add("--disk=" + bench.resolve("target/duplex-bench/hub"));
        }
        if (ON_TRANSPORTS.contains(this)) {
            command.add("--transport=" + name());
        }
        certificate.ifPresent(directory -> command.add("--tls=" + directory));
        return command;
    }
}
