package dev.duplex.bench;

import dev.duplex.bench.load.LoadException;
import dev.duplex.bench.load.Target;
import dev.duplex.testkit.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// Several servers with one Redis between them, all on one core. That Redis writes nothing to the disk.
final class Nodes implements Running {
    private final Peer peer;
    private final Path directory;
    private final RedisServer broker;
    private final List<PeerProcess> nodes = new ArrayList<>();

    /// Starts all of them.
    ///
    /// @param command what starts a node, but for the address of Redis
    /// @throws BenchException if one does not start
    Nodes(Peer peer, int core, List<String> command) throws InterruptedException {
        this.peer = peer;
        try {
            directory = Files.createTempDirectory("duplex-bench-redis-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broker = start(directory);
        try {
            Commands.run(
                    List.of(
                            "taskset",
                            "-apc",
                            Integer.toString(core),
                            Long.toString(broker.pid())));
            List<String> withBroker = new ArrayList<>(command);
            withBroker.add("--redis=" + broker.url());
            for (int i = 0; i < peer.nodes(); i++) {
                nodes.add(new PeerProcess(peer, Optional.empty(), core, withBroker));
            }
        } catch (BenchException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private static RedisServer start(Path directory) {
        try {
            return RedisServer.start(directory);
        } catch (IllegalStateException e) {
            throw new BenchException(Objects.requireNonNull(e.getMessage()));
        }
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Target target() {
        return Target.plain(nodes.stream().map(node -> node.target().port()).toList());
    }

    @Override
    public ProcessorTime processorTime() {
        return nodes.stream()
                .map(PeerProcess::processorTime)
                .reduce(ProcessorTime.NONE, ProcessorTime::plus);
    }

    @Override
    public long brokerNanos() {
        return ProcessorClock.nanos(broker.pid());
    }

    @Override
    public BenchException failed(Scenario scenario, LoadException e) {
        return new BenchException(
                nodes.stream()
                        .map(node -> node.failed(scenario, e).getMessage())
                        .collect(Collectors.joining(System.lineSeparator())));
    }

    @Override
    public void close() {
        nodes.forEach(PeerProcess::close);
        broker.close();
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
