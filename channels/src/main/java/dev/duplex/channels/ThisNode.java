package dev.duplex.channels;

import dev.duplex.channels.engine.Cluster;
import java.time.Duration;

/// This node as the others see it: does to its connections what they command, takes what they hand on, and says what it has to do.
final class ThisNode implements Cluster.ClusterListener {
    private final Connections connections;
    private final Relays relays;
    private final Residents residents;
    private final long began = System.nanoTime();

    ThisNode(Connections connections, Relays relays, Residents residents) {
        this.connections = connections;
        this.relays = relays;
        this.residents = residents;
    }

    @Override
    public void commanded(Command command) {
        connections.obey(command);
    }

    @Override
    public void relayed(Relayed message) {
        relays.received(message);
    }

    @Override
    public Cluster.Load load() {
        return new Cluster.Load(
                connections.count(),
                connections.users(),
                residents.count(),
                residents.subscriptions(),
                Duration.ofNanos(System.nanoTime() - began));
    }
}
