package dev.duplex.bench.disk;

import java.util.List;

/// A table of `./bench --only disk`.
///
/// @param name short and unique
record DiskScenario(String name, Work work) {
    /// What is done.
    sealed interface Work {
        /// For people.
        String title();
    }

    /// @param publishers in channels with a history, as many publications under way
    /// @param beside whether one more publishes in a channel without a history, and is what is measured
    /// @param history of each channel
    record Publish(int publishers, boolean beside, int channels, int history) implements Work {
        @Override
        public String title() {
            String where =
                    "%,d in %,d channels with a history of %,d"
                            .formatted(publishers, channels, history);
            return beside
                    ? "1 publisher in a channel without a history; publishers beside it: " + where
                    : "Publishers: " + where + "; 128 B, 1 publication under way each";
        }
    }

    /// @param publications in turn over the channels
    /// @param history the latest that are kept of each channel
    record Fill(int publications, int channels, int history) implements Work {
        @Override
        public String title() {
            return "%,d publications of 128 B by 10,000 publishers in %,d channels, of which the latest %,d each are kept"
                    .formatted(publications, channels, history);
        }
    }

    /// @param history of each channel
    record Start(int channels, int history) implements Work {
        @Override
        public String title() {
            return "A directory with %,d channels, and %,d publications of 128 B in each, is opened"
                    .formatted(channels, history);
        }
    }

    /// @param batch publications in a commit
    record Records(int batch, int channels, int history) implements Work {
        @Override
        public String title() {
            return "Stores alone: the records of publications of 128 B, %,d to a commit, in %,d channels at random with a history of %,d"
                    .formatted(batch, channels, history);
        }
    }

    /// All there are, in the order in which they are run.
    static final List<DiskScenario> ALL =
            List.of(
                    publish(1),
                    publish(100),
                    publish(10_000),
                    beside(0),
                    beside(100),
                    beside(10_000),
                    new DiskScenario("disk-space", new Fill(2_000_000, 10_000, 100)),
                    new DiskScenario("disk-start", new Start(1_000_000, 3)),
                    records(1),
                    records(100),
                    records(4096));

    private static DiskScenario publish(int publishers) {
        return new DiskScenario(
                "disk-publish-" + publishers, new Publish(publishers, false, 1_000, 100));
    }

    private static DiskScenario beside(int publishers) {
        return new DiskScenario(
                "disk-unkept-" + publishers, new Publish(publishers, true, 1_000, 100));
    }

    private static DiskScenario records(int batch) {
        return new DiskScenario("disk-store-" + batch, new Records(batch, 100_000, 5));
    }

    /// The same with little to do, to see that it works.
    DiskScenario quick() {
        return new DiskScenario(
                name,
                switch (work) {
                    case Publish it -> new Publish(it.publishers(), it.beside(), 20, 10);
                    case Fill _ -> new Fill(20_000, 100, 100);
                    case Start it -> new Start(2_000, it.history());
                    case Records it -> new Records(it.batch(), 1_000, it.history());
                });
    }
}
