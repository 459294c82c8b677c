package dev.duplex.verify.judge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Gathers what was done wrong to one subscriber or publisher.
final class Findings {
    private final String channel;
    private final String who;
    private final String client;
    private final Map<Breach, List<String>> examples = new EnumMap<>(Breach.class);
    private final Map<Breach, Long> counts = new EnumMap<>(Breach.class);

    Findings(String channel, String who, String client) {
        this.channel = channel;
        this.who = who;
        this.client = client;
    }

    /// @param example made only if it is kept
    void add(Breach breach, Supplier<String> example) {
        counts.merge(breach, 1L, Long::sum);
        List<String> kept = examples.computeIfAbsent(breach, _ -> new ArrayList<>());
        if (kept.size() < Finding.EXAMPLES) {
            kept.add(example.get());
        }
    }

    List<Finding> toList() {
        return counts.entrySet().stream()
                .map(it ->
                        new Finding(
                                it.getKey(),
                                channel,
                                who,
                                client,
                                it.getValue(),
                                examples.getOrDefault(it.getKey(), List.of())))
                .toList();
    }
}
