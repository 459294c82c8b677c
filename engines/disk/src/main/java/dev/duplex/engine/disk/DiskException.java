package dev.duplex.engine.disk;

import dev.duplex.channels.engine.EngineException;

/// A directory could not be used as it was asked for. Its message is a sentence for people; what they can do depends on the [Reason].
public final class DiskException extends EngineException {
    private static final long serialVersionUID = 1L;

    /// Why.
    public enum Reason {
        /// Another engine, or another command, has the directory.
        IN_USE,
        /// The operating system does not let this user.
        NO_PERMISSION,
        /// There is something else by that name.
        NOT_A_DIRECTORY,
        /// There is no store in it, or something that is not to be used as one: a backup.
        NOT_A_STORE,
        /// Something would be written where something is already.
        NOT_EMPTY,
        /// A version of Duplex wrote it that knows more than this one.
        NEWER_FORMAT,
        /// What was written cannot be read again.
        DAMAGED,
        /// There is no room on the disk.
        FULL,
        /// RocksDB does not run here.
        NO_LIBRARY,
        /// What the message says.
        OTHER
    }

    private final Reason reason;

    DiskException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    DiskException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /// Why, for who wants to say what to do about it.
    public Reason reason() {
        return reason;
    }
}
