package dev.duplex.centrifuge.protocol;

import java.util.List;

/// Keys that one signature allows.
///
/// @param signature allows the keys
/// @param items the keys
public record TrackBatch(String signature, List<KeyedItem> items) {
    public TrackBatch {
        items = List.copyOf(items);
    }
}
