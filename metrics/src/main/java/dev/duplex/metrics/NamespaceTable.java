package dev.duplex.metrics;

import dev.duplex.channels.Namespaces;
import java.util.Arrays;
import java.util.Collection;

/// Finds the counts of the namespace that a channel is in, without taking its name apart. Immutable.
final class NamespaceTable {
    /// Where channels count whose name has no namespace, if that may be.
    static final String NONE = "none";

    /// Where channels count whose namespace nobody has configured.
    static final String OTHER = "other";

    /// Makes or finds the counts of a label.
    interface Counts {
        NamespaceCounts of(String label);
    }

    private final String[] names;
    private final NamespaceCounts[] counts;
    private final NamespaceCounts other;

    NamespaceTable(Collection<String> configured, Counts all) {
        names = configured.stream().sorted().toArray(String[]::new);
        counts =
                Arrays.stream(names)
                        .map(name -> all.of(name.isEmpty() ? NONE : name))
                        .toArray(NamespaceCounts[]::new);
        other = all.of(OTHER);
    }

    NamespaceCounts of(String channel) {
        int length = Math.max(0, channel.indexOf(Namespaces.SEPARATOR));
        int low = 0;
        int high = names.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(channel, length, names[middle]);
            if (order == 0) {
                return counts[middle];
            }
            if (order < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return other;
    }

    /// As `String.compareTo`, of the first `length` characters.
    private static int compare(String channel, int length, String name) {
        int common = Math.min(length, name.length());
        for (int i = 0; i < common; i++) {
            int order = Character.compare(channel.charAt(i), name.charAt(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(length, name.length());
    }
}
