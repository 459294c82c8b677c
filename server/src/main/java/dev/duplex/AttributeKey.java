package dev.duplex;

/// Names a value that a program keeps with a session, and its type. Keys are compared by identity:
/// keep one in a `static final` field.
///
/// @param <T> the values' type
@SuppressWarnings("UnusedTypeParameter") // it types the value, not the key
public final class AttributeKey<T> {
    private final String name;

    private AttributeKey(String name) {
        this.name = name;
    }

    /// A new key, different from all others.
    ///
    /// @param name for people; need not be unique
    public static <T> AttributeKey<T> of(String name) {
        return new AttributeKey<>(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
