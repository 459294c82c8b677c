package dev.duplex.app.line;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The lines that there are, by the random names that pages have chosen. A line that nobody is connected by is kept until others take its place, so
/// that it is the same after a network that failed. Any thread.
final class Lines {
    /// Remembered at a time; for a further one, that which was not asked for, and not used, for the longest time is forgotten.
    static final int MAX_LINES = 64;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /// The one that was asked for last comes last. Guarded by this object's monitor.
    private final Map<String, Line> lines = new LinkedHashMap<>(16, 0.75f, true);

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// The line of this name, which is made if need be; none if all that there may be are in use.
    synchronized Optional<Line> find(String name) {
        Line there = lines.get(name);
        if (there == null && hasPlace()) {
            there = new Line();
            lines.put(name, there);
        }
        return Optional.ofNullable(there);
    }

    /// The same, for a session more.
    synchronized Optional<Line> open(String name) {
        Optional<Line> line = find(name);
        line.ifPresent(Line::opened);
        return line;
    }

    private boolean hasPlace() {
        if (lines.size() < MAX_LINES) {
            return true;
        }
        for (Iterator<Line> all = lines.values().iterator(); all.hasNext(); ) {
            if (!all.next().isUsed()) {
                all.remove();
                return true;
            }
        }
        return false;
    }
}
