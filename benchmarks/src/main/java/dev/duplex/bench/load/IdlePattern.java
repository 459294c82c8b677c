package dev.duplex.bench.load;

/// Connections that say nothing (and answer pings).
final class IdlePattern implements Pattern {
    private final int connections;

    IdlePattern(Load.Idle idle) {
        connections = idle.connections();
    }

    @Override
    public int connections() {
        return connections;
    }

    @Override
    public void start(LoadConnection[] open) {}

    @Override
    public void arrived(LoadConnection connection, int count, long now) {
        throw new LoadException("an idle connection got a message");
    }

    @Override
    public void batchEnd(LoadConnection connection) {}

    @Override
    public void stop() {}

    @Override
    public long outstanding() {
        return 0;
    }

    @Override
    public byte[] expected(long number) {
        return new byte[0];
    }

    @Override
    public void release() {}
}
