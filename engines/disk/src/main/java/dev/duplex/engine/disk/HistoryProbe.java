package dev.duplex.engine.disk;

import dev.duplex.channels.engine.EngineException;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Reads the history of one channel, whatever is wrong with it, and finds what cannot be read.
final class HistoryProbe {
    private final RocksIterator view;
    private final String channel;
    private final StreamState state;
    private final Consumer<String> problem;
    private long publications;
    private long bytes;
    private long whole;

    /// Where what cannot be read begins; 0 while all can.
    private long faultFrom;

    private String fault = "";

    /// @param problem hears of what cannot be read, a sentence for what stands together
    HistoryProbe(RocksIterator view, String channel, StreamState state, Consumer<String> problem) {
        this.view = view;
        this.channel = channel;
        this.state = state;
        this.problem = problem;
        whole = state.first();
    }

    /// How many publications can be read.
    long publications() {
        return publications;
    }

    /// What these come to.
    long bytes() {
        return bytes;
    }

    /// From which offset on all can be read; above the last if that cannot.
    long whole() {
        return whole;
    }

    HistoryProbe run() {
        long offset = state.first();
        boolean there = false;
        while (offset <= state.offset()) {
            if (!there) {
                view.seek(Keys.publication(channel, offset));
            }
            there = read(offset);
            offset = there ? offset + 1 : next(offset);
        }
        endFault(state.offset());
        return this;
    }

    /// Reads one, with the iterator at it if it is there, and then at the next.
    ///
    /// @return whether it could be read
    private boolean read(long offset) {
        try {
            view.status();
            if (!isAt(offset)) {
                beginFault(offset, "not there");
                return false;
            }
            byte[] record = view.value();
            Kept.decode(channel, "", offset, record);
            endFault(offset - 1);
            publications++;
            bytes += record.length;
            view.next();
            return true;
        } catch (RocksDBException e) {
            beginFault(offset, Store.detail(e));
        } catch (EngineException e) {
            beginFault(offset, String.valueOf(e.getMessage()));
        }
        return false;
    }

    private boolean isAt(long offset) {
        return isOfChannel() && Keys.offset(view.key()) == offset;
    }

    private boolean isOfChannel() {
        return view.isValid() && Keys.isOfSameChannel(Keys.publication(channel, 0), view.key());
    }

    /// Where to go on behind one that cannot be read: at the next that is there; where even that cannot be seen, one further.
    private long next(long offset) {
        long next;
        if (isAt(offset)) {
            next = offset + 1;
        } else if (isOfChannel()) {
            next = Keys.offset(view.key());
        } else if (isReadable()) {
            next = state.offset() + 1;
        } else {
            next = offset + 1;
        }
        whole = Math.min(next, state.offset() + 1);
        return whole;
    }

    private boolean isReadable() {
        try {
            view.status();
            return true;
        } catch (RocksDBException _) {
            return false;
        }
    }

    private void beginFault(long offset, String why) {
        if (faultFrom == 0) {
            faultFrom = offset;
            fault = why;
        }
    }

    private void endFault(long last) {
        if (faultFrom == 0) {
            return;
        }
        problem.accept(
                (faultFrom == last
                                ? "publication " + last
                                : "publications " + faultFrom + " to " + last)
                        + " of channel "
                        + channel
                        + " cannot be read: "
                        + fault);
        faultFrom = 0;
    }
}
