package dev.duplex.conformance;

import dev.duplex.Server;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// The matrix and its servers: one for each cell, started when it is first needed, closed after the
/// last test.
public final class MatrixServers implements ArgumentsProvider {
    private static final Map<Cell, Server> RUNNING = new ConcurrentHashMap<>();

    /// The server of a cell.
    static Server of(Cell cell) {
        return RUNNING.computeIfAbsent(cell, MatrixServers::start);
    }

    @Override
    public Stream<? extends Arguments> provideArguments(
            ParameterDeclarations parameters, ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(MatrixServers.class))
                .computeIfAbsent("closing", _ -> (AutoCloseable) MatrixServers::closeAll);
        return Transports.here()
                .flatMap(kind -> Stream.of(new Cell(kind, false), new Cell(kind, true)))
                .map(Arguments::of);
    }

    private static Server start(Cell cell) {
        Server.Builder builder =
                Server.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .transport(cell.transport())
                        .eventLoops(1)
                        .limits(MatrixRoutes.LIMITS);
        MatrixRoutes.addTo(builder);
        Optional.of(cell)
                .filter(Cell::tls)
                .ifPresent(_ -> builder.tls(TestCertificate.shared().tls()));
        return builder.start();
    }

    private static void closeAll() {
        RUNNING.values().forEach(server -> server.close(Duration.ofSeconds(5)));
        RUNNING.clear();
    }
}
