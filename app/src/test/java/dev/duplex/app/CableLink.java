package dev.duplex.app;

import dev.duplex.faults.InjectionException;
import dev.duplex.faults.Namespace;

/// A cable to a Redis in a network of its own, in which everything vanishes.
///
/// @param port Redis's
record CableLink(Namespace.Cable cable, int port) implements Link {
    static String url(Namespace.Cable cable, int port) {
        return "redis://" + cable.address() + ":" + port;
    }

    @Override
    public String url() {
        return url(cable, port);
    }

    @Override
    public void cut() throws InjectionException {
        cable.cut();
    }

    @Override
    public void heal() throws InjectionException {
        cable.heal();
    }

    /// It ends with that Redis.
    @Override
    public void close() {}
}
