package dev.duplex.verify.log;

import java.util.List;

/// All that a publisher did. It sends one publication at a time: the next only when the one before is settled.
///
/// @param name of which there is one in its channel
/// @param channel where it published
/// @param end how it stood at last
/// @param sendings by their sequence numbers
public record PublisherLog(String name, String channel, PublisherEnd end, List<Sending> sendings) {
    public PublisherLog {
        sendings = List.copyOf(sendings);
    }
}
