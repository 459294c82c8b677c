package dev.duplex.bench;

import dev.duplex.bench.load.Carrier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A server to measure, and where that is what is compared, the way in which its clients are served.
enum Peer {
    /// Ours.
    DUPLEX("Duplex"),
    /// Netty's own WebSocket handlers.
    NETTY("Netty handlers"),
    /// Bun, whose server is uWebSockets.
    BUN("Bun"),
    /// Ours, through the hub and the Centrifuge protocol in JSON.
    CENTRIFUGE_JSON("Duplex, Centrifuge JSON"),
    /// Ours with the JDK's TLS, as it is.
    JDK("Duplex, JDK"),
    /// Ours with BoringSSL by tcnative, whose memory a finalizer gives back.
    OPENSSL("Duplex, OpenSSL"),
    /// The same, counting references instead.
    OPENSSL_REFCNT("Duplex, OpenSSL, counted"),
    /// Ours without TLS, to see what TLS adds.
    PLAIN("Duplex, no TLS"),
    /// Ours, by WebSocket.
    WEBSOCKET("WebSocket"),
    /// Ours, by SockJS over WebSocket.
    SOCKJS_WEBSOCKET("SockJS, websocket"),
    /// Ours, by a response that stays open.
    XHR_STREAMING("SockJS, xhr_streaming"),
    /// Ours, by server-sent events.
    EVENTSOURCE("SockJS, eventsource"),
    /// Ours, by long polling.
    XHR("SockJS, xhr (long polling)"),
    /// Ours, asked at intervals.
    POLLING("plain polling");

    /// What the tables without TLS compare; the ratios are to the first.
    static final List<Peer> WITHOUT_TLS = List.of(DUPLEX, NETTY, BUN);

    /// What the tables of channels compare; the ratios are to the first. The others have rooms.
    static final List<Peer> IN_A_CHANNEL = List.of(CENTRIFUGE_JSON, DUPLEX, BUN);

    /// What those with TLS compare; the ratios are to the first.
    static final List<Peer> WITH_TLS = List.of(JDK, OPENSSL, OPENSSL_REFCNT, PLAIN);

    /// What the table of carriers compares; the ratios are to the first.
    static final List<Peer> CARRIED =
            List.of(WEBSOCKET, SOCKJS_WEBSOCKET, XHR_STREAMING, EVENTSOURCE, XHR, POLLING);

    /// Those of them whose clients wait; the ratios are to the first.
    static final List<Peer> WAITING =
            List.of(WEBSOCKET, SOCKJS_WEBSOCKET, XHR_STREAMING, EVENTSOURCE, XHR);

    /// Read by the server as it says in `Certificates`.
    private static final String TLS_PROVIDER = "-Ddev.duplex.transport.tlsProvider=";

    /// The same for every peer on a JVM: one core's collector, a heap that never has to grow, no
    /// buffer tracking.
    private static final List<String> JVM =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xms1g",
                    "-Xmx1g",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dio.netty.leakDetection.level=disabled");

    /// For memory: a heap that gives back what it does not use, so that resident memory says
    /// something.
    private static final List<String> JVM_IDLE =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xms16m",
                    "-Xmx2g",
                    "-XX:MinHeapFreeRatio=5",
                    "-XX:MaxHeapFreeRatio=10",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dio.netty.leakDetection.level=disabled");

    private final String title;

    Peer(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    boolean onJvm() {
        return this != BUN;
    }

    /// Whether it speaks TLS.
    boolean secure() {
        return switch (this) {
            case JDK, OPENSSL, OPENSSL_REFCNT -> true;
            case DUPLEX, NETTY, BUN, CENTRIFUGE_JSON, PLAIN -> false;
            case WEBSOCKET, SOCKJS_WEBSOCKET, XHR_STREAMING, EVENTSOURCE, XHR, POLLING -> false;
        };
    }

    /// By what its messages get to clients, where that is what is compared.
    Optional<Carrier> carrier() {
        return switch (this) {
            case DUPLEX, NETTY, BUN, CENTRIFUGE_JSON, JDK, OPENSSL, OPENSSL_REFCNT, PLAIN ->
                    Optional.empty();
            case WEBSOCKET -> Optional.of(Carrier.WEBSOCKET);
            case SOCKJS_WEBSOCKET -> Optional.of(Carrier.SOCKJS_WEBSOCKET);
            case XHR_STREAMING -> Optional.of(Carrier.XHR_STREAMING);
            case EVENTSOURCE -> Optional.of(Carrier.EVENTSOURCE);
            case XHR -> Optional.of(Carrier.XHR);
            case POLLING -> Optional.of(Carrier.POLLING);
        };
    }

    /// The command that starts it on a port of the system's choice.
    ///
    /// @param bench the directory `benchmarks/` of the project
    /// @param certificate for a peer that speaks TLS, where its files are
    /// @param jvmArguments further ones, for the peers that are on one
    List<String> command(
            Path bench, Scenario scenario, Optional<Path> certificate, List<String> jvmArguments) {
        List<String> command = new ArrayList<>();
        switch (this) {
            case DUPLEX,
                    NETTY,
                    CENTRIFUGE_JSON,
                    JDK,
                    OPENSSL,
                    OPENSSL_REFCNT,
                    PLAIN,
                    WEBSOCKET,
                    SOCKJS_WEBSOCKET,
                    XHR_STREAMING,
                    EVENTSOURCE,
                    XHR,
                    POLLING -> {
                command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
                command.addAll(scenario.isIdle() ? JVM_IDLE : JVM);
                if (secure()) {
                    command.add(TLS_PROVIDER + name());
                }
                command.addAll(jvmArguments);
                command.add("-cp");
                command.add(System.getProperty("java.class.path"));
                command.add(
                        "dev.duplex.bench.peer." + (this == NETTY ? "NettyPeer" : "DuplexPeer"));
            }
            case BUN -> {
                command.add(bun(bench).toString());
                command.add(bench.resolve("peers/bun/server.js").toString());
            }
        }
        command.add("0");
        if (scenario.deflated()) {
            command.add("--deflate");
        }
        certificate.ifPresent(directory -> command.add("--tls=" + directory));
        return command;
    }

    /// Where `npm ci` puts the program.
    static Path bun(Path bench) {
        return bench.resolve("peers/bun/node_modules/@oven/bun-linux-x64/bin/bun");
    }
}
