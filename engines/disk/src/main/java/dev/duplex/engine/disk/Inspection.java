package dev.duplex.engine.disk;

import dev.duplex.channels.engine.EngineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// Looks at a store that nobody has open: what is in it, and what is wrong with it.
final class Inspection implements Walk.Visitor {
    private static final Comparator<StoreStatistics.Channel> BY_BYTES =
            Comparator.comparingLong(StoreStatistics.Channel::bytes);

    private final PriorityQueue<StoreStatistics.Channel> largest = new PriorityQueue<>(BY_BYTES);
    private final List<String> problems = new ArrayList<>();
    private long moreProblems;
    private Optional<Session> session = Optional.empty();
    private long channels;
    private long publications;
    private long bytes;
    private long keys;
    private long kept;
    private long lost;
    private long lostChannels;

    private Inspection() {}

    /// Reads all of a store.
    ///
    /// @throws DiskException if nothing of it can be read
    static StoreReport of(DiskDirectory directory) {
        Inspection inspection = new Inspection();
        Store.Log log = inspection.openable(directory);
        try (Store store = Store.read(directory.data(), log)) {
            store.tables()
                    .forEach(table ->
                            store.fault(table)
                                    .ifPresent(it ->
                                            inspection.problem(
                                                    "the table "
                                                            + table.getFileName()
                                                            + " is damaged: "
                                                            + it)));
            if (!directory.isBackup() && !Store.hasLog(directory.data())) {
                inspection.problem(
                        "its log ("
                                + Store.LOGS
                                + ") is not there, and what was written last with it");
            }
            inspection.readSession(store);
            inspection.walk(store);
        }
        if (log != Store.Log.SOUND) {
            inspection.lookBehindTheDamage(directory);
        }
        return inspection.report(directory);
    }

    /// How the log can be taken.
    private Store.Log openable(DiskDirectory directory) {
        try (Store _ = Store.read(directory.data(), Store.Log.SOUND)) {
            return Store.Log.SOUND;
        } catch (DiskException e) {
            if (e.reason() != DiskException.Reason.DAMAGED) {
                throw e;
            }
            problem("the log is damaged: " + reason(e));
            return Store.Log.UP_TO_DAMAGE;
        }
    }

    private static String reason(DiskException e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }

    private void readSession(Store store) {
        try {
            session = Optional.ofNullable(store.get(Keys.SESSION)).map(Session::decode);
        } catch (EngineException e) {
            problem("how it was used last cannot be read: " + e.getMessage());
            return;
        }
        if (session.isEmpty()) {
            problem("how it was used last is not there");
        }
    }

    private void walk(Store store) {
        try (Walk walk = new Walk(store, generation(), this)) {
            walk.run();
        }
    }

    /// What can be read of a damaged log only if the damage is left out is no state that ever was; it counts as lost.
    private void lookBehindTheDamage(DiskDirectory directory) {
        Inspection behind = new Inspection();
        try (Store store = Store.read(directory.data(), Store.Log.AROUND_DAMAGE)) {
            behind.walk(store);
        } catch (EngineException e) {
            problem("what is behind the damage of the log cannot be read: " + e.getMessage());
            return;
        }
        lost += Math.max(0, behind.publications - publications);
    }

    private long generation() {
        return session.map(Session::generation).orElse(0L);
    }

    @Override
    public void channel(Walk.Channel channel) {
        channels++;
        publications += channel.publications();
        bytes += channel.bytes();
        keys += channel.keys();
        kept += channel.kept();
        lost += channel.lost();
        if (channel.publications() > 0) {
            largest.add(
                    new StoreStatistics.Channel(
                            channel.name(), channel.publications(), channel.bytes()));
            if (largest.size() > StoreStatistics.LARGEST) {
                largest.remove();
            }
        }
    }

    @Override
    public void lostChannel() {
        lostChannels++;
    }

    @Override
    public void problem(String sentence) {
        if (problems.size() < StoreReport.PROBLEMS) {
            problems.add(sentence);
        } else {
            moreProblems++;
        }
    }

    private StoreReport report(DiskDirectory directory) {
        try {
            return new StoreReport(
                    new StoreStatistics(
                            directory.format().version(),
                            directory.isBackup(),
                            generation(),
                            session.map(Session::sync).orElse(Sync.ALWAYS),
                            session.isPresent() && !session.get().open(),
                            channels,
                            publications,
                            bytes,
                            keys,
                            DurableFiles.size(directory.data()),
                            largest.stream().sorted(BY_BYTES.reversed()).toList()),
                    problems,
                    moreProblems,
                    kept,
                    lost,
                    lostChannels);
        } catch (IOException e) {
            throw DiskDirectory.failure(directory.path(), e);
        }
    }
}
