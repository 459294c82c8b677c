package dev.duplex.channels;

import java.util.List;

/// A part of a channel's history.
///
/// @param publications in the order that was asked for
/// @param position the channel's at the time of reading: that of its last publication
public record HistoryPage(List<Publication> publications, Position position) {
    public HistoryPage {
        publications = List.copyOf(publications);
    }
}
