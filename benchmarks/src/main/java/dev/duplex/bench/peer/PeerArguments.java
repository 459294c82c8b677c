package dev.duplex.bench.peer;

import dev.duplex.TransportKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a peer is started with.
///
/// @param port 0: the system chooses
/// @param deflate whether permessage-deflate is agreed to
/// @param disk where the hub keeps its channels; empty: in memory, or in Redis
/// @param redis the address of the Redis that it keeps them in
/// @param transport what moves the server's bytes
/// @param tls the directory of `chain.pem` and `key.pem`; empty: no TLS
record PeerArguments(
        int port,
        boolean deflate,
        Optional<Path> disk,
        Optional<String> redis,
        TransportKind transport,
        Optional<Path> tls) {
    private static final String DISK = "--disk=";
    private static final String REDIS = "--redis=";
    private static final String TRANSPORT = "--transport=";
    private static final String TLS = "--tls=";

    static PeerArguments of(String... args) {
        List<String> all = List.of(args);
        return new PeerArguments(
                Integer.parseInt(args[0]),
                all.contains("--deflate"),
                value(all, DISK).map(Path::of),
                value(all, REDIS),
                value(all, TRANSPORT).map(TransportKind::valueOf).orElse(TransportKind.AUTO),
                value(all, TLS).map(Path::of));
    }

    private static Optional<String> value(List<String> all, String option) {
        return all.stream()
                .filter(each -> each.startsWith(option))
                .map(each -> each.substring(option.length()))
                .findFirst();
    }

    static PeerArguments plain(boolean deflate) {
        return of("0", deflate ? "--deflate" : "");
    }

    /// Says what `./bench` waits for.
    @SuppressWarnings("SystemOut") // the one line of output that its starter reads
    static void ready(int port) {
        System.out.println("ready " + port);
    }
}
