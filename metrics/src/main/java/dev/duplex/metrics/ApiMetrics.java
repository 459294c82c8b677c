package dev.duplex.metrics;

import dev.duplex.api.ApiObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts calls of the HTTP API, for [dev.duplex.api.ApiOptions.Builder#observer]: one for each [Metrics], for however many APIs. Needs
/// `duplex-api`.
public final class ApiMetrics implements ApiObserver {
    private record Outcome(String method, int error) {}

    private static final String UNKNOWN = "unknown";

    /// No more than the API has methods and error codes.
    private final Map<Outcome, LongAdder> calls = new ConcurrentHashMap<>();

    /// Registers them with those of the server.
    ///
    /// @throws IllegalArgumentException if that has been done for these metrics
    public ApiMetrics(Metrics metrics) {
        new Registration(metrics.registry()).counter(Family.API_CALLS, this::tell);
    }

    private void tell(Registration.Values values) {
        calls.forEach((outcome, count) ->
                values.add(
                        count.sum(),
                        outcome.method().isEmpty() ? UNKNOWN : outcome.method(),
                        Integer.toString(outcome.error())));
    }

    @Override
    public void answered(String method, int error) {
        calls.computeIfAbsent(new Outcome(method, error), _ -> new LongAdder()).increment();
    }
}
