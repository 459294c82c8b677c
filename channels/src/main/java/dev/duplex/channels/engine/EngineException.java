package dev.duplex.channels.engine;

/// An engine could not do something that was right to ask: its store or its broker is not there, or
/// has failed. What was asked may have happened nevertheless. An engine logs what people should know of that, and does so once, however much fails
/// by it ([dev.duplex.channels.Failures]).
public class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
