package dev.duplex.engine.disk;

import java.util.List;

/// What is in a store.
///
/// @param format of the directory
/// @param backup whether it is a backup
/// @param generation of the epochs; it rises when what had been seen may have been lost. 0 if that cannot be read
/// @param sync by which policy it was used last
/// @param ended whether its last use has ended regularly; of a backup that was made while it was in use it has not
/// @param channels of which something is known, if only a position
/// @param publications that can be read
/// @param publicationBytes what these come to, uncompressed
/// @param idempotencyKeys that are remembered
/// @param fileBytes what all files come to
/// @param largest the channels whose publications come to the most bytes, [#LARGEST] at most
public record StoreStatistics(
        int format,
        boolean backup,
        long generation,
        Sync sync,
        boolean ended,
        long channels,
        long publications,
        long publicationBytes,
        long idempotencyKeys,
        long fileBytes,
        List<Channel> largest) {
    /// How many channels are named.
    public static final int LARGEST = 10;

    public StoreStatistics {
        largest = List.copyOf(largest);
    }

    /// One channel.
    ///
    /// @param bytes of its publications, uncompressed
    public record Channel(String name, long publications, long bytes) {}
}
