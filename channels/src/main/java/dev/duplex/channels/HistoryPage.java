package dev.duplex.channels;

import java.util.List;

/// A part of a channel's history. It may end before what was asked for does: in a page that goes forward, what is missing is between its last
/// publication and the position.
///
/// @param publications in the order that was asked for
/// @param position the channel's at the time of reading: that of its last publication
public record HistoryPage(List<Publication> publications, Position position) {
    public HistoryPage {
        publications = List.copyOf(publications);
    }
}
