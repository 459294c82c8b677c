package dev.duplex.bench;

import dev.duplex.bench.load.TlsClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The servers' certificates, each made when it is first asked for, and gone in the end.
final class ServerCertificates implements AutoCloseable {
    private final Map<ServerCertificate.Key, ServerCertificate> made =
            new EnumMap<>(ServerCertificate.Key.class);
    private final Map<ServerCertificate.Key, TlsClient> clients =
            new EnumMap<>(ServerCertificate.Key.class);

    ServerCertificate of(ServerCertificate.Key key) throws InterruptedException {
        ServerCertificate there = made.get(key);
        if (there == null) {
            try {
                there = ServerCertificate.make(key, Files.createTempDirectory("duplex-bench-"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            made.put(key, there);
        }
        return there;
    }

    /// Who trusts that certificate.
    TlsClient client(ServerCertificate.Key key) throws InterruptedException {
        TlsClient there = clients.get(key);
        if (there == null) {
            there = new TlsClient(of(key).certificate());
            clients.put(key, there);
        }
        return there;
    }

    @Override
    public void close() {
        clients.values().forEach(TlsClient::close);
        for (ServerCertificate each : made.values()) {
            delete(each.directory());
        }
    }

    private static void delete(Path directory) {
        try {
            List<Path> all = new ArrayList<>();
            try (Stream<Path> files = Files.list(directory)) {
                files.forEach(all::add);
            }
            all.add(directory);
            for (Path each : all) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
