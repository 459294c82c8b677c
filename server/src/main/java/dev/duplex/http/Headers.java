package dev.duplex.http;

import java.util.List;
import java.util.Optional;

/// The header fields of a request, by name regardless of case (RFC 9110 §5.1).
public interface Headers {
    /// The first value of the field.
    Optional<String> first(String name);

    /// Every value of the field, in the order of the lines.
    List<String> all(String name);

    /// The fields' names, in the order in which each came first.
    List<String> names();
}
