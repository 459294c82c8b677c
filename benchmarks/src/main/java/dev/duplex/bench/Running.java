package dev.duplex.bench;

import dev.duplex.bench.load.LoadException;
import dev.duplex.bench.load.Target;

/// A peer that runs: a process, or several that belong together.
interface Running extends AutoCloseable {
    Peer peer();

    /// Where a load goes.
    Target target();

    /// What its servers have used, all together.
    ProcessorTime processorTime();

    /// What has been used by what is between its servers, in nanoseconds; 0 where nothing is.
    default long brokerNanos() {
        return 0;
    }

    /// Why a measurement failed, with what the servers have to say.
    BenchException failed(Scenario scenario, LoadException e);

    /// Ends it.
    @Override
    void close();
}
