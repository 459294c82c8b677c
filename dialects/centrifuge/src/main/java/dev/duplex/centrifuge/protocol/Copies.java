package dev.duplex.centrifuge.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Copies for records.
final class Copies {
    private Copies() {}

    /// @return a copy that does not change and keeps the order
    static <T> Map<String, T> of(Map<String, T> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
