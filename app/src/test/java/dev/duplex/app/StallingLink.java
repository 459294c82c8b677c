package dev.duplex.app;

import dev.duplex.faults.Choice;
import dev.duplex.faults.Direction;
import dev.duplex.faults.FaultProxy;
import java.io.IOException;

/// A proxy that passes nothing on, and lets connections be made to nobody.
final class StallingLink implements Link {
    private final FaultProxy proxy;

    /// @param port Redis's
    StallingLink(int port) throws IOException {
        proxy = FaultProxy.start(port);
    }

    @Override
    public String url() {
        return "redis://127.0.0.1:" + proxy.address().getPort();
    }

    @Override
    public void cut() {
        proxy.blackhole();
        proxy.stall(Direction.BOTH, Choice.all());
    }

    @Override
    public void heal() {
        proxy.normal();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
