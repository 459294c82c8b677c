package dev.duplex.faults;

import java.util.Set;

/// Which of the two ways of a connection.
public enum Direction {
    /// What clients send.
    TO_SERVER("to the server"),
    /// What the server sends.
    TO_CLIENT("to the client");

    /// Both ways.
    public static final Set<Direction> BOTH = Set.of(TO_SERVER, TO_CLIENT);

    private final String words;

    Direction(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }

    /// In words, for a report.
    static String of(Set<Direction> directions) {
        return directions.size() == 1 ? directions.iterator().next().toString() : "both ways";
    }
}
