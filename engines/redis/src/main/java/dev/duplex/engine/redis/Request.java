package dev.duplex.engine.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/// A script to be run.
final class Request {
    final Script script;
    final String[] keys;
    final byte[][] arguments;
    final long bytes;
    final long begun = System.nanoTime();
    final CompletableFuture<Answer> answer = new CompletableFuture<>();

    Request(Script script, String[] keys, byte[][] arguments) {
        this.script = script;
        this.keys = keys;
        this.arguments = arguments;
        bytes =
                RedisLimits.OPERATION_BYTES
                        + Arrays.stream(arguments).mapToLong(it -> it.length).sum()
                        + Arrays.stream(keys).mapToLong(String::length).sum();
    }

    /// One of its keys, all of which are in one slot.
    String key() {
        return keys[0];
    }

    /// For how long it has been asked for, in nanoseconds.
    long age() {
        return System.nanoTime() - begun;
    }

    boolean isOlderThan(Duration patience) {
        return age() > patience.toNanos();
    }
}
