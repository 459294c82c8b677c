package dev.duplex.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.bench.load.Load;
import dev.duplex.bench.load.LoadLoop;
import dev.duplex.bench.load.Target;
import dev.duplex.bench.load.Traffic;
import io.undertow.Undertow;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The peers on a JVM that are neither Duplex nor Netty's handlers: each answers what it is asked in the measurements, and
/// gives to all what is for all, with the right content.
class OthersTest {
    private final LoadLoop loop = new LoadLoop();

    @AfterEach
    void stop() {
        loop.close();
    }

    /// How a peer is ended.
    interface End {
        void now() throws Exception;
    }

    /// A peer that runs.
    record Running(int port, End end) {}

    enum Other {
        JETTY {
            @Override
            Running start(PeerArguments arguments) throws Exception {
                Server server = JettyPeer.start(arguments);
                return new Running(JettyPeer.port(server), server::stop);
            }
        },
        UNDERTOW {
            @Override
            Running start(PeerArguments arguments) {
                Undertow server = UndertowPeer.start(arguments);
                return new Running(UndertowPeer.port(server), server::stop);
            }
        },
        VERTX {
            @Override
            Running start(PeerArguments arguments) throws Exception {
                Vertx vertx = VertxPeer.vertx();
                HttpServer server = VertxPeer.start(arguments, vertx);
                return new Running(
                        server.actualPort(),
                        () -> vertx.close().toCompletionStage().toCompletableFuture().get());
            }
        },
        JAVA_WEBSOCKET {
            @Override
            Running start(PeerArguments arguments) throws Exception {
                JavaWebSocketPeer server = JavaWebSocketPeer.start(arguments);
                return new Running(server.getPort(), server::stop);
            }
        };

        abstract Running start(PeerArguments arguments) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void answersAllAndGivesToAll(Other other) throws Exception {
        Running server = other.start(PeerArguments.plain(false));
        try {
            for (Load load : TrafficTest.loads().filter(it -> !it.deflated()).toList()) {
                assertAllArrives(load, server.port());
            }
            assertAllArrives(Load.Visits.withEcho(4), server.port());
        } finally {
            server.end().now();
        }
    }

    @ParameterizedTest
    @EnumSource
    void compressesWhereThatIsMeasured(Other other) throws Exception {
        Running server = other.start(PeerArguments.plain(true));
        try {
            for (Load load : TrafficTest.loads().filter(Load.Messages::deflated).toList()) {
                assertAllArrives(load, server.port());
            }
        } finally {
            server.end().now();
        }
    }

    private void assertAllArrives(Load load, int port) throws InterruptedException {
        try (Traffic traffic = Traffic.open(load, Target.plain(port), loop)) {
            assertThat(traffic.finish()).as(load.toString()).isPositive();
        }
    }
}
