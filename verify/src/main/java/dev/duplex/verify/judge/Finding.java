package dev.duplex.verify.judge;

import java.util.List;

/// Something that the server did wrong, to one subscriber or publisher.
///
/// @param breach what
/// @param channel where
/// @param who a subscriber's or publisher's name
/// @param client the subscriber's kind of client, or `publisher`
/// @param count how often
/// @param examples some of it, for people
public record Finding(
        Breach breach,
        String channel,
        String who,
        String client,
        long count,
        List<String> examples) {
    /// Whose findings those of publishers are.
    public static final String PUBLISHER = "publisher";

    /// How many examples are kept.
    static final int EXAMPLES = 5;

    public Finding {
        examples = List.copyOf(examples);
    }
}
