package dev.duplex.engine.disk;

import dev.duplex.channels.engine.RecordWriter;

/// How a directory is used, or was used last.
///
/// @param generation rises when what had been seen may have been lost: epochs of earlier ones are over
/// @param sync by which policy
/// @param open whether it is in use: found when a directory is opened, it says that the last use did not end regularly
record Session(long generation, Sync sync, boolean open) {
    static Session decode(byte[] record) {
        return Records.read(
                record,
                it ->
                        new Session(
                                it.number(),
                                switch (it.small()) {
                                    case 'A' -> Sync.ALWAYS;
                                    case 'I' -> Sync.INTERVAL;
                                    case 'N' -> Sync.NEVER;
                                    default -> throw new IllegalArgumentException("no such policy");
                                },
                                it.small() == 1));
    }

    byte[] encode() {
        return new RecordWriter(16)
                .number(generation)
                .small(
                        switch (sync) {
                            case ALWAYS -> 'A';
                            case INTERVAL -> 'I';
                            case NEVER -> 'N';
                        })
                .small(open ? 1 : 0)
                .done();
    }

    /// Whether something that had been seen may have been lost when it ended.
    boolean mayHaveLost() {
        return open && sync.mayLose();
    }
}
