package dev.duplex.bench.peer;

import java.util.List;

/// What a peer is started with.
///
/// @param port 0: the system chooses
/// @param deflate whether permessage-deflate is agreed to
record PeerArguments(int port, boolean deflate) {
    static PeerArguments of(String... args) {
        return new PeerArguments(Integer.parseInt(args[0]), List.of(args).contains("--deflate"));
    }

    /// Says what `./bench` waits for.
    @SuppressWarnings("SystemOut") // the one line of output that its starter reads
    static void ready(int port) {
        System.out.println("ready " + port);
    }
}
