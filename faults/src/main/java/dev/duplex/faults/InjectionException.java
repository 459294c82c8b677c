package dev.duplex.faults;

/// Faults could not be injected, or not be taken back: the server did not come up again, a signal could not be sent. It says nothing about
/// what the server promises, and whatever was seen under such faults is no verdict.
public sealed class InjectionException extends Exception permits Namespace.UnavailableException {
    private static final long serialVersionUID = 1;

    /// @param message a whole sentence: what failed, and what there is to know of it
    public InjectionException(String message) {
        super(message);
    }

    /// @param message a whole sentence: what failed, and what there is to know of it
    public InjectionException(String message, Throwable cause) {
        super(message, cause);
    }
}
