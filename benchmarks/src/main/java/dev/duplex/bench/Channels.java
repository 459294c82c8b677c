package dev.duplex.bench;

import dev.duplex.access.Rules;
import dev.duplex.access.RulesAccess;
import dev.duplex.centrifuge.CentrifugeOptions;
import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// The channels that Duplex is measured with, in which anybody may do anything.
public final class Channels {
    /// The namespace of channels that have a history.
    public static final String KEPT = "kept";

    /// That of those with presence, joins and leaves.
    public static final String PRESENT = "present";

    private static final int HISTORY = 100;

    /// Longer than any measurement.
    private static final Duration LONG = Duration.ofDays(1);

    private static final Map<String, ChannelOptions> NAMESPACES =
            Map.of(
                    "",
                    ChannelOptions.TRANSIENT,
                    KEPT,
                    ChannelOptions.builder().history(HISTORY, LONG).build(),
                    PRESENT,
                    ChannelOptions.builder().presence(true).joinLeave(true).build());

    private Channels() {}

    /// A hub that has them.
    public static Hub.Builder hub() {
        return Hub.builder().namespaces(Namespaces.of(NAMESPACES));
    }

    /// Lets clients of the Centrifuge protocol into them.
    public static CentrifugeOptions.Builder centrifuge() {
        return CentrifugeOptions.builder(
                RulesAccess.anonymous(
                        NAMESPACES.keySet().stream()
                                .collect(Collectors.toMap(name -> name, _ -> Rules.OPEN))));
    }
}
