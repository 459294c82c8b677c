package dev.duplex.verify.judge;

/// What became of a publisher's publications.
///
/// @param name the publisher's
/// @param channel its channel
/// @param acknowledged that the server said to be published
/// @param refused that the server said not to be
/// @param unknownSeen without an answer, and published: somebody got them
/// @param unknownUnseen without an answer, and got by nobody
public record PublisherTally(
        String name,
        String channel,
        long acknowledged,
        long refused,
        long unknownSeen,
        long unknownUnseen) {
    static PublisherTally of(String name, String channel, Publications publications) {
        long acknowledged = 0;
        long refused = 0;
        long seen = 0;
        long unseen = 0;
        for (Published published : publications.of(name)) {
            switch (published.outcome()) {
                case ACKNOWLEDGED -> acknowledged++;
                case REFUSED -> refused++;
                case UNKNOWN -> {
                    if (published.isSeen()) {
                        seen++;
                    } else {
                        unseen++;
                    }
                }
            }
        }
        return new PublisherTally(name, channel, acknowledged, refused, seen, unseen);
    }
}
