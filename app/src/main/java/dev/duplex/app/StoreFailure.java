package dev.duplex.app;

import dev.duplex.app.config.DiskSettings;
import dev.duplex.app.config.UserError;
import dev.duplex.engine.disk.DiskException;
import java.nio.file.Path;

/// Why a store cannot be used, and what to do about it, for the person who started the program.
final class StoreFailure {
    private static final String OTHER = DiskSettings.DIRECTORY_OPTION;

    private StoreFailure() {}

    /// Of a server, in one sentence.
    static UserError atStart(DiskException failure, Path directory) {
        String sentence = String.valueOf(failure.getMessage());
        return UserError.runtime(
                switch (failure.reason()) {
                    case IN_USE ->
                            sentence
                                    + "; end that one, or give another directory with "
                                    + OTHER
                                    + ", or keep channels in memory with --engine memory";
                    case NO_PERMISSION ->
                            sentence
                                    + "; let this user read and write it, or give another directory with "
                                    + OTHER;
                    case NOT_A_DIRECTORY -> sentence + "; give another with " + OTHER;
                    case NOT_A_STORE, NOT_EMPTY ->
                            sentence
                                    + "; give one that is empty, or of an earlier start, with "
                                    + OTHER;
                    case NEWER_FORMAT ->
                            sentence + "; start the version that wrote it, or a newer one";
                    case DAMAGED -> damaged(failure, directory);
                    case FULL ->
                            sentence + "; make room, or give a directory elsewhere with " + OTHER;
                    case NO_LIBRARY -> sentence + "; --engine memory does without";
                    case OTHER -> sentence;
                });
    }

    /// Of a command that looks at a store.
    static UserError ofCommand(DiskException failure) {
        String sentence = String.valueOf(failure.getMessage());
        return UserError.runtime(
                switch (failure.reason()) {
                    case IN_USE ->
                            sentence
                                    + "; end that one, or have a running server make a backup with 'duplex store backup', and look at that";
                    case NEWER_FORMAT ->
                            sentence + "; use the version that wrote it, or a newer one";
                    case DAMAGED,
                            FULL,
                            NO_PERMISSION,
                            NOT_A_DIRECTORY,
                            NOT_A_STORE,
                            NOT_EMPTY,
                            NO_LIBRARY,
                            OTHER ->
                            sentence;
                });
    }

    private static String damaged(DiskException failure, Path directory) {
        Throwable cause = failure.getCause();
        return "the store in "
                + directory
                + " is damaged ("
                // What RocksDB says, or the system; not what went wrong inside.
                + (cause == null || cause instanceof RuntimeException
                        ? failure.getMessage()
                        : cause.getMessage())
                + "): 'duplex store check --data "
                + directory
                + "' says how much of it, 'duplex store salvage --data "
                + directory
                + " --to DIR' takes what can be read, 'duplex store restore' brings a backup back";
    }
}
