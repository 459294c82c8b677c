package dev.duplex.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The live objects of a JVM's heap by their classes, as `jcmd PID GC.class_histogram` counts them; or what each of many connections
/// has added to them.
///
/// @param classes by the names that the JVM has for them
record HeapClasses(Map<String, Count> classes) {
    static final HeapClasses NONE = new HeapClasses(Map.of());

    /// `   12:         4000         352000  dev.duplex.Some (module@1)`
    private static final Pattern LINE =
            Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    /// What is generated has names that differ each time.
    private static final Pattern GENERATED = Pattern.compile("(?<=\\$\\$Lambda).*|/?0x[0-9a-f]+");

    /// @param objects how many there are
    /// @param bytes what they take together, headers and alignment included
    record Count(double objects, double bytes) {
        private static final Count NOTHING = new Count(0, 0);

        private Count plus(Count other) {
            return new Count(objects + other.objects, bytes + other.bytes);
        }

        private Count minus(Count other) {
            return new Count(objects - other.objects, bytes - other.bytes);
        }

        private Count dividedBy(int count) {
            return new Count(objects / count, bytes / count);
        }
    }

    /// @throws BenchException if it is no histogram
    static HeapClasses parse(String histogram) {
        Map<String, Count> classes = new LinkedHashMap<>();
        for (String line : histogram.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                Count count =
                        new Count(
                                Double.parseDouble(matcher.group(1)),
                                Double.parseDouble(matcher.group(2)));
                classes.merge(
                        GENERATED.matcher(matcher.group(3)).replaceFirst(""), count, Count::plus);
            }
        }
        if (classes.isEmpty()) {
            throw new BenchException("no classes in the heap: " + histogram);
        }
        return new HeapClasses(classes);
    }

    /// All of them together.
    double bytes() {
        return classes.values().stream().mapToDouble(Count::bytes).sum();
    }

    /// What each of so many more has added since an earlier reading.
    HeapClasses each(HeapClasses before, int more) {
        Map<String, Count> each = new LinkedHashMap<>();
        classes.forEach((name, count) -> {
            Count earlier = before.classes.getOrDefault(name, Count.NOTHING);
            each.put(name, count.minus(earlier).dividedBy(more));
        });
        return new HeapClasses(each);
    }

    /// A table in Markdown of those that come to a byte for each, what takes most first.
    List<String> table(String unit) {
        List<String> lines = new ArrayList<>();
        lines.add("| class | objects/%1$s | bytes/%1$s |".formatted(unit));
        lines.add("|---|--:|--:|");
        classes.entrySet().stream()
                .filter(entry -> entry.getValue().bytes() >= 1)
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue().bytes()))
                .map(entry ->
                        String.format(
                                Locale.ROOT,
                                "| `%s` | %.2f | %.1f |",
                                entry.getKey(),
                                entry.getValue().objects(),
                                entry.getValue().bytes()))
                .forEach(lines::add);
        return lines;
    }
}
