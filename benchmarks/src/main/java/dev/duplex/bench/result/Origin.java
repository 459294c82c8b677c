package dev.duplex.bench.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where figures come from: without this they mean nothing.
///
/// @param processor its model
/// @param processors how many
/// @param memoryMebibytes of the machine
/// @param kernel its version
/// @param jvm that of the load and of the servers that are on one
/// @param versions of Duplex, as a commit, and of all that was measured
public record Origin(
        String processor,
        int processors,
        long memoryMebibytes,
        String kernel,
        String jvm,
        Map<String, String> versions) {
    public Origin {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    }

    /// Lines of Markdown.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "- machine: %s, %d processors, %d MiB"
                        .formatted(processor, processors, memoryMebibytes));
        lines.add("- kernel: " + kernel);
        lines.add("- JVM: " + jvm);
        versions.forEach((name, version) -> lines.add("- %s: %s".formatted(name, version)));
        return lines;
    }
}
