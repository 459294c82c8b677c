package dev.duplex.api;

/// A field of a request or of what it is answered with.
///
/// @param about what it is, in a phrase
/// @param required of a request: it must be there, and not empty; of an answer: it is always there
record Field<T>(String name, Type<T> type, String about, boolean required) {
    /// One that may be left out.
    static <T> Field<T> of(String name, Type<T> type, String about) {
        return new Field<>(name, type, about, false);
    }

    Field<T> always() {
        return new Field<>(name, type, about, true);
    }
}
