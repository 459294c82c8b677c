package dev.duplex.api;

/// Hears of the calls of an API, for metrics: [ApiOptions.Builder#observer]. Called on event loops and on threads of the API, several at a time; must not
/// block. What it throws is logged, once, and changes nothing.
public interface ApiObserver {
    /// Hears nothing, and costs nothing.
    ApiObserver NONE = new ApiObserver() {};

    /// A call is answered: each of a batch and each command of the older form, and the batch itself. So is a request that was refused before it
    /// could call anything.
    ///
    /// @param method its name, one of those that the API has; empty where there was none, or none that there is
    /// @param error the code of the error that it is answered with, 0 if it was carried out
    default void answered(String method, int error) {}
}
