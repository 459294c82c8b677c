package dev.duplex.centrifuge.protocol;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of one message: their numbers, which Protobuf has, their names, which JSON has, and what kind of
/// value they take. Numbers are below 32.
final class Fields {
    /// How a value is written.
    enum Kind {
        /// a number or a boolean
        NUMBER,
        /// a string, a message, a list or a map
        SIZED,
        /// a payload: JSON's null is one, not the absence of one
        DATA
    }

    private static final int NUMBERS = 32;

    private final @Nullable Kind[] kinds = new @Nullable Kind[NUMBERS];
    private final Map<String, Integer> numbers = new HashMap<>();

    Fields number(int number, String name) {
        return add(number, name, Kind.NUMBER);
    }

    Fields sized(int number, String name) {
        return add(number, name, Kind.SIZED);
    }

    Fields data(int number, String name) {
        return add(number, name, Kind.DATA);
    }

    private Fields add(int number, String name, Kind kind) {
        kinds[number] = kind;
        numbers.put(name, number);
        return this;
    }

    /// @return the field of this name, or 0
    int number(String name) {
        Integer number = numbers.get(name);
        return number == null ? 0 : number;
    }

    boolean isData(int number) {
        return kinds[number] == Kind.DATA;
    }

    /// @return whether there is such a field and it is a number
    boolean isNumber(int number) {
        return number < NUMBERS && kinds[number] == Kind.NUMBER;
    }

    /// @return whether there is such a field and it is not a number
    boolean isSized(int number) {
        return number < NUMBERS && kinds[number] != null && kinds[number] != Kind.NUMBER;
    }
}
