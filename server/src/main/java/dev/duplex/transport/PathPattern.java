package dev.duplex.transport;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The path of a route: literal segments, `{name}` for one segment each, and perhaps `/*` at the
/// end for whatever follows.
///
/// @param segments without the trailing `*`
/// @param rest whether the pattern ends with `/*`
record PathPattern(List<Segment> segments, boolean rest) {
    sealed interface Segment {
        /// Stands for itself, percent-decoded.
        record Literal(String text) implements Segment {}

        /// Stands for any segment that is not empty.
        record Parameter(String name) implements Segment {}
    }

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    /// @throws IllegalArgumentException if the pattern is malformed; says how
    static PathPattern parse(String pattern) {
        if (!pattern.startsWith("/")) {
            throw malformed(pattern, "it does not begin with /");
        }
        List<String> parts = new ArrayList<>(List.of(pattern.substring(1).split("/", -1)));
        boolean rest = parts.getLast().equals("*");
        if (rest) {
            parts.removeLast();
        }
        List<Segment> segments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.isEmpty() && (rest || i < parts.size() - 1)) {
                throw malformed(pattern, "it has an empty segment");
            }
            Segment segment = segment(pattern, part);
            if (segment instanceof Segment.Parameter(String name) && !names.add(name)) {
                throw malformed(pattern, "{" + name + "} stands there twice");
            }
            segments.add(segment);
        }
        return new PathPattern(List.copyOf(segments), rest);
    }

    private static Segment segment(String pattern, String part) {
        if (part.startsWith("{") && part.endsWith("}")) {
            String name = part.substring(1, part.length() - 1);
            if (!NAME.matcher(name).matches()) {
                throw malformed(pattern, "{" + name + "} is not a name");
            }
            return new Segment.Parameter(name);
        }
        if (part.equals(".") || part.equals("..")) {
            throw malformed(pattern, "no request has a segment " + part);
        }
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if ("{}*?#%\\".indexOf(c) >= 0 || Character.isISOControl(c)) {
                throw malformed(
                        pattern,
                        "'%c' may not stand in '%s' ({name} and * are whole segments, * the last)"
                                .formatted(c, part));
            }
        }
        return new Segment.Literal(part);
    }

    private static IllegalArgumentException malformed(String pattern, String why) {
        return new IllegalArgumentException("malformed path \"" + pattern + "\": " + why);
    }
}
