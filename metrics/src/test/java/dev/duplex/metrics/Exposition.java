package dev.duplex.metrics;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Prometheus' text format (version 0.0.4), read strictly: what is not as its definition says is an error.
record Exposition(
        Map<String, String> types, Map<String, Map<Map<String, String>, Double>> samples) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern META = Pattern.compile("# (HELP|TYPE) ([^ ]+) (.+)");
    private static final Pattern SAMPLE = Pattern.compile("([^ {]+)(?:\\{(.*)})? ([^ ]+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"(,|$)");
    private static final Set<String> TYPES =
            Set.of("counter", "gauge", "histogram", "summary", "untyped");

    static Exposition parse(String text) {
        return new Parser().parse(text);
    }

    /// The value of a sample; 0 if there is none.
    ///
    /// @param labels names and values in turn, all that it has
    double value(String name, String... labels) {
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        return samples.getOrDefault(name, Map.of()).getOrDefault(wanted, 0.0);
    }

    /// The sum of all samples of a name.
    double sum(String name) {
        return samples.getOrDefault(name, Map.of()).values().stream().mapToDouble(it -> it).sum();
    }

    /// Every value that a label has.
    Set<String> labelValues(String label) {
        Set<String> values = new HashSet<>();
        samples.values()
                .forEach(of ->
                        of.keySet().stream()
                                .filter(it -> it.containsKey(label))
                                .forEach(it -> values.add(it.get(label))));
        return values;
    }

    private static final class Parser {
        private final Map<String, String> types = new LinkedHashMap<>();
        private final Map<String, Map<Map<String, String>, Double>> samples = new LinkedHashMap<>();
        private final Set<String> helped = new HashSet<>();
        private String family = "";

        Exposition parse(String text) {
            if (!text.endsWith("\n")) {
                throw new IllegalArgumentException("the last line does not end");
            }
            text.lines().forEach(this::line);
            types.forEach((name, type) -> {
                if (type.equals("histogram")) {
                    histogram(name);
                }
            });
            return new Exposition(types, samples);
        }

        private void line(String line) {
            if (line.startsWith("#")) {
                meta(line);
            } else {
                sample(line);
            }
        }

        private void meta(String line) {
            Matcher meta = META.matcher(line);
            require(meta.matches() && NAME.matcher(meta.group(2)).matches(), line);
            String name = meta.group(2);
            if (meta.group(1).equals("HELP")) {
                require(helped.add(name), "a second HELP: " + line);
                require(!types.containsKey(name), "HELP behind TYPE: " + line);
            } else {
                require(TYPES.contains(meta.group(3)), line);
                require(types.put(name, meta.group(3)) == null, "a second TYPE: " + line);
                family = name;
            }
        }

        private void sample(String line) {
            Matcher sample = SAMPLE.matcher(line);
            require(sample.matches() && NAME.matcher(sample.group(1)).matches(), line);
            String name = sample.group(1);
            require(belongs(name), "not of the family " + family + ": " + line);
            Map<String, String> labels =
                    labels(sample.group(2) == null ? "" : sample.group(2), line);
            double value = number(sample.group(3));
            if (types.getOrDefault(family, "").equals("counter")) {
                require(value >= 0, "a negative counter: " + line);
            }
            require(
                    samples.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(labels, value)
                            == null,
                    "twice: " + line);
        }

        private boolean belongs(String name) {
            return switch (types.getOrDefault(family, "")) {
                case "counter", "gauge", "untyped" -> name.equals(family);
                case "histogram" ->
                        Set.of(family + "_bucket", family + "_count", family + "_sum")
                                .contains(name);
                case "summary" -> Set.of(family, family + "_count", family + "_sum").contains(name);
                default -> false;
            };
        }

        private static Map<String, String> labels(String text, String line) {
            Map<String, String> labels = new TreeMap<>();
            Matcher label = LABEL.matcher(text);
            int at = 0;
            while (at < text.length()) {
                require(label.find(at) && label.start() == at, line);
                require(labels.put(label.group(1), label.group(2)) == null, line);
                at = label.end();
            }
            return labels;
        }

        private static double number(String text) {
            return switch (text) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                case "NaN" -> Double.NaN;
                default -> Double.parseDouble(text);
            };
        }

        /// Buckets rise, and the last is the count.
        private void histogram(String name) {
            Map<Map<String, String>, TreeMap<Double, Double>> series = new LinkedHashMap<>();
            samples.getOrDefault(name + "_bucket", Map.of())
                    .forEach((labels, count) -> {
                        Map<String, String> others = new TreeMap<>(labels);
                        require(labels.containsKey("le"), name + " has a bucket without a bound");
                        String bound = labels.getOrDefault("le", "");
                        others.remove("le");
                        series.computeIfAbsent(others, _ -> new TreeMap<>())
                                .put(number(bound), count);
                    });
            series.forEach((labels, buckets) -> {
                double before = 0;
                for (double count : buckets.values()) {
                    require(count >= before, name + labels + " falls");
                    before = count;
                }
                require(buckets.lastKey().isInfinite(), name + labels + " has no +Inf");
                require(
                        samples.getOrDefault(name + "_count", Map.of()).getOrDefault(labels, -1.0)
                                == before,
                        name + labels + ": the count is not the last bucket");
            });
        }

        private static void require(boolean holds, String what) {
            if (!holds) {
                throw new IllegalArgumentException(what);
            }
        }
    }
}
