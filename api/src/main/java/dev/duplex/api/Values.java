package dev.duplex.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of fields: a request as it was read, or an answer as it will be written. Values stand for themselves; what is not there
/// is as its type says. Not changed once it is handed on.
final class Values {
    /// No object at all, as against one without fields.
    static final Values ABSENT = of();

    private final Map<Field<?>, Object> values = new LinkedHashMap<>(4);

    private Values() {}

    static Values of() {
        return new Values();
    }

    /// Sets a field, of an object that is being made.
    <T> Values with(Field<T> field, T value) {
        values.put(field, value);
        return this;
    }

    @SuppressWarnings("ReferenceEquality") // there is one of it
    boolean isAbsent() {
        return this == ABSENT;
    }

    boolean has(Field<?> field) {
        return values.containsKey(field);
    }

    <T> T get(Field<T> field) {
        @Nullable Object value = values.get(field);
        return value == null ? field.type().absent() : field.type().cast(value);
    }

    /// @throws IllegalArgumentException if it has a field besides these: what is not described is not written
    void requireOnly(List<Field<?>> fields) {
        for (Field<?> field : values.keySet()) {
            if (!fields.contains(field)) {
                throw new IllegalArgumentException("nothing is said of the field " + field.name());
            }
        }
    }
}
